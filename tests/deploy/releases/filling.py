"""Fills a database as use would: the demonstration's county, every scene, the organisation's acts, sign-ins."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image
from sqlalchemy import Connection, Engine, Row, func, insert, update
from starlette.testclient import TestClient

from api.app import build_app
from deploy.demo import seed as seeding
from deploy.demo.county import read_county
from deploy.demo.county.channels import choose_for_everybody, open_channels
from deploy.demo.county.sign_in import open_sign_in
from deploy.demo.drawings import drawing
from deploy.terminal import say
from domain.audit.anchors import cast_anchor
from domain.cases.perform import advance, perform
from domain.commands import Command, Report
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.evidence.files import keep
from domain.incidents import open_incident
from domain.organisation import commands as c
from domain.organisation.writer import change_organisation
from domain.queries import due
from domain.store.base import Store
from domain.store.saved_views import save_view
from domain.tables.core import ACCOUNT, ATTEMPT, NOTICE, NOTICE_OWED
from domain.words import Line, PaperKind, Role
from tests import scenes
from tests.stage import Stage
from tests.world import AFTER, BEFORE, on

SECRET = "the invented installation whose rows are kept here"
"""What seals its secrets, in place of a key file."""
NOW = "2026-11-29 10:00"
PASSWORD = "bihuan-demo"
PAPERS = (
    (Line.UNIT, PaperKind.INTERNAL_ORDER),
    (Line.AUTHORITY, PaperKind.SUPERVISION_LETTER),
    (Line.MAJOR, PaperKind.SUPERVISION_LETTER),
)
Said = tuple[str, str, tuple[Command, ...]]


def fill(engine: Engine, folder: Path) -> None:
    """Everything, in the order in which it would happen; legal time is `NOW`."""
    store = Store(engine, folder / "evidence")
    with patch.object(seeding, "drawing", small):
        seeding.seed(engine, store.evidence)
    county = read_county()
    with engine.begin() as connection:
        people = dict(connection.exec_driver_sql("SELECT key, id FROM person").tuples().all())
        choose_for_everybody(connection, county.people, open_channels(connection, store.keys, 8025, 2525))
        open_sign_in(connection, store.keys, 8025, 2525)
    for life in lives():
        live(store, people, life)
    let_the_clock_catch_up(store)
    organise(store, Actor(people["admin"]))
    browse(store)
    remember(store, people)
    for day in ("2026-11-27 00:20", "2026-11-28 00:20"):
        cast_anchor(store, on(day))
    live(store, people, next(lives()))
    let_the_clock_catch_up(store)


def small(key: str, *, clear: bool) -> BytesIO:
    """The demonstration's drawing, small enough to be kept a hundred times."""
    file = BytesIO()
    Image.open(drawing(key, clear=clear)).resize((64, 48)).save(file, "JPEG", quality=50)
    file.seek(0)
    return file


def lives() -> Iterator[list[Said]]:
    """The presses of every scene of the tests, each scene a hazard of its own."""
    more = [
        lambda: scenes.long_term(Line.MAJOR),
        *(lambda line=line: scenes.with_a_filed_plan(line) for line in (Line.AUTHORITY, Line.MAJOR)),
        *(lambda line=line: scenes.with_a_request(line) for line in Line),
        *(
            lambda line=line, kind=kind, n=n: scenes.with_a_paper(line, kind, n)
            for line, kind in PAPERS
            for n in range(3)
        ),
        lambda: scenes.fixed_on_the_spot("nurse1"),
        scenes.proposed_for_listing,
        scenes.listed,
        scenes.lifting,
    ]
    with patch.object(scenes, "Stage", Diary):
        played = [play() for play in (*scenes.SCENES.values(), *more)]
    yield from (diary.said for diary in played if isinstance(diary, Diary))


@dataclass
class Diary(Stage):
    """A stage that remembers what was pressed, so that it can be pressed again in a database."""

    said: list[Said] = field(default_factory=list)

    def report(self, who: str, at: str, **more: object) -> Stage:
        words = {"unit": "001", "place": f"住院楼{at[-2:]}层", "category": "01", "photos": [BEFORE]}
        report = Report.model_validate(words | {"description": "走道堆放病床3张"} | more)
        self.said.append((at, who, (report,)))
        return super().report(who, at, **more)

    def press(self, who: str, at: str, *commands: Command) -> Stage:
        self.said.append((at, who, commands))
        return super().press(who, at, *commands)


def live(store: Store, people: dict[str, int], said: list[Said]) -> None:
    """Press a scene's buttons on a hazard of the database, until the county's own rules refuse one."""
    ref: str | None = None
    n = len(list(store.evidence.rglob("*")))
    mine = {BEFORE: f"scene {n}", AFTER: f"scene {n}"}
    for at, who, commands in said:
        by = Actor(people[who])
        meant = [_with_own_photos(store, each, by, on(at), mine) for each in commands]
        try:
            ref = perform(store, ref, *meant, by=by, at=on(at), key=f"{n} {at} {who}").ref
        except Refusal as refusal:
            say(f"{who} {commands[0].action}: {refusal}")
            return


def _with_own_photos(
    store: Store, command: Command, by: Actor, at: datetime, mine: dict[str, str]
) -> Command:
    text = command.model_dump_json(exclude_unset=True)
    for photo in set(command.photos_shown()):
        real = keep(store, small(mine[photo], clear=photo == AFTER), by=by, at=at).hash
        text = text.replace(photo, real)
    return type(command).model_validate_json(text)


def let_the_clock_catch_up(store: Store) -> None:
    """What was due by now happens, each at its own moment."""
    with store.engine.connect() as connection:
        owed = due(connection, on(NOW), limit=1000)
    for row in owed:
        advance(store, row.id, at=on(NOW))


def organise(store: Store, by: Actor) -> None:
    """One of nearly every change of the organisation."""
    until = date(2026, 12, 20)
    acts: list[tuple[str | None, c.Change]] = [
        (None, c.CreateUnit(parent="001", unit_kind="department", code="001-77", name="理疗科")),
        (None, c.CreateUnit(parent="001", unit_kind="department", code="001-78", name="老年科")),
        ("001-77", c.RenameUnit(name="康复医学科", short_name="理疗科")),
        ("001-78", c.RetireUnit(reason="并入理疗康复科")),
        ("002", c.DescribeUnit(address="临澄县城关镇1号", staff_count=120)),
        (None, c.AddPerson(unit="001-77", name="沈某", key="kang1", phone="000-0000-7701", role=Role.STAFF)),
        (None, c.AddPerson(unit="001-77", name="韩某", key="kang2", login="kang2")),
        ("kang1", c.ChangePerson(email="kang1@bihuan.invalid")),
        ("kang1", c.GivePost(role=Role.DEPARTMENT_HEAD, unit="001-77")),
        ("kang1", c.CreateAccount(login="kang1")),
        ("kang2", c.ResetPassword(login="kang2")),
        ("kang2", c.DisableAccount(login="kang2")),
        ("kang2", c.EnableAccount(login="kang2")),
        ("kang2", c.MovePerson(unit="001-01")),
        ("kang2", c.Leave(reason="辞职")),
        ("fixer1", c.Delegate(delegate="nurse1", until=until, reason="外出学习")),
    ]
    for n, (target, change) in enumerate(acts):
        at = on("2026-11-20 09:00") + timedelta(minutes=n)
        try:
            change_organisation(store, target, change, by=by, at=at, key=f"organise {n}")
        except Refusal as refusal:
            say(f"{target} {change.act}: {refusal}")


def browse(store: Store) -> None:
    """Sign in, rightly and wrongly, with passwords that open real operation too."""
    with store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).values(public_demo=False))
    with TestClient(build_app(store, now=lambda: on(NOW)), base_url="https://bihuan.invalid") as client:
        for who, word in chain.from_iterable(
            [(each, PASSWORD), (each, "wrong-password")] for each in ("office", "officer1", "nurse1", "head")
        ):
            client.post("/api/session", json={"login": who, "password": word})
            client.cookies.clear()


def remember(store: Store, people: dict[str, int]) -> None:
    """Views somebody saved, messages that were tried, something to look at."""
    for name, query in (("超期", "overdue=true&order=due"), ("重大", "level=major"), ("找灯", "q=灯")):
        save_view(store, people["office"], name, query)
    with store.engine.begin() as connection:
        notices = connection.execute(NOTICE.select().order_by(NOTICE.c.id).limit(60)).all()
        for n, notice in enumerate(notices):
            _tried(connection, n, notice)
        connection.execute(NOTICE_OWED.delete().where(NOTICE_OWED.c.notice_id <= notices[-1].id))
        open_incident(connection, "overdue_pass", "deliver_notices", "投递停了 10 分钟")


def _tried(connection: Connection, n: int, notice: Row[Any]) -> None:
    """A message that arrived, one that did not, one answered before it went."""
    state = ("sent", "set_aside", "answered")[n % 3]
    tried: dict[str, Any] = {"person_id": notice.person_id, "notices": [notice.id], "channel_id": 1 + n % 5}
    tried |= {"state": state, "tries": 1 + n % 8, "finished_at": func.clock_timestamp()}
    tried |= {"outcome": "送达" if state == "sent" else "HTTP 503", "receipt": f"task-{n}", "reached": None}
    connection.execute(insert(ATTEMPT).values(**tried))
