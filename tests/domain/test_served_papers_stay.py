"""What a paper says of its way, the database keeps: served, signed for, answered or declined once and for good."""

from datetime import date

import pytest
from sqlalchemy import text

from domain.commands import (
    AcknowledgeMeasure,
    AnswerMeasure,
    DeclineMeasure,
    EditMeasure,
    ProposeMeasure,
    RecordMeeting,
    ServeMeasure,
    SignMeasure,
    TakeOver,
)
from domain.words import PaperKind
from tests.domain.test_guards_of_the_database import rectifying, refused
from tests.world import World, on

DAY = "2026-11-02"
SERVED = ("served = '2026-11-02 他人'", "served_on = '2026-11-01'", "served_way = 'left'")
SIGNED_FOR = ("acknowledged_by = 1", "acknowledged_at = now()", "acknowledged_as = '他人'")


HELD = RecordMeeting(
    held_at=on("2026-11-05 09:00"),
    meet_place="会议室",
    talked_by="李主任",
    talked_to="周某",
    minutes="通报情况",
    demands="一周内整改",
    demands_by=date(2026, 11, 12),
)


def paper_of(world: World, kind: PaperKind = PaperKind.INTERNAL_ORDER) -> tuple[str, int]:
    ref = rectifying(world)
    world.press(ref, "officer1", f"{DAY} 10:00", ProposeMeasure(kind=kind, because="现场未动"))
    return ref, world.journal(ref)[-1].seq


def now(world: World, seq: int) -> dict[str, object]:
    with world.store.engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM paper WHERE seq = :seq"), {"seq": seq}).one()
    return dict(row._mapping)  # noqa: SLF001 - to a dict


def stays(world: World, seq: int, *changes: str) -> None:
    before = now(world, seq)
    for change in changes:
        assert refused(world, f"UPDATE paper SET {change} WHERE seq = {seq}") == "23001", change
        nothing = f"{change.split(' = ')[0]} = NULL"
        assert refused(world, f"UPDATE paper SET {nothing} WHERE seq = {seq}") in ("23001", "23502"), nothing
    assert now(world, seq) == before


def test_how_a_paper_was_served_and_who_signed_for_it_are_set_once(world: World) -> None:
    ref, seq = paper_of(world)
    world.press(ref, "deputy1", f"{DAY} 10:10", SignMeasure(paper=seq))
    world.press(ref, "officer1", f"{DAY} 10:20", ServeMeasure(received_by="周某", paper=seq))
    assert (now(world, seq)["state"], now(world, seq)["acknowledged_at"]) == ("served", None)
    stays(world, seq, *SERVED, "state = 'issued'", "state = 'proposed'")
    world.press(ref, "dept1", f"{DAY} 10:30", AcknowledgeMeasure(paper=seq))
    stays(world, seq, *SERVED, *SIGNED_FOR)
    world.press(ref, "dept1", f"{DAY} 10:40", AnswerMeasure(answer="已办", paper=seq))
    stays(world, seq, *SERVED, *SIGNED_FOR, "answer = '未办'", "state = 'served'")


def test_what_is_served_by_signing_for_it_stays_in_one_step(world: World) -> None:
    ref, seq = paper_of(world)
    world.press(ref, "deputy1", f"{DAY} 10:10", SignMeasure(paper=seq))
    world.press(ref, "dept1", f"{DAY} 10:30", AcknowledgeMeasure(paper=seq))
    assert now(world, seq)["served_way"] == "electronic"
    stays(world, seq, *SERVED, *SIGNED_FOR)


def test_what_was_declined_stays_declined(world: World) -> None:
    ref, seq = paper_of(world)
    said = DeclineMeasure(reason="已改", look_again=date(2026, 12, 1), paper=seq)
    world.press(ref, "deputy1", f"{DAY} 10:10", said)
    stays(world, seq, "state = 'proposed'", "declined_because = '未改'", "look_again = '2027-01-01'")


def test_the_hour_of_a_summons_stays_and_so_does_its_record(world: World) -> None:
    ref = rectifying(world)
    world.press(ref, "office", f"{DAY} 10:00", TakeOver(reason="久拖不改"))
    world.press(ref, "office", f"{DAY} 10:00", ProposeMeasure(kind=PaperKind.SUMMONS, because="现场未动"))
    seq = world.journal(ref)[-1].seq
    hour = EditMeasure(meet_at=on("2026-11-05 09:00"), meet_place="会议室", paper=seq)
    world.press(ref, "office", f"{DAY} 10:05", hour)
    world.press(ref, "leader", f"{DAY} 10:10", SignMeasure(paper=seq))
    world.press(ref, "office", f"{DAY} 10:20", ServeMeasure(received_by="周某", paper=seq))
    stays(world, seq, "meeting = '{}'", """meeting = meeting || '{"place": "别处"}'""")
    world.press(ref, "office", "2026-11-05 12:00", HELD.model_copy(update={"paper": seq}))
    record = world.journal(ref)[-1].seq
    world.press(ref, "chief1", "2026-11-06 12:00", AnswerMeasure(answer="已整改", paper=seq))
    stays(world, seq, """meeting = meeting || '{"attended": "无人"}'""")
    stays(world, record, "content = '{}'", "content_hash = NULL", "number = '临卫谈〔2026〕9号'")
    meeting = now(world, seq)["meeting"]
    assert isinstance(meeting, dict)
    assert meeting["place"] == "会议室"


@pytest.mark.parametrize("column", ["because", "holders"])
def test_what_moves_with_the_hazard_still_moves(world: World, column: str) -> None:
    ref, seq = paper_of(world)
    world.press(ref, "deputy1", f"{DAY} 10:10", SignMeasure(paper=seq))
    world.press(ref, "officer1", f"{DAY} 10:20", ServeMeasure(received_by="周某", paper=seq))
    with world.store.engine.begin() as connection:
        connection.execute(text(f"UPDATE paper SET {column} = {column}"))
