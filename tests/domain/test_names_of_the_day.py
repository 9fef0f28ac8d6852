"""What was signed keeps the names of its day; a listing, a 约谈 and a served paper keep their own dates."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from api.views.hazard import hazard_view
from domain.audit.cases import verify_chains
from domain.commands import (
    Accept,
    AnswerMeasure,
    ApproveClosure,
    Assign,
    Lift,
    List,
    Pass,
    ProposeMeasure,
    Register,
    ServeMeasure,
    SignMeasure,
    Submit,
    Upgrade,
)
from domain.errors import WrongInput
from domain.queries import reading, timeline
from domain.tables.core import PERSON, UNIT
from domain.words import Line, PaperKind
from tests.scenes import DAY, lifting, with_a_paper
from tests.stage import Stage, on
from tests.world import AFTER, World


def renamed(world: World) -> None:
    """Everybody and every unit is called otherwise the next day."""
    with world.store.engine.begin() as connection:
        connection.execute(update(PERSON).values(name=PERSON.c.name + "（改）", version=PERSON.c.version + 1))
        connection.execute(update(UNIT).values(name=UNIT.c.name + "（改）", version=UNIT.c.version + 1))


def closed_with_a_paper(world: World) -> str:
    """Overdue, supervised by a letter, closed."""
    ref = world.report("nurse1", f"{DAY} 09:00")
    task = Register(assign=Assign(to="fixer1", measures="清理", due=date(2026, 11, 20)))
    world.press(ref, "officer1", f"{DAY} 09:10", task)
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept())
    asked = ProposeMeasure(kind=PaperKind.INTERNAL_ORDER, because="进度慢")
    world.press(ref, "officer1", f"{DAY} 09:30", asked)
    world.press(ref, "deputy1", f"{DAY} 09:40", SignMeasure())
    world.press(ref, "fixer1", f"{DAY} 09:50", Submit(result="已清理", photos=[AFTER]))
    world.press(ref, "officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    world.press(ref, "deputy1", f"{DAY} 10:10", ApproveClosure())
    return ref


def test_record_page_and_paper_keep_the_names_of_their_day(world: World) -> None:
    ref = closed_with_a_paper(world)
    with reading(world.store, world.actor("chief1"), on(f"{DAY} 11:00")) as reader:
        case = reader.one(ref)
        before, shown = timeline(reader, case), hazard_view(case, reader)
    renamed(world)
    with reading(world.store, world.actor("chief1"), on(f"{DAY} 11:00")) as reader:
        case = reader.one(ref)
        after, later = timeline(reader, case), hazard_view(case, reader)
    assert [(line.who, line.names, line.unit) for line in after] == [
        (line.who, line.names, line.unit) for line in before
    ]
    assert all(line.unit == "临澄县人民医院" for line in after)
    held = {"holder": later.papers[0].holder}  # who holds it now bears today's name
    assert later.papers == [shown.papers[0].model_copy(update=held)]
    assert (later.papers[0].unit, later.papers[0].body) == ("临澄县人民医院", "临澄县人民医院")
    assert later.passed_by == shown.passed_by
    assert later.unit != shown.unit  # where it is today bears today's name
    assert not list(verify_chains(world.store))


def test_a_line_never_keeps_the_reporters_name(world: World) -> None:
    ref = world.report("nurse1", f"{DAY} 09:00")
    (line,) = world.journal(ref)
    assert line.data["names"] == {"unit": "临澄县人民医院", "people": {}}


def test_an_old_line_reads_with_the_names_of_today(world: World) -> None:
    ref = closed_with_a_paper(world)
    with reading(world.store, world.actor("chief1"), on(f"{DAY} 11:00")) as reader:
        case = reader.one(ref)
        entries = timeline(reader, case)
    assert "names" not in {name for entry in entries for name in entry.said}


def listings_of(stage: Stage) -> list[dict[str, Any]]:
    return [line.records["listing"] for line in stage.lines if "listing" in line.records]


def test_a_second_listing_is_a_second_record_and_the_first_stays() -> None:
    stage = lifting().press("head", "2026-11-23 11:00", Lift())
    first, lifted = listings_of(stage)
    assert (first["seq"], first["until"]) == (lifted["seq"], date(2026, 12, 31))
    assert lifted["lifted_at"] == on("2026-11-23 11:00")
    again = stage.changed(listing="proposed", state="rectifying", rectify_by=on("2026-11-20 00:00"))
    again.press("head", "2026-11-24 10:00", List(until=date(2027, 1, 31)))
    *_, second = listings_of(again)
    assert second["seq"] != first["seq"]
    assert {first["number"], second["number"]} == {"临卫挂〔2026〕1号", "临卫挂〔2026〕2号"}
    assert (again.now("2026-11-24 11:00").hazard.listed or {})["number"] == second["number"]


def test_the_records_of_listings_are_rows(world: World) -> None:
    ref = world.report("office", f"{DAY} 09:00", suspected_major=True, interim="专人看守")
    graded = Upgrade(criterion="判定清单第三项", panel=["office"], due=date(2026, 11, 20))
    world.press(ref, "leader", f"{DAY} 09:10", graded)
    world.sweep("2026-11-23 12:00")
    world.press(ref, "head", "2026-11-23 12:00", List(until=date(2026, 12, 31)))
    with reading(world.store, world.actor("head"), on("2026-11-23 13:00")) as reader:
        (one,) = hazard_view(reader.one(ref), reader).listings
    assert (one.number, one.until, one.lifted_at) == ("临卫挂〔2026〕1号", date(2026, 12, 31), None)
    assert one.listed_at == on("2026-11-23 12:00")


def test_a_served_paper_shows_its_day() -> None:
    case = with_a_paper(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER, steps=2).now(f"{DAY} 12:00")
    served = next(one for one in case.papers if one.kind == PaperKind.SUPERVISION_LETTER)
    assert (served.served, served.served_on) == (f"{DAY} 院办", date(2026, 11, 2))
    stage = with_a_paper(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER, steps=1)
    for day in (date(2026, 11, 1), date(2026, 11, 3)):
        said = ServeMeasure(received_by="院办", received_on=day)
        with pytest.raises(WrongInput) as refused:
            stage.copy().press("office", f"{DAY} 12:00", said)
        assert refused.value.field == "received_on"


def test_a_summons_has_its_hour_its_place_its_people_and_its_answer() -> None:
    stage = with_a_paper(Line.MAJOR, PaperKind.SUMMONS, steps=1)
    called = ServeMeasure(
        received_by="院办",
        meet_at=on("2026-11-04 09:00"),
        meet_place="三楼会议室",
        attendees="院长、分管院长",
    )
    stage.press("office", f"{DAY} 12:00", called)
    stage.press(
        "chief1",
        "2026-11-04 12:00",
        AnswerMeasure(answer="一周内整改"),
    )
    summons = next(paper for paper in stage.now("2026-11-04 12:00").papers if paper.kind == PaperKind.SUMMONS)
    assert summons.meeting == {
        "at": "2026-11-04T01:00:00+00:00",
        "place": "三楼会议室",
        "people": "院长、分管院长",
    }
    assert summons.answer == "一周内整改"
    letter = with_a_paper(Line.AUTHORITY, PaperKind.SUPERVISION_LETTER, steps=1)
    with pytest.raises(WrongInput, match="只有约谈"):
        letter.press("office", f"{DAY} 12:00", called)
