"""No date that somebody writes is left unbounded: what is told lies in the past, what is put off within a year."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.commands import (
    PRESSED_BY_PEOPLE,
    AcceptFor,
    AcknowledgeTransfer,
    Command,
    DeclineListing,
    DeclineMeasure,
    EditMeasure,
    Lift,
    LookBackOk,
    Publish,
    RecordMeeting,
    RefuseClosure,
    Register,
    SendBack,
    ServeMeasure,
    Submit,
    SuspendUse,
)
from domain.commands.intake import InOwnWords
from domain.errors import WrongInput
from domain.serving import ServedBy
from domain.words import Line, PaperKind, State
from tests import scenes
from tests.stage import Stage, on
from tests.world import OTHER

UNIT, AUTHORITY, MAJOR = Line.UNIT, Line.AUTHORITY, Line.MAJOR
NOON, LISTED = "2026-11-02 12:00", "2026-11-21 12:00"
FAR = date(2027, 11, 4)
"""More than 366 days after the day of the scenes."""


def at(line: Line, state: State) -> Callable[[], Stage]:
    return lambda: scenes.scene(line, state)


def planned() -> Stage:
    return scenes.with_a_filed_plan(MAJOR).changed(plan={"state": "approved"})


def a_paper(kind: PaperKind, steps: int) -> Callable[[], Stage]:
    return lambda: scenes.with_a_paper(AUTHORITY, kind, steps)


def told_of(day: date) -> Submit:
    return scenes.MAJOR_FIX.model_copy(update={"staff_told_on": day})


def told(moment: str) -> AcceptFor:
    return AcceptFor(way=ServedBy.PHONE, whom="值班员", told_at=on(moment), fixer="fixer1")


def summoned(moment: str) -> ServeMeasure:
    return ServeMeasure(received_by="院办", meet_at=on(moment), meet_place="会议室")


def held(moment: str, by: date = date(2026, 11, 9)) -> RecordMeeting:
    return RecordMeeting(
        held_at=on(moment),
        meet_place="三楼会议室",
        talked_by="李主任",
        talked_to="周院长",
        minutes="通报情况",
        demands="一周内整改",
        demands_by=by,
    )


def received(day: date) -> AcknowledgeTransfer:
    return AcknowledgeTransfer(received_by="收发室", received_on=day, photos=[OTHER])


def later(day: date) -> DeclineListing:
    return DeclineListing(reason="再看", look_again=day)


def seen(moment: str) -> LookBackOk:
    return LookBackOk(photos=[OTHER], seen_at=on(moment))


def stopped(moment: str) -> SuspendUse:
    return SuspendUse(what="手术室", moved_out="已全部撤离", photos=[OTHER], since=on(moment))


def went_up() -> Stage:
    return Stage().report("nurse1", f"{scenes.DAY} 09:00", addressed_to="authority")


def own(moment: str) -> Register:
    return Register(description="夜间巡查见出口上锁", found_at=on(moment), no_photo_because="夜间")


SIGNED = scenes.LETTER.model_copy
SUMMONS = PaperKind.SUMMONS
TABLE: list[tuple[Callable[[], Stage], str, str, Command, str]] = [
    (planned, "chief1", NOON, told_of(date(2026, 11, 3)), "staff_told_on"),
    (planned, "chief1", NOON, told_of(date(2026, 11, 1)), "staff_told_on"),
    (at(AUTHORITY, State.REGISTERED), "leader", NOON, SIGNED(update={"reply_by": FAR}), "reply_by"),
    (at(AUTHORITY, State.TRANSFERRED), "office", NOON, received(date(2026, 11, 1)), "received_on"),
    (at(AUTHORITY, State.TRANSFERRED), "office", NOON, received(date(2026, 11, 3)), "received_on"),
    (a_paper(SUMMONS, 0), "head", NOON, DeclineMeasure(reason="再看", look_again=FAR), "look_again"),
    (scenes.listed, "office", LISTED, Publish(where="网站", on=date(2027, 1, 1)), "on"),
    (scenes.listed, "office", LISTED, Publish(where="网站", on=date(2020, 1, 1)), "on"),
    (scenes.proposed_for_listing, "head", LISTED, later(date(2027, 11, 23)), "look_again"),
    (at(AUTHORITY, State.ASSIGNED), "office", NOON, told("2026-11-02 09:00"), "told_at"),
    (at(AUTHORITY, State.ASSIGNED), "office", NOON, told("2026-11-02 12:30"), "told_at"),
    (a_paper(SUMMONS, 1), "office", NOON, summoned("2027-11-05 09:00"), "meet_at"),
    (a_paper(SUMMONS, 0), "office", NOON, EditMeasure(meet_at=on("2027-11-05 09:00")), "meet_at"),
    (a_paper(SUMMONS, 2), "office", NOON, held("2026-11-01 23:59"), "held_at"),
    (a_paper(SUMMONS, 2), "office", NOON, held("2026-11-02 12:30"), "held_at"),
    (a_paper(SUMMONS, 2), "office", NOON, held("2026-11-02 11:30", date(2026, 11, 1)), "demands_by"),
    (a_paper(SUMMONS, 2), "office", NOON, held("2026-11-02 11:30", FAR), "demands_by"),
    (at(UNIT, State.VERIFYING), "officer1", NOON, SendBack(reason="未清", redo_by=FAR), "redo_by"),
    (at(UNIT, State.VERIFIED), "deputy1", NOON, RefuseClosure(reason="未清", redo_by=FAR), "redo_by"),
    (at(UNIT, State.CLOSED), "officer1", "2026-11-10 09:00", seen("2026-11-09 09:00"), "seen_at"),
    (at(UNIT, State.CLOSED), "officer1", "2026-11-10 09:00", seen("2026-11-10 10:00"), "seen_at"),
    (scenes.lifting, "head", "2026-11-23 12:00", Lift(dated=date(2026, 11, 1)), "dated"),
    (at(UNIT, State.RECTIFYING), "deputy1", NOON, stopped("2026-11-02 12:30"), "since"),
    (at(UNIT, State.RECTIFYING), "deputy1", NOON, stopped("2026-11-01 09:00"), "since"),
    (went_up, "office", NOON, own("2016-10-01 09:00"), "found_at"),
    (went_up, "office", NOON, own("2026-11-02 13:00"), "found_at"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scene", "who", "moment", "command", "field"), TABLE, ids=[f"{row[3].action}-{row[4]}" for row in TABLE]
)
def test_an_impossible_date_is_refused_by_name(
    scene: Callable[[], Stage], who: str, moment: str, command: Command, field: str
) -> None:
    with pytest.raises(WrongInput, match=r"不能(早于|晚于)") as refused:
        scene().press(who, moment, command)
    assert refused.value.field == field


@pytest.mark.parametrize("found_at", ["2016-10-01T09:00:00+08:00", "2026-11-02T13:00:00+08:00"])
def test_what_is_reported_was_found_within_ten_years(found_at: str) -> None:
    with pytest.raises(WrongInput) as refused:
        Stage().report("nurse1", NOON, found_at=found_at)
    assert refused.value.field == "found_at"


def test_dates_at_their_bounds_pass() -> None:
    planned().press("chief1", NOON, told_of(date(2026, 11, 2)))
    scenes.scene(AUTHORITY, State.TRANSFERRED).press("office", NOON, received(date(2026, 11, 2)))
    scenes.scene(AUTHORITY, State.ASSIGNED).press("office", NOON, told("2026-11-02 09:20"))
    scenes.with_a_paper(AUTHORITY, SUMMONS, 2).press(
        "office", NOON, held("2026-11-02 00:00", date(2026, 11, 2))
    )
    last = SIGNED(update={"reply_by": date(2027, 11, 3)})
    scenes.scene(AUTHORITY, State.REGISTERED).press("leader", NOON, last)
    scenes.scene(UNIT, State.CLOSED).press("officer1", "2026-11-10 09:00", seen("2026-11-10 08:00"))
    Stage().report("nurse1", NOON, found_at="2017-11-02T09:00:00+08:00")


BOUNDED_ELSEWHERE = {
    "assign.due", "upgrade.due", "file_plan.due", "request_extension.until", "grant_extension.until", "list.until",
    "take_back.answered_on", "conclude_transfer.answered_on", "serve_measure.received_on", "report.found_at",
    "refuse_lifting.dated", "refuse_lifting.redo_by",
}  # fmt: skip
"""test_wrong_input, test_every_round, test_names_of_the_day; 不同意摘牌 is checked as 摘牌 and 不予销号 are."""


def test_every_date_of_every_act_is_bounded_somewhere() -> None:
    dated = {
        f"{action}.{name}"
        for action, command in PRESSED_BY_PEOPLE.items()
        for name, said in command.model_fields.items()
        if "date" in str(said.annotation).lower()
        and not (issubclass(command, InOwnWords) and name == "found_at")  # one check for all of them
    }
    assert {"accept_for.told_at", "list.until"} < dated
    assert dated <= {f"{row[3].action}.{row[4]}" for row in TABLE} | BOUNDED_ELSEWHERE


@pytest.mark.parametrize("field", ["minutes", "demands"])
def test_a_record_has_no_more_lines_than_can_be_counted(field: str) -> None:
    scene, who, moment, _ = next(row[:4] for row in TABLE if row[3].action == "record_meeting")
    told = held("2026-11-02 11:30", date(2026, 11, 20)).model_copy(update={field: "改\n" * 100})
    with pytest.raises(WrongInput, match="最多写 99 行") as refused:
        scene().press(who, moment, told)
    assert refused.value.field == field
