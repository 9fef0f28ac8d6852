"""Who sees what: the reporter is named to nobody, another hospital's hazards are not there, strangers see nothing."""

import logging
import re
from collections.abc import Iterator
from itertools import product

import pytest
from sqlalchemy import select, text

from deploy.demo.county.organisation import reach_everybody
from domain.hazard.forms.kinds import FormKind
from domain.tables.core import ATTEMPT, INCIDENT, JOURNAL, NOTICE
from notifications.delivery import deliver
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.api.site import IN_OWN_WORDS, Site, picture
from tests.notifications.sinks import Inbox, http_sink
from tests.world import PEOPLE, on

CHECK = "/api/papers/check/{code}"
PUBLIC = {
    "/healthz",
    "/readyz",
    "/seen",
    "/api/lifecycle",
    "/api/lifecycle.bpmn",
    "/api/categories",
    "/openapi.json",
    "/api/criteria",
    "/api/sign-in-services",
}
# What would give the reporter away: name, key, login, telephone, mail.
CANARY = ("金丝雀", "canary-7f3a", "nurse1", "13900007777")
AS_A_CANARY = text(
    "UPDATE person SET key = 'canary-7f3a', name = '金丝雀', phone = '13900007777',"
    " email = 'canary-7f3a@bihuan.invalid' WHERE id = :id"
)
EVERYBODY_ELSE = tuple(who for who in PEOPLE if who != "nurse1")
SOME = ("officer1", "fixer1", "officer2", "leader")
OTHERS = ["officer2", "fixer2", "chief2", "clinic1", "clinic2", "expert", "admin"]


@pytest.fixture
def inbox(site: Site) -> Iterator[Inbox]:
    """A receiver to which everybody's messages go."""
    with http_sink() as inbox:
        with site.world.store.engine.begin() as connection:
            reach_everybody(connection, inbox.url.replace("json", "http", 1) + "/ok")
            connection.execute(
                text(
                    "INSERT INTO reach (person_id, channel_id, address, position, active)"
                    " SELECT person.id, channel.id, person.id::text, 1, true FROM person, channel"
                )
            )
            connection.execute(AS_A_CANARY, {"id": site.world.people["nurse1"]})
        yield inbox


def send_everything(site: Site, inbox: Inbox, moment: str) -> None:
    settings = NotifySettings(public_url="https://bihuan.example", allow_loopback=True)
    site.world.sweep(moment)
    deliver(site.world.store, AppriseSender(settings, seconds=2), at=on(moment), settings=settings)
    assert inbox.received


def days_of_neglect(site: Site, inbox: Inbox) -> list[str]:
    """What nurse1 reported: at their unit, suspected, past their unit, fixed at once; handled, refused, left alone."""
    plain = site.report("nurse1", department="001-01")
    suspected = site.report("nurse1", suspected_major=True)
    direct = site.report("nurse1", suspected_major=True, addressed_to="authority")
    on_spot = site.report("nurse1", fixed={"photos": [site.upload("nurse1", "blue")], "fixer": "fixer1"})
    dismissed = site.report("nurse1", place="食堂后厨")
    site.press("officer1", dismissed, "dismiss", reason="no_hazard", checked="现场查看")
    site.press("nurse1", dismissed, "report_up", reason="确有隐患")
    site.press("officer1", on_spot, "close_on_spot")
    assign = {"to": "fixer1", "measures": "清理", "due": "2026-11-09"}
    site.press("officer1", plain, "register", assign=assign)
    graded = {"criterion": "判定清单第三项", "panel": ["office"], "interim": "专人看守", **IN_OWN_WORDS}
    site.press("leader", direct, "upgrade", **graded)
    site.press("fixer1", plain, "accept")
    for day in ("2026-11-04", "2026-11-10", "2026-11-13", "2026-11-18", "2026-12-12"):
        send_everything(site, inbox, f"{day} 12:00")
    site.at("2026-12-12 13:00")
    photos = [site.upload("fixer1", "green")]
    site.press("fixer1", plain, "submit", result="已清理", photos=photos)
    site.press("officer1", plain, "pass", opinion="合格")
    site.press("deputy1", plain, "approve_closure")
    send_everything(site, inbox, "2026-12-12 14:00")
    return [plain, suspected, direct, on_spot, dismissed]


ANY_OTHER = re.compile(r"\{(channel|code|task|seq|ref|template)\}")
NAMED = {"{name}": "annex_003", "{kind}": str(FormKind.MAJOR_REPORT)}
DIRECTORY = ("/api/units", "/api/people", "/api/organisation", "/api/sign-ins", "/api/me/security")


def every_address(site: Site, refs: list[str], photos: list[str]) -> list[str]:
    """Every GET of the API, with every hazard and photo in its place; who works where is no secret of reports."""
    every = [path for path, verbs in site.app.openapi()["paths"].items() if "get" in verbs]
    paths = [ANY_OTHER.sub("1", path) for path in every if not path.startswith(DIRECTORY)]
    for placeholder, value in NAMED.items():
        paths = [path.replace(placeholder, value) for path in paths]
    paths += ["/openapi.json", "/", "/notices", "/h/{hazard}"]
    filled = [path.replace("{hazard}", ref) for path, ref in product(paths, refs)]
    filled = [path.replace("{digest}", photo) for path, photo in product(filled, photos)]
    listed = [f"/api/hazards?limit=200&order={order}" for order in ("newest", "due")]
    assert not any("{" in path for path in filled)
    sheets = [
        f"{room}/{ref}/papers/{paper['seq']}"
        for ref in refs
        for paper in site.get("head", f"/api/hazards/{ref}")["papers"]
        for room in ("/api/hazards", "/h")
    ]
    return [*dict.fromkeys(filled), *listed, *sheets]


def gives_away(words: str) -> list[str]:
    return [word for word in CANARY if word in words]


@pytest.mark.parametrize("readers", [SOME, pytest.param(EVERYBODY_ELSE, marks=pytest.mark.exhaustive)])
def test_nothing_anybody_reads_names_the_reporter(
    site: Site, inbox: Inbox, caplog: pytest.LogCaptureFixture, readers: tuple[str, ...]
) -> None:
    caplog.set_level(logging.INFO)
    refs = days_of_neglect(site, inbox)
    photos = site.get("head", f"/api/hazards/{refs[0]}")["photos"]["before"]
    addresses = every_address(site, refs, photos)
    assert len(addresses) > 20
    seen = 0
    for who in readers:
        for address in addresses:
            answer = site.ask(who, "GET", address)
            seen += answer.status_code == 200
            assert gives_away(answer.content.decode(errors="replace")) == [], (who, address)
            assert gives_away(str(answer.headers)) == [], (who, address)
    assert seen > 100
    assert gives_away(caplog.text) == []
    assert site.get("nurse1", "/api/me")["name"] == "金丝雀"
    mine = site.get("nurse1", f"/api/hazards/{refs[0]}/journal")["items"][0]
    assert (mine["who"], site.get("officer1", f"/api/hazards/{refs[0]}/journal")["items"][0]["who"]) == (
        "金丝雀",
        "上报人",
    )


def test_no_message_and_no_record_of_one_names_the_reporter(site: Site, inbox: Inbox) -> None:
    days_of_neglect(site, inbox)
    assert len(inbox.received) > 20
    for _, payload in inbox.received:
        assert gives_away(str(payload)) == []
    with site.world.store.engine.connect() as connection:
        for column in (NOTICE.c.data, ATTEMPT.c.outcome, INCIDENT.c.detail, JOURNAL.c.data):
            for value in connection.execute(select(column)).scalars():
                assert gives_away(str(value)) == [], column


def test_a_refusal_does_not_name_the_reporter_either(site: Site, inbox: Inbox) -> None:
    assert not inbox.received
    ref = site.report("nurse1")
    for who, action in product(
        ("officer1", "fixer1", "office", "head"), ("report_up", "close_on_spot", "dismiss", "void")
    ):
        answer = site.try_press(who, ref, action, version=0)
        assert gives_away(answer.text) == [], (who, action)
    stale = site.try_press("officer1", ref, "register", version=99)
    assert (stale.json()["code"], stale.json()["won_by"]) == ("stale", "上报人")


@pytest.mark.parametrize("who", OTHERS)
def test_what_is_another_hospitals_is_not_there(site: Site, who: str) -> None:
    photo = site.upload("nurse1")
    ref = site.report("nurse1", photos=[photo])
    number = site.press("officer1", ref, "register")["number"]
    for name, part in product((ref, number), ("", "/actions", "/journal", "/clocks")):
        assert site.ask(who, "GET", f"/api/hazards/{name}{part}").status_code == 404
    assert site.ask(who, "GET", f"/api/evidence/{photo}").status_code == 404
    assert site.try_press(who, ref, "urge").status_code == 404
    assert site.get(who, "/api/me/tasks")["items"] == []
    for wanted in (
        {}, {"state": "registered"}, {"unit": "001"}, {"unit": "000"}, {"unit": "001-01"}, {"level": "general"},
        {"line": "unit"}, {"category": "01"}, {"overdue": False}, {"listed": False}, {"q": "走道"}, {"q": ref},
        {"q": number}, {"found_from": "2026-01-01"}, {"found_to": "2027-01-01"}, {"order": "due", "limit": 200},
    ):  # fmt: skip
        assert site.get(who, "/api/hazards", **wanted)["items"] == [], wanted


def test_a_colleague_without_a_post_sees_what_concerns_them_and_no_more(site: Site) -> None:
    ref = site.report("nurse1")
    assert site.ask("fixer1", "GET", f"/api/hazards/{ref}").status_code == 404
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理"})
    assert site.get("fixer1", f"/api/hazards/{ref}")["ref"] == ref


def test_without_a_sign_in_every_address_is_closed_but_the_public_ones(site: Site) -> None:
    ref, photo = site.report("nurse1"), site.upload("nurse1")
    closed = 0
    for path, verbs in site.app.openapi()["paths"].items():
        address = path.replace("{hazard}", ref).replace("{digest}", photo)
        for verb in verbs:
            if (path in PUBLIC and verb == "get") or (path, verb) == ("/api/session", "post"):
                continue
            if path == CHECK:  # for whoever holds a paper: of any other code nothing is known
                assert site.client.get(address).json()["code"] == "not_found"
                continue
            answer = site.client.request(verb.upper(), address)
            assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in"), (verb, path)
            closed += 1
    assert closed > len(PUBLIC) + 40
    for path in PUBLIC:
        assert site.client.get(path).status_code == 200


def test_a_photo_is_seen_by_those_who_see_its_hazard_and_without_the_place_it_was_taken(site: Site) -> None:
    photo = site.upload("nurse1")
    assert site.ask("officer1", "GET", f"/api/evidence/{photo}").status_code == 404
    site.report("nurse1", photos=[photo])
    own = site.ask("nurse1", "GET", f"/api/evidence/{photo}?original=true")
    shown = site.ask("officer1", "GET", f"/api/evidence/{photo}")
    assert (own.status_code, shown.status_code) == (200, 200)
    assert own.content == picture() != shown.content
    for answer in (own, shown):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
