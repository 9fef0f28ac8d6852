"""The second wall: what the database itself refuses, in plain SQL and past every rule written in Python."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from domain.cases.steps import Act, Lifecycle, Step
from domain.commands import (
    Accept,
    AnswerMeasure,
    ApproveClosure,
    Assign,
    CloseOnSpot,
    Command,
    DeclineMeasure,
    GrantExtension,
    PaperCommand,
    Pass,
    ProposeMeasure,
    Register,
    RequestExtension,
    SendBack,
    ServeMeasure,
    SignMeasure,
    Submit,
    TakeOver,
)
from domain.errors import NotAllowed, WrongInput
from domain.tables.core import CASES
from domain.words import PaperKind
from tests.databases import administrator
from tests.world import AFTER, BEFORE, World

DAY = "2026-11-02"
TO_FIXER = Register(assign=Assign(to="fixer1", measures="清理", due=date(2026, 11, 20), helpers=["nurse1"]))


def refused(world: World, statement: str, **values: Any) -> str:
    """The SQLSTATE with which the database refuses, even a superuser; nothing of the statement stays."""
    with pytest.raises(DBAPIError) as caught, administrator(world.store.engine).begin() as connection:
        connection.execute(text(statement), values)
    return str(getattr(caught.value.orig, "sqlstate", ""))


def rectifying(world: World) -> str:
    ref = world.report("nurse1", f"{DAY} 09:00", department="001-01")
    world.press(ref, "officer1", f"{DAY} 09:10", TO_FIXER)
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept())
    return ref


def verifying(world: World) -> str:
    ref = rectifying(world)
    world.press(ref, "fixer1", f"{DAY} 09:30", Submit(result="已清理", photos=[AFTER]))
    return ref


def with_a_request(world: World) -> str:
    ref = rectifying(world)
    world.press(ref, "fixer1", f"{DAY} 09:30", RequestExtension(until=date(2026, 12, 4), reason="等配件"))
    return ref


def verified(world: World) -> str:
    ref = verifying(world)
    world.press(ref, "officer1", f"{DAY} 09:40", Pass(opinion="合格"))
    return ref


@pytest.fixture
def rules_asleep(monkeypatch: pytest.MonkeyPatch) -> None:
    """The table still finds its row, but nobody asks who presses and no guard is heard."""

    def decide(self: Lifecycle, case: Any, command: Command, act: Act) -> Step:
        return self._row(case, command.action, by_clock=act.actor.person_id is None)

    monkeypatch.setattr(Lifecycle, "decide", decide)


@pytest.mark.parametrize(
    "change",
    ["UPDATE journal SET data = '{}'", "UPDATE journal SET recorded_at = now()", "DELETE FROM journal"],
)
def test_a_written_line_is_neither_changed_nor_taken_away(world: World, change: str) -> None:
    ref = rectifying(world)
    before = world.journal(ref)
    assert refused(world, change) == "23001"
    assert world.journal(ref) == before


def test_a_hazard_is_never_deleted(world: World) -> None:
    rectifying(world)
    assert refused(world, "DELETE FROM hazard") == "23001"


def test_an_official_number_never_changes(world: World) -> None:
    ref = rectifying(world)
    for number in ("'500999-001-2026-99999'", "NULL"):
        assert refused(world, f"UPDATE hazard SET number = {number}") == "23001"
    assert world.hazard(ref).number == "500999-001-2026-00001"


def test_two_hazards_never_bear_one_number(world: World) -> None:
    rectifying(world)
    other = world.report("nurse1", f"{DAY} 10:00")
    number = "UPDATE hazard SET number = '500999-001-2026-00001' WHERE ref = :ref"
    assert refused(world, number, ref=other) == "23505"


def test_nothing_closes_unverified(world: World) -> None:
    ref = verifying(world)
    assert refused(world, "UPDATE hazard SET state = 'closed'") == "23514"
    assert refused(world, "UPDATE hazard SET state = 'closed', closing_kind = 'on_spot'") == "23514"
    assert world.hazard(ref).state == "verifying"


@pytest.mark.usefixtures("rules_asleep")
@pytest.mark.parametrize("who", ["fixer1", "nurse1", "clinic2"], ids=["fixer", "helper", "delegate"])
@pytest.mark.parametrize(
    ("begin", "command"),
    [
        (verifying, Pass(opinion="合格")),
        (verifying, SendBack(reason="再改")),
        (verified, ApproveClosure()),
        (with_a_request, GrantExtension()),
    ],
    ids=["pass", "send back", "close", "grant"],
)
def test_whoever_fixed_it_decides_nothing_even_when_no_rule_of_ours_hears_them(
    world: World, begin: Any, command: Command, who: str
) -> None:
    ref = begin(world)
    world.delegate("fixer1", "clinic2", "2026-11-01 00:00", "2026-12-01 00:00")
    by_hand = "UPDATE hazard SET involved = involved || :who WHERE ref = :ref"
    with world.store.engine.begin() as connection:
        connection.execute(text(by_hand), {"who": [world.people["clinic2"]], "ref": ref})
    before = (world.hazard(ref), world.actions(ref))
    with pytest.raises(DBAPIError) as caught:
        world.press(ref, who, f"{DAY} 11:00", command)
    assert getattr(caught.value.orig, "sqlstate", "") == "23514"
    assert (world.hazard(ref), world.actions(ref)) == before


def with_two_papers(world: World) -> str:
    """The unit's 督办单 and the commission's 督办函, both on one hazard."""
    ref = rectifying(world)
    world.press(ref, "officer1", f"{DAY} 10:00", propose(PaperKind.INTERNAL_ORDER))
    world.press(ref, "office", f"{DAY} 10:00", TakeOver(reason="久拖不改"))
    world.press(ref, "office", f"{DAY} 10:01", propose(PaperKind.SUPERVISION_LETTER))
    return ref


def propose(kind: PaperKind) -> ProposeMeasure:
    return ProposeMeasure(kind=kind, because="逾期")


SERVED = ServeMeasure(received_by="院办")
LATER = date(2026, 12, 1)


def of(command: PaperCommand, paper: int) -> PaperCommand:
    return command.model_copy(update={"paper": paper})


def steps_of(world: World, ref: str) -> Iterator[tuple[str, str, PaperCommand]]:
    """(who may not, who may, the act on that paper), in the order in which the papers live."""
    order, letter = (paper.seq for paper in world.papers(ref))
    yield "leader", "deputy1", of(SignMeasure(), order)
    yield "deputy1", "leader", of(SignMeasure(), letter)
    yield "office", "officer1", of(SERVED, order)
    yield "officer1", "office", of(SERVED, letter)
    yield "officer1", "dept1", of(AnswerMeasure(answer="已部署"), order)
    yield "dept1", "officer1", of(AnswerMeasure(answer="已部署"), letter)


def test_whoever_acts_on_a_paper_is_asked_of_that_paper(world: World) -> None:
    ref = with_two_papers(world)
    for stranger, right, command in list(steps_of(world, ref)):
        with pytest.raises(NotAllowed):
            world.press(ref, stranger, f"{DAY} 11:00", command)
        world.press(ref, right, f"{DAY} 11:00", command)
        assert world.journal(ref)[-1].data["paper"] == command.paper


@pytest.mark.usefixtures("rules_asleep")
def test_the_database_too_asks_who_acts_of_the_paper_meant(world: World) -> None:
    ref = with_two_papers(world)
    for stranger, right, command in list(steps_of(world, ref)):
        before = (world.papers(ref), world.actions(ref))
        with pytest.raises(DBAPIError, match="not theirs"):
            world.press(ref, stranger, f"{DAY} 11:00", command)
        assert (world.papers(ref), world.actions(ref)) == before
        world.press(ref, right, f"{DAY} 11:00", command)


def test_a_paper_not_named_is_the_one_that_is_theirs(world: World) -> None:
    ref = with_two_papers(world)
    world.press(ref, "leader", f"{DAY} 11:00", SignMeasure())
    assert [paper.state for paper in world.papers(ref)] == ["proposed", "issued"]
    world.press(ref, "office", f"{DAY} 11:10", propose(PaperKind.CIRCULAR))
    world.press(ref, "office", f"{DAY} 11:10", propose(PaperKind.SUPERVISION_LETTER))
    with pytest.raises(WrongInput, match="指明一份"):
        world.press(ref, "leader", f"{DAY} 11:20", DeclineMeasure(reason="再看", look_again=LATER))


@pytest.mark.usefixtures("rules_asleep")
def test_whoever_put_it_right_at_once_does_not_close_it(world: World) -> None:
    ref = world.report("nurse1", f"{DAY} 09:00", fixed={"photos": [AFTER], "fixer": "fixer1"})
    with pytest.raises(DBAPIError) as caught:
        world.press(ref, "fixer1", f"{DAY} 09:30", CloseOnSpot())
    assert "neither verifies nor closes" in str(caught.value)
    assert world.hazard(ref).state == "reported"


def test_a_rung_fires_once_for_its_clock_and_term(world: World) -> None:
    ref = rectifying(world)
    world.sweep("2026-11-24 12:00")
    fired = [line for line in world.journal(ref) if line.clock]
    assert len(fired) > 3
    columns = "case_id, action, to_state, at, data, clock, since, rung, previous, hash"
    again = f"INSERT INTO journal (seq, {columns}) SELECT seq + 1000, {columns} FROM journal WHERE id = :id"
    for line in fired:
        assert refused(world, again, id=line.id) == "23505"


def test_a_case_is_named_with_its_first_row_and_keeps_its_kind_and_name(world: World) -> None:
    ref = rectifying(world)
    with world.store.engine.connect() as connection:
        named = connection.execute(select(CASES).where(CASES.c.ref == ref)).one()
    assert (named.id, named.kind) == (world.hazard(ref).id, "hazard")
    for statement in (
        "UPDATE cases SET ref = 'x' WHERE ref = :ref",
        "UPDATE cases SET kind = 'task' WHERE ref = :ref",
        "DELETE FROM cases WHERE ref = :ref",
    ):
        assert refused(world, statement, ref=ref) == "23001"


def test_two_lines_never_bear_one_sequence(world: World) -> None:
    rectifying(world)
    columns = "case_id, seq, action, to_state, at, data, previous, hash"
    assert refused(world, f"INSERT INTO journal ({columns}) SELECT {columns} FROM journal") == "23505"


def test_one_line_owes_one_person_one_notice(world: World) -> None:
    rectifying(world)
    columns = "entry_id, case_id, person_id, kind, urgency, at, data"
    assert refused(world, f"INSERT INTO notice ({columns}) SELECT {columns} FROM notice LIMIT 1") == "23505"


def test_one_paper_of_a_kind_waits_for_its_signature(world: World) -> None:
    ref = rectifying(world)
    world.sweep("2026-11-24 12:00")
    assert [paper.state for paper in world.papers(ref)] == ["proposed"]
    columns = "hazard_id, kind, state, because, rung, since, since_at"
    again = f"INSERT INTO paper (seq, {columns}) SELECT seq + 1000, {columns} FROM paper"
    assert refused(world, again) == "23505"


def test_a_photo_is_somebodys_and_once(world: World) -> None:
    rectifying(world)
    columns = "hash, kind, size, uploaded_at"
    again = (
        f"INSERT INTO evidence ({columns}, uploaded_by) SELECT {columns}, %s FROM evidence WHERE hash = :hash"
    )
    assert refused(world, again % "uploaded_by", hash=BEFORE) == "23505"
    assert refused(world, again % "987654", hash=BEFORE) == "23503"


def test_one_key_of_a_person_has_one_answer(world: World) -> None:
    ref = rectifying(world)
    world.press(ref, "fixer1", f"{DAY} 10:00", Submit(result="已清理", photos=[AFTER]), key="k")
    columns = "person_id, key, fingerprint, answer"
    again = f"INSERT INTO idempotency_key ({columns}) SELECT {columns} FROM idempotency_key"
    assert refused(world, again) == "23505"


@pytest.mark.parametrize("table", ["unit", "person", "post", "delegation", "account"])
def test_whoever_changes_the_organisation_makes_every_process_read_it_anew(world: World, table: str) -> None:
    version = text("SELECT version FROM organisation_version")
    with world.store.engine.begin() as connection:
        before = connection.scalar(version)
        connection.execute(text(f"UPDATE {table} SET id = id"))
        assert connection.scalar(version) == before + 1
