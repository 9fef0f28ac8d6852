"""A canary reports; then every page, answer, message, export, refusal and log is searched, and compared.

Absence gives away as much as a name: everybody else must read the same, letter by letter, when a colleague reported.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from httpx2 import Response
from sqlalchemy import Engine, insert, select, text
from starlette.testclient import TestClient

from api.pages.install import ROUTERS
from deploy.demo.county.organisation import reach_everybody
from domain.commands import PRESSED_BY_PEOPLE
from domain.tables.core import CHANNEL
from notifications.delivery import deliver
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests import databases
from tests.api.canary import CANARY, OWN, SECRETS, WORDS, Planted, plant
from tests.api.site import Site, build, open_site
from tests.notifications.sinks import Inbox, http_sink
from tests.world import build as build_world, on

READERS = ("officer1", "office")
EVERY_READER = (*READERS, "admin", "dept1", "chief1", "officer2")
OUTSIDERS = ("officer2", "admin")
"""Who have no case of the unit to read: they ask for what is of no hazard."""
THE_TEAM = ("office",)
"""经办 reads what was reported; it is not told by whom."""
COLLEAGUE = "fixer1"
HERE = re.compile(r"\{(hazard|ref)\}")
NOT_READ = ("/static", "/sign-out", "/sw.js", "/openapi.json", "/docs", "/api/lifecycle", "/api/sign-ins")


def machine_moments() -> re.Pattern[str]:
    """Yesterday, today and tomorrow as pages and answers write them; legal time stands elsewhere."""
    days = [datetime.now(UTC) + timedelta(days=n) for n in (-1, 0, 1)]
    shown = "|".join(f"{day.month}月{day.day}日" for day in days)
    written = "|".join(f"{day:%Y-%m-%d}" for day in days)
    return re.compile(rf"(?:{shown}) \d\d:\d\d|(?:{written})T[\d:.]+Z")


API: list[str] = []
MACHINE = (
    (re.compile(r"http://127\.0\.0\.1:\d+|127\.0\.0\.1:\d+"), "SINK"),
    (machine_moments(), "TIME"),
    (re.compile(r'"expires_at":"[^"]*"'), "LATER"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "HASH"),
    (re.compile(r"h[2-9a-hjkmnp-z]{9}\b"), "REF"),
    (re.compile(r"\b[A-Z2-7]{4}(?:-\s*[A-Z2-7]{4}){3}\b"), "CODE"),
    (re.compile(r'name="_csrf" value="[^"]*"'), "TOKEN"),
    (re.compile(r'name="_key" value="[^"]*"|value="[^"]*" name="_key"|nonce-[\w-]+|nonce="[^"]*"'), "KEY"),
)  # fmt: skip


REACHED_BY = text("""
    INSERT INTO reach (person_id, channel_id, address, position, active)
    SELECT id, CASE WHEN key = ANY(:two) THEN :bad ELSE :good END, id::text, 1, true FROM person
""")


@contextmanager
def county(engine: Engine, folder: Path, inbox: Inbox) -> Iterator[Site]:
    """An empty county behind the API; the two colleagues' phones answer nothing but errors."""
    world = build_world(engine, folder)
    with engine.begin() as connection:
        sink = inbox.url.replace("json", "http", 1)
        reach_everybody(connection, f"{sink}/ok")
        kept = dict(connection.execute(select(CHANNEL)).mappings().one())
        kept |= {"id": kept["id"] + 1, "name": "坏的", "base_url": f"{sink}/500"}
        connection.execute(insert(CHANNEL).values(**kept))
        connection.execute(
            REACHED_BY, {"two": [CANARY, COLLEAGUE], "good": kept["id"] - 1, "bad": kept["id"]}
        )
    holder: dict[str, Site] = {}
    app = build(world, holder)
    with TestClient(app, base_url="https://testserver") as client:
        holder["site"] = open_site(world, client, app)
        for who in (CANARY, COLLEAGUE, *EVERY_READER):
            holder["site"].token(who)
        yield holder["site"]


def send_everything(site: Site, moment: str) -> None:
    settings = NotifySettings(public_url="https://bihuan.example", allow_loopback=True)
    site.world.sweep(moment)
    deliver(site.world.store, AppriseSender(settings, seconds=2), at=on(moment), settings=settings)


def of_the_api(site: Site) -> tuple[str, ...]:
    """The addresses of the API that are read; written down once, since both houses have the same."""
    if not API:
        API.extend(path for path, verbs in site.app.openapi()["paths"].items() if "get" in verbs)
    return tuple(API)


def addresses(site: Site, planted: Planted) -> Iterator[str]:
    """Every GET there is, API and pages, with every hazard, form and photo in its place."""
    found = list(of_the_api(site))
    found += [
        route.path for router in ROUTERS for route in router.routes if "GET" in getattr(route, "methods", ())
    ]
    searched = {"nurse1": "", "配电间": "", WORDS[:6]: "", OWN[:6]: ""}
    found += [f"/api/hazards?q={word}" for word in searched] + ["/hazards?q=纸箱", "/api/hazards?unit=001"]
    found += [
        "/h/{hazard}/register",
        "/h/{hazard}/give_back",
        "/h/{hazard}/report_up",
        "/h/{hazard}/close_on_spot",
    ]
    for path in dict.fromkeys(found):
        if path.startswith(NOT_READ):
            continue
        for ref, digest in product(planted.refs.values(), planted.photos):
            filled = HERE.sub(ref, path).replace("{digest}", digest)
            filled = re.sub(r"\{(unit|code|name)[^}]*\}", "001", filled).replace("{person}", CANARY)
            yield re.sub(r"\{[^}]*\}", "1", filled.replace("{key}", CANARY))


def requests(site: Site, planted: Planted, readers: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """(reader, method, address): all there is to read, then every button pressed with nothing filled in."""
    about = (*planted.refs.values(), *planted.photos)
    for address, who in product(dict.fromkeys(addresses(site, planted)), readers):
        if who not in OUTSIDERS or not any(one in address for one in about):
            yield who, "GET", address
    for who, name, action in product(("officer1", "office"), ("registered", "waiting"), PRESSED_BY_PEOPLE):
        if action != "report":
            yield who, "POST", f"/api/hazards/{planted.refs[name]}/actions/{action}"


def everything_read(
    site: Site, planted: Planted, readers: tuple[str, ...]
) -> dict[tuple[str, str, str], str]:
    """(reader, method, address) -> what was answered, without what only the machine's clock and dice say."""
    found = {}
    for who, method, address in requests(site, planted, readers):
        body: dict[str, Any] = {"json": {}} if method == "POST" else {"follow_redirects": False}
        answer = site.ask(who, method, address, **body)
        said = f"{answer.status_code} {answer.headers.get('location', '')} {text_of(answer)}"
        found[who, method, as_any(address, planted)] = as_any(said, planted)
    return found


def text_of(answer: Response) -> str:
    """What stands in an answer; of a workbook, in its sheets; of a PDF, on its pages."""
    if answer.content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(answer.content)
        return " ".join(page.get_textpage().get_text_bounded() for page in pages)
    if not answer.content.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as book:
        return " ".join(book.read(name).decode(errors="replace") for name in sorted(book.namelist()))


def as_any(said: str, planted: Planted) -> str:
    """The same whatever refs, keys and moments the machine gave this time."""
    for name, ref in planted.refs.items():
        said = said.replace(ref, f"<{name}>")
    for pattern, word in MACHINE:
        said = pattern.sub(word, said)
    return said


@pytest.mark.parametrize("readers", [READERS, pytest.param(EVERY_READER, marks=pytest.mark.exhaustive)])
def test_nobody_can_work_out_who_reported(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture, readers: tuple[str, ...]
) -> None:
    caplog.set_level(logging.INFO)
    runs, messages, team = [], [], set[int]()
    for reporter in (CANARY, COLLEAGUE):
        databases.empty(engine)  # a new database has counted one version less
        with http_sink() as inbox, county(engine, tmp_path / reporter, inbox) as site:
            planted = plant(site, reporter)
            send_everything(site, "2026-11-03 12:00")
            send_everything(site.at("2026-11-14 10:00"), "2026-11-14 10:00")
            runs.append(everything_read(site, planted, readers))
            team = {site.world.people[who] for who in ("office", "office2", "leader", "head")}
            two = {site.world.people[who] for who in (CANARY, COLLEAGUE)}
            messages.append(sorted(sent_to_others(inbox, planted, two)))
    by_canary, by_colleague = runs
    told = {place: told_apart(said, by_colleague.get(place, "")) for place, said in by_canary.items()}
    assert {place: apart for place, apart in told.items() if apart} == {}
    assert messages[0] == messages[1]
    assert len(messages[0]) > 10
    found = {
        place: word
        for place, said in by_canary.items()
        for word in SECRETS
        if place[0] not in THE_TEAM and word in said
    }
    assert found == {}
    to_units = [said for to, said in messages[0] if to not in team]
    assert [word for word in SECRETS if word in caplog.text or word in str(to_units)] == []
    assert to_units
    assert len(by_canary) > 170 * len(readers)
    assert WORDS in by_canary["office", "GET", "/api/hazards/<registered>/journal"]
    assert by_canary["officer1", "GET", "/api/hazards/<registered>"].startswith("200")
    assert by_canary["officer1", "GET", "/api/hazards/<waiting>"].startswith("404")


def told_apart(one: str, other: str) -> str:
    """Where two answers begin to differ, with what stands around it; nothing when they are the same."""
    if one == other:
        return ""
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(0, at - 80) : at + 80]} <> {other[max(0, at - 20) : at + 80]}"


def sent_to_others(inbox: Inbox, planted: Planted, two: set[int]) -> Iterator[tuple[int, str]]:
    """(person, what came to their phone), without the two whose phones fail."""
    for path, payload in inbox.received:
        to = int(path.rpartition("/")[2])
        if to not in two:
            yield to, as_any(f"{path} {payload}", planted)
