"""A canary in every credential there is; web, worker and Prefect at their loudest; then everything said is searched."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pyotp
import pytest
from sqlalchemy import text

from deploy.demo.vendors.faults import Kind
from domain.signing_in.passwords import hash_password
from domain.store.engine import connect
from domain.store.secrets import VARIABLE, Keyring
from notifications.channels.address import forms_of
from tests import databases
from tests.faults.house import House
from tests.flows.prefect_server import PrefectServer, eventually
from tests.notifications.channels.exchange import Exchange, running_vendors
from tests.notifications.sinks import smtp_sink
from tests.world import World

pytestmark = pytest.mark.xdist_group("prefect")

KEY = "canary-0-key-that-seals-everything-here"
OUR_MAIL = "canary2ourmail"
PASSWORD = "canary3-pass-word"
CHANNELS: dict[str, dict[str, str]] = {
    "dingrobot": {"place": "canary4robot", "sign": "SECcanary5sign"},
    "wecomrobot": {"place": "canary6-robot-key"},
    "dingwork": {"account": "dingkey", "secret": "canary7app", "place": "1001"},
    "wecomapp": {"account": "wwcorp", "secret": "canary8/corp+s", "place": "1000002"},
    "wechatmp": {"account": "wxapp", "secret": "canary9mp", "place": "tmpl-hazard"},
    "smsgw": {"account": "smskey", "secret": "canaryAsms"},
    "webhook": {"secret": "canaryBwebhook"},
    "mail": {"account": "bot@bihuan.invalid", "secret": "canaryCsmtp", "mode": "insecure"},
}
VENDOR = {
    "dingrobot": "dingtalk", "dingwork": "dingtalk", "wecomrobot": "wecom", "wecomapp": "wecom", "wechatmp": "wechat",
    "smsgw": "sms/send", "webhook": "sms/send",
}  # fmt: skip
OIDC = "canaryD/oidc+secret"
WRONG = {"name": "x", "secret": "canaryE with a blank", "account": "a", "place": "p"}
CANARY = re.compile(r"canary[0-9A-Z]")
TELLING = (
    "/api/channels", "/api/system", "/api/sign-in-services/details", "/api/deliveries/failed", "/readyz",
    "/api/organisation/changes", "/api/sign-ins", "/openapi.json", "/sign-in", "/none", "/api/none",
)  # fmt: skip


@pytest.fixture
def vendors(tmp_path: Path) -> Iterator[Exchange]:
    with running_vendors(tmp_path / "messages.jsonl") as exchange:
        yield exchange


class Talk:
    """Somebody's programs at the web; keeps everything the web ever answered, but what it tells once on purpose."""

    def __init__(self, house: House) -> None:
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{house.port}", timeout=60)
        self.said: list[str] = []
        self.secrets: set[str] = set()

    def ask(
        self, method: str, path: str, token: str = "", *, quietly: bool = False, **more: Any
    ) -> httpx2.Response:
        self.client.cookies.clear()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = self.client.request(method, path, headers=headers, **more)
        self.said += [] if quietly else [answer.text, str(answer.headers)]
        return answer

    def close(self) -> None:
        self.client.close()

    def sign_in(self, login: str, **more: str) -> str:
        said = {"login": login, "password": PASSWORD, **more}
        answer = self.ask("POST", "/api/session", quietly=True, json=said)
        assert answer.status_code == 200, answer.text
        token = str(answer.json()["token"])
        self.secrets.add(token)
        return token


@pytest.fixture
def house(world: World, prefect: PrefectServer, tmp_path: Path) -> Iterator[House]:
    world.store.keys = Keyring([KEY])
    with world.store.engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET password_hash = :hash"), {"hash": hash_password(PASSWORD)}
        )
    house = House(world)
    url = world.store.engine.url.render_as_string(hide_password=False)
    with smtp_sink() as ours:
        house.environment |= {
            "BIHUAN_DATABASE_URL": url,
            "BIHUAN_DATA": str(tmp_path),
            VARIABLE: KEY,
            "BIHUAN_NOTIFY_ALLOW_LOOPBACK": "yes",
            "BIHUAN_NOTIFY_PACE": "none",
            "BIHUAN_NOTIFY_SMTP_URL": f"mailto://u:{OUR_MAIL}@127.0.0.1:{ours.port}?mode=insecure&from=b@b.invalid",
            **prefect.settings,
            "PREFECT_HOME": os.environ["PREFECT_HOME"],
            "PREFECT_LOGGING_LEVEL": "DEBUG",
            "PREFECT_LOGGING_EXTRA_LOGGERS": "apprise,notifications,flows,domain,httpcore2,sqlalchemy",
        }
        with closing(house):
            yield house


def start(house: House, program: str) -> None:
    """As the house does, but loud."""
    with house.log.open("ab") as log:
        house.running[program] = subprocess.Popen(
            [sys.executable, "-m", "tests.flows.loud", program],
            env=house.environment,
            cwd=Path(__file__).parents[2],
            stdout=log,
            stderr=log,
        )


def set_up(talk: Talk, admin: str, vendors: Exchange) -> dict[str, int]:
    """Every kind of channel; its id by its kind."""
    found = {}
    for kind, said in CHANNELS.items():
        with_place = {"place": "127.0.0.1:9", **said} if kind == "mail" else said
        base = {} if kind == "mail" else {"base_url": f"{vendors.server.url}/{VENDOR[kind]}"}
        answer = talk.ask(
            "POST", "/api/channels", admin, json={"kind": kind, "name": kind, **base, **with_place}
        )
        assert answer.status_code == 201, answer.text
        found[kind] = int(answer.json()["id"])
    assert talk.ask("POST", "/api/channels", admin, json={"kind": "dingwork", **WRONG}).status_code == 422
    assert talk.ask("PUT", f"/api/channels/{found['dingwork']}", admin, json=WRONG).status_code == 422
    pasted = f"https://oapi.dingtalk.com/robot/send?access_token=canaryFpasted&x={'y' * 400}"
    assert talk.ask("POST", "/api/channels/paste", admin, json={"address": pasted}).status_code == 422
    return found


def signing_in(talk: Talk, admin: str, vendors: Exchange) -> None:
    """Wrong and right passwords, a second factor, and a service whose secret is really sent."""
    for wrong in (f"{PASSWORD}-canaryG", ""):
        said = {"login": "nurse1", "password": wrong, "code": "canaryH"}
        assert talk.ask("POST", "/api/session", json=said).status_code in (401, 422)
    fixer = talk.sign_in("fixer1")
    proof = {"password": PASSWORD}
    told = talk.ask("POST", "/api/me/second-factor", fixer, quietly=True, json=proof).json()
    talk.secrets |= {told["secret"], told["address"]}
    codes = pyotp.TOTP(told["secret"])
    done = talk.ask("POST", "/api/me/second-factor/confirm", fixer, quietly=True, json={"code": codes.now()})
    talk.secrets |= set(done.json()["codes"])
    assert talk.ask("POST", "/api/me/second-factor/remove", fixer, json={"code": "000000"}).status_code >= 400
    base = f"{vendors.server.url}/oidc"
    said = {
        "kind": "oidc",
        "name": "统一认证",
        "client_id": "bihuan-client",
        "secret": OIDC,
        "base_url": base,
    }
    answer = talk.ask("POST", "/api/sign-in-services", admin, json=said)
    assert answer.status_code == 201, answer.text
    way = f"/sign-in/with/{answer.json()['id']}"
    went = talk.ask("GET", way, follow_redirects=False)
    state = parse_qs(urlsplit(went.headers["location"]).query)["state"][0]
    back = f"/sign-in/back/{answer.json()['id']}?state={state}&code=canaryI"
    cookies = "; ".join(f"{name}={value}" for name, value in went.cookies.items())
    assert talk.client.get(back, headers={"Cookie": cookies}).status_code >= 400
    assert "/oidc/token" in " ".join(vendors.requests)


def everything_kept(url: Any) -> str:
    """Every row of every table of a database, as text."""
    with connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [connection.execute(f'SELECT t::text FROM "{name}" t').fetchall() for (name,) in names]
    return "\n".join(str(row[0]) for each in rows for row in each)


def finished(world: World, number: int) -> bool:
    with world.store.engine.connect() as connection:
        asked = text("SELECT count(*) FROM attempt WHERE outcome IS NOT NULL AND lease IS NULL")
        return int(connection.execute(asked).scalar_one()) >= number


def sends(house: House, world: World, prefect: PrefectServer, talk: Talk, vendors: Exchange) -> None:
    """Everything that has a secret is used, well and badly, and every page that tells of it is read."""
    start(house, "flows")
    world.report("nurse1", "2026-11-02 09:00")
    eventually(lambda: finished(world, 1))  # by the settings' own mail server: there is no other way yet
    admin = talk.sign_in("admin")
    channels = set_up(talk, admin, vendors)
    signing_in(talk, admin, vendors)
    vendors.fault(Kind.ERRCODE, "/wecom/cgi-bin/gettoken", number=40001, words="canary8/corp+s is wrong")
    vendors.fault(Kind.HTML, "/dingtalk/gettoken")
    vendors.fault(Kind.RESET, "/sms", times=2)
    for kind, channel in channels.items():
        to = {"to": "13800000001" if kind == "smsgw" else "he@bihuan.invalid"}
        assert talk.ask("POST", f"/api/channels/{channel}/trial", admin, json=to).status_code == 202
    eventually(lambda: finished(world, 1 + len(channels)))
    eventually(lambda: prefect.runs("deliver_notices", "COMPLETED"))
    for path in TELLING:
        talk.ask("GET", path, admin)


def test_no_credential_is_in_any_log_row_answer_or_report(
    world: World, house: House, prefect: PrefectServer, vendors: Exchange, tmp_path: Path
) -> None:
    start(house, "api")
    eventually(house.answers)
    with closing(Talk(house)) as talk:
        sends(house, world, prefect, talk, vendors)
    doctor = subprocess.run(
        [
            sys.executable,
            "-m",
            "deploy",
            "doctor",
            "--data",
            str(tmp_path),
            "--prefect-port",
            str(prefect.port),
        ],
        env=house.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "应答正常" in doctor.stdout, doctor.stderr
    for program in list(house.running):
        house.kill(program)
    places = {
        "web and worker": house.log.read_text(),
        "Prefect's log": (prefect.home / "server.log").read_text(),
        "Prefect's database": everything_kept(prefect.database),
        "our database": everything_kept(world.store.engine.url),
        "answers": "\n".join(talk.said),
        "doctor": doctor.stdout + doctor.stderr,
    }
    assert "SELECT" in places["web and worker"], "loud indeed"
    assert "deliver_notices" in places["Prefect's database"]
    hidden = set().union(*map(forms_of, {*talk.secrets, OIDC, PASSWORD, KEY, databases.PASSWORD, OUR_MAIL}))
    for place, said in places.items():
        assert [form for form in hidden if form in said] == [], place
        assert [
            said[max(0, found.start() - 200) : found.end() + 40] for found in CANARY.finditer(said)
        ] == [], place
