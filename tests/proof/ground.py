"""What is tampered with: hazards of every kind, an organisation that changed, sign-ins, anchors; all in order."""

from collections.abc import Generator, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine, select

from deploy.verify import of_the_whole
from domain.audit.anchors import cast_anchor, stands
from domain.audit.cases import audit_clocks, verify_chains
from domain.audit.files import damaged_files, damaged_papers, damaged_templates
from domain.audit.first_seal import seal_what_stands
from domain.cases.perform import perform
from domain.directory.organisation import Actor
from domain.organisation import commands as c
from domain.organisation.writer import change_organisation
from domain.signing_in.record import Outcome, Whence, note
from domain.store.base import Store
from domain.tables.core import TASK, UNIT
from domain.task.opening import open_tasks
from domain.words import Line, PaperKind, State
from tests import scenes
from tests.deploy.releases.filling import Diary, Said, live
from tests.task.test_daily_patrol import ALL_WELL, switch
from tests.world import World, build, on

NOW = "2026-11-23 12:00"
PLAYED = (
    scenes.lifting,
    scenes.SCENES[Line.AUTHORITY, State.TRANSFERRED],
    scenes.SCENES[Line.UNIT, State.CLOSED],
    lambda: scenes.with_a_paper(Line.UNIT, PaperKind.INTERNAL_ORDER, 2),
    lambda: scenes.with_a_paper(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER, 1),
    lambda: scenes.with_a_request(Line.AUTHORITY),
)
SEALED_LATE = 2
"""So many of them stood already when everything was sealed."""


def prepare(engine: Engine, folder: Path) -> Store:
    """The county of the tests; two hazards older than the seals, the others sealed line by line."""
    world = build(engine, folder / "evidence")
    store, by = world.store, Actor(world.people["admin"])
    for n, said in enumerate(_lives()):
        if n == SEALED_LATE:
            seal_what_stands(store, on("2026-11-02 08:00"))
            _organise(store, by)
            cast_anchor(store, on("2026-11-02 23:00"))
        live(store, world.people, said)
    _patrol(world)
    world.sweep(NOW)
    with engine.begin() as connection:
        for outcome in (Outcome.SUCCESS, Outcome.WRONG_PASSWORD, Outcome.SIGNED_OUT):
            note(connection, 1, outcome, Whence("10.0.0.1", "手机"))
    cast_anchor(store, on(NOW))
    return store


def differences(store: Store, kept_outside: Sequence[str] = ()) -> Generator[str]:
    """All that verification finds, read with fresh eyes."""
    fresh = Store(store.engine, store.evidence)
    for found in chain(verify_chains(fresh), audit_clocks(fresh, on(NOW), timedelta(hours=1))):
        yield f"{found.ref} {found.kind}: {found.detail}"
    with fresh.engine.connect() as connection:
        yield from of_the_whole(connection)
        yield from (code for code in kept_outside if not stands(connection, code))
    yield from damaged_files(fresh)
    yield from damaged_papers(fresh)
    yield from damaged_templates(fresh)


def _lives() -> Iterator[list[Said]]:
    with patch.object(scenes, "Stage", Diary):
        played = [play() for play in PLAYED]
    yield from (diary.said for diary in played if isinstance(diary, Diary))


def _patrol(world: World) -> None:
    """Two days of 每日巡查: one department goes round on the first, nobody on the second."""
    switch(world, "chief1", "2026-11-19 08:00")
    for day in ("2026-11-19", "2026-11-20"):
        assert open_tasks(world.store, on(f"{day} 08:30"))
    first = select(TASK.c.ref).join(UNIT, UNIT.c.id == TASK.c.department_id).order_by(TASK.c.id)
    with world.store.engine.connect() as connection:
        ref = str(connection.scalar(first.where(UNIT.c.code == "001-01")))
    perform(world.store, ref, ALL_WELL, by=world.actor("nurse1"), at=on("2026-11-19 10:00"))


def _organise(store: Store, by: Actor) -> None:
    acts: list[tuple[str | None, c.Change]] = [
        (None, c.CreateUnit(parent="001", unit_kind="department", code="001-77", name="理疗科")),
        ("002", c.DescribeUnit(address="临澄县城关镇1号", staff_count=120)),
        (None, c.AddPerson(unit="001-77", name="沈某", key="kang1", login="kang1")),
        ("fixer2", c.ChangePerson(phone="000-0000-7702")),
        (
            "fixer1",
            c.Delegate(delegate="nurse1", until=date(2026, 12, 20), since=date(2026, 12, 1), reason="学习"),
        ),
    ]
    for target, change in acts:
        change_organisation(store, target, change, by=by, at=on("2026-11-02 08:30"))
