"""What an earlier round, another hazard or another body has to say to an act: workers, photos, letters, results."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from domain.commands import (
    Accept,
    AcknowledgeTransfer,
    ApproveClosure,
    Assign,
    CloseOnSpot,
    Command,
    ConcludeTransfer,
    Dismiss,
    LookBackOk,
    Pass,
    ProposeMeasure,
    Reassign,
    RefuseClosure,
    Register,
    Reopen,
    ReportProgress,
    ReportUp,
    SendBack,
    SignMeasure,
    Submit,
    TakeBack,
    TakeOver,
    Transfer,
    Void,
)
from domain.errors import NotAllowed, NotReady, WrongInput
from domain.words import DismissReason, PaperKind
from tests.world import AFTER, BEFORE, OTHER, World

DAY = "2026-11-02"
FIXED = {"photos": [AFTER], "fixer": "fixer1"}


def hash_of(n: int) -> str:
    return f"{n:064d}"


def handed_to(world: World, who: str, *helpers: str) -> str:
    ref = world.report("nurse1", f"{DAY} 09:00", department="001-01")
    given = Assign(to=who, measures="清理", due=date(2026, 11, 20), helpers=list(helpers))
    world.press(ref, "officer1", f"{DAY} 09:10", Register(assign=given))
    return ref


def submitted(world: World, photo: str = AFTER) -> str:
    ref = handed_to(world, "fixer1")
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept(), Submit(result="已清理", photos=[photo]))
    return ref


def refused(world: World, ref: str, who: str, at: str, command: Command) -> str:
    """The field that a refusal of what is filled in names."""
    before = world.actions(ref)
    with pytest.raises(WrongInput) as refusal:
        world.press(ref, who, at, command)
    assert world.actions(ref) == before
    return str(refusal.value.field)


@pytest.mark.parametrize("worked", ["was named", "helped", "reported progress"])
def test_whoever_worked_on_it_before_does_not_verify_it(world: World, worked: str) -> None:
    ref = handed_to(world, "fixer1", "officer1") if worked == "helped" else handed_to(world, "officer1")
    if worked == "reported progress":
        world.press(ref, "officer1", f"{DAY} 09:20", ReportProgress(note="已搬走一张", photos=[OTHER]))
    world.press(ref, "deputy1", f"{DAY} 09:30", Reassign(to="nurse1", reason="换人"))
    world.press(ref, "nurse1", f"{DAY} 09:40", Accept(), Submit(result="已清理", photos=[AFTER]))
    with pytest.raises(NotAllowed):
        world.press(ref, "officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    world.press(ref, "deputy1", f"{DAY} 10:00", Pass(opinion="合格"))


def test_work_of_an_earlier_round_is_not_forgotten_and_its_principals_are_barred(world: World) -> None:
    ref = submitted(world)
    world.press(ref, "officer1", f"{DAY} 10:00", SendBack(reason="还差一张"))
    world.press(ref, "deputy1", f"{DAY} 10:10", Reassign(to="nurse1", reason="换人"))
    world.press(ref, "nurse1", f"{DAY} 10:20", Accept(), Submit(result="已清理", photos=[OTHER]))
    assert world.people["fixer1"] in world.hazard(ref).fixers
    world.delegate("officer1", "fixer1", "2026-11-01 00:00", "2026-12-01 00:00")
    with pytest.raises(NotAllowed):
        world.press(ref, "officer1", f"{DAY} 10:30", Pass(opinion="合格"))
    with pytest.raises(Exception, match="stays on record"), world.store.engine.begin() as connection:
        connection.execute(text("UPDATE hazard SET fixers = '{}'"))


@pytest.mark.parametrize("decide", [ApproveClosure(), RefuseClosure(reason="仍有杂物")])
def test_a_verifier_does_not_decide_as_the_closers_delegate(world: World, decide: Command) -> None:
    ref = submitted(world)
    world.press(ref, "officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    world.delegate("deputy1", "officer1", "2026-11-01 00:00", "2026-12-01 00:00")
    with pytest.raises(NotAllowed):
        world.press(ref, "officer1", f"{DAY} 10:10", decide)
    world.press(ref, "deputy1", f"{DAY} 10:10", decide)


def test_who_reported_it_as_put_right_does_not_close_it_alone(world: World) -> None:
    ref = world.report("officer1", f"{DAY} 09:00", fixed=FIXED)
    with pytest.raises(NotAllowed):
        world.press(ref, "officer1", f"{DAY} 09:10", CloseOnSpot())
    world.press(ref, "deputy1", f"{DAY} 09:10", CloseOnSpot())
    mine = world.report("clinic1", f"{DAY} 09:00", unit="061", fixed={**FIXED, "fixer": "clinic2"})
    with pytest.raises(NotAllowed):
        world.press(mine, "clinic1", f"{DAY} 09:10", CloseOnSpot())
    world.press(mine, "office", f"{DAY} 09:10", CloseOnSpot())


@pytest.mark.parametrize("again", [SendBack(reason="不清楚"), RefuseClosure(reason="不清楚")])
def test_no_photo_of_an_earlier_round_shows_the_work_of_this_one(world: World, again: Command) -> None:
    ref = submitted(world)
    if isinstance(again, RefuseClosure):
        world.press(ref, "officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    world.press(ref, "officer1" if isinstance(again, SendBack) else "deputy1", f"{DAY} 10:10", again)
    late = f"{DAY} 10:20"
    assert refused(world, ref, "fixer1", late, Submit(result="已清理", photos=[AFTER])) == "photos"
    assert refused(world, ref, "fixer1", late, Submit(result="已清理", photos=[BEFORE])) == "photos"
    assert refused(world, ref, "fixer1", late, Submit(result="已清理")) == "photos"
    world.press(ref, "fixer1", late, Submit(result="已清理", photos=[OTHER]))


def test_photos_of_progress_serve_in_their_own_round_and_not_in_the_next(world: World) -> None:
    ref = handed_to(world, "fixer1")
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept(), ReportProgress(photos=[OTHER]))
    world.press(ref, "fixer1", f"{DAY} 09:30", Submit(result="已清理", photos=[OTHER]))
    world.press(ref, "officer1", f"{DAY} 09:40", SendBack(reason="不清楚"))
    world.press(ref, "fixer1", f"{DAY} 09:50", ReportProgress(photos=[hash_of(1)]))
    assert refused(world, ref, "fixer1", f"{DAY} 10:00", Submit(result="好", photos=[OTHER])) == "photos"
    world.press(ref, "fixer1", f"{DAY} 10:00", Submit(result="好", photos=[hash_of(1)]))


def test_a_photo_from_before_does_not_show_what_is_there_now(world: World) -> None:
    with pytest.raises(WrongInput) as refusal:
        world.report("nurse1", f"{DAY} 09:00", fixed={"photos": [BEFORE], "fixer": "fixer1"})
    assert refusal.value.field == "fixed.photos"
    ref = world.report("nurse1", f"{DAY} 09:00", fixed=FIXED)
    world.press(ref, "officer1", f"{DAY} 09:10", CloseOnSpot())
    for old in (BEFORE, AFTER):
        assert refused(world, ref, "officer1", "2026-11-10 09:00", LookBackOk(photos=[old])) == "photos"
        assert (
            refused(world, ref, "officer1", "2026-11-10 09:00", Reopen(reason="又来", photos=[old]))
            == "photos"
        )


def test_one_looks_back_when_it_is_due_with_a_photo_of_the_day_and_once(world: World) -> None:
    ref = world.report("nurse1", f"{DAY} 09:00", fixed=FIXED)
    world.press(ref, "officer1", f"{DAY} 09:10", CloseOnSpot())
    with pytest.raises(NotReady, match="还没到"):
        world.press(ref, "officer1", f"{DAY} 09:11", LookBackOk(photos=[OTHER]))
    taken("2026-11-08 09:00", world, OTHER)
    assert refused(world, ref, "officer1", "2026-11-09 09:00", LookBackOk(photos=[OTHER])) == "photos"
    taken("2026-11-09 08:00", world, OTHER)
    world.press(ref, "officer1", "2026-11-09 09:00", LookBackOk(photos=[OTHER]))
    with pytest.raises(NotReady, match="每人一次"):
        world.press(ref, "officer1", "2026-11-10 09:00", LookBackOk(photos=[hash_of(2)]))
    with pytest.raises(NotReady, match="90 天"):
        world.press(ref, "officer1", "2027-02-10 09:00", LookBackOk(photos=[hash_of(2)]))


def taken(at: str, world: World, photo: str) -> None:
    world.uploads("officer1", LookBackOk(photos=[photo]))
    when = text("UPDATE evidence SET taken_at = :at WHERE hash = :hash")
    with world.store.engine.begin() as connection:
        connection.execute(when, {"at": f"{at}+08:00", "hash": photo})


LETTER = Transfer(department="市场监管局", ground="电梯未检", letter_number="临卫移〔2026〕1号")


def to_transfer(world: World) -> str:
    ref = world.report("office", f"{DAY} 09:00")
    world.press(ref, "office", f"{DAY} 09:10", Register())
    return ref


def test_a_reply_is_due_after_today_and_a_letter_has_a_number_of_its_own(world: World) -> None:
    one, other = to_transfer(world), to_transfer(world)
    for day in (date(2026, 11, 1), date(2026, 11, 2)):
        late = LETTER.model_copy(update={"reply_by": day})
        assert refused(world, one, "leader", f"{DAY} 09:20", late) == "reply_by"
    world.press(one, "leader", f"{DAY} 09:30", LETTER)
    for number in (
        "临卫移〔2026〕1号",
        "临卫移[2026] １号",
        "临卫移〔2026〕01号",
        "临卫移〔2026〕第1号",
        "临卫移2026-1号",
        "临卫移〔2026〕1 號",
        "临卫移〔2026〕1",
        "临卫移2026年1号",
    ):
        same = LETTER.model_copy(update={"letter_number": number, "department": "消防大队"})
        assert refused(world, other, "leader", f"{DAY} 09:40", same) == "letter_number"
    third = to_transfer(world)
    for ref, number in ((other, "临卫移〔2026〕12号"), (third, "临卫移〔2026〕1-2号")):
        world.press(ref, "leader", f"{DAY} 09:40", LETTER.model_copy(update={"letter_number": number}))


@pytest.mark.parametrize("number", ["第", "号", "0", "临卫移〔〕号"])
def test_a_letters_number_has_a_serial(number: str) -> None:
    with pytest.raises(ValidationError, match="至少有序号"):
        Transfer(department="市场监管局", ground="电梯未检", letter_number=number)


def test_a_transfer_goes_out_under_the_number_of_its_own_letter_and_of_no_other(world: World) -> None:
    one, other = to_transfer(world), to_transfer(world)
    handover = ProposeMeasure(kind=PaperKind.HANDOVER_LETTER, because="不归本委管")
    world.press(one, "office", f"{DAY} 09:20", handover)
    world.press(one, "leader", f"{DAY} 09:30", SignMeasure())
    (letter,) = world.papers(one)
    said = LETTER.model_copy(update={"letter_number": letter.number})
    assert refused(world, other, "leader", f"{DAY} 09:40", said) == "letter_number"
    world.press(one, "leader", f"{DAY} 09:40", said)
    assert world.hazard(one).state == "transferred"


ANSWER: dict[str, Any] = {"answered_on": date(2026, 11, 3), "photos": [AFTER]}


def test_a_receipt_is_no_answer(world: World) -> None:
    ref = to_transfer(world)
    world.press(ref, "leader", f"{DAY} 09:20", LETTER)
    received = AcknowledgeTransfer(received_by="收发室", received_on=date(2026, 11, 3), photos=[OTHER])
    assert refused(world, ref, "office", f"{DAY} 10:00", received) == "received_on"
    world.press(ref, "office", "2026-11-03 09:00", received)
    at = "2026-11-03 10:00"
    back = TakeBack(reason="不归其管")
    for missing, field in (({}, "answered_on"), ({"answered_on": ANSWER["answered_on"]}, "photos")):
        assert refused(world, ref, "office", at, back.model_copy(update=missing)) == field
    for day in (date(2026, 11, 1), date(2026, 11, 4)):
        wrong = ConcludeTransfer(answer="已查处", answered_on=day, photos=[OTHER])
        assert refused(world, ref, "office", at, wrong) == "answered_on"
    receipt = {**ANSWER, "photos": [OTHER]}
    for again in (back.model_copy(update=receipt), ConcludeTransfer(answer="已收到", **receipt)):
        assert refused(world, ref, "office", at, again) == "photos", "the photo of the receipt is no answer"
    other = to_transfer(world)
    world.press(ref, "office", at, back.model_copy(update=ANSWER))
    world.press(
        other, "leader", "2026-11-03 11:00", LETTER.model_copy(update={"letter_number": "临卫移〔2026〕3号"})
    )
    world.press(other, "office", "2026-11-03 12:00", ConcludeTransfer(answer="已查处", **ANSWER))
    assert world.hazard(other).closing_kind == "transferred"


def after_closing_and_reopening(world: World) -> str:
    ref = submitted(world)
    world.press(ref, "officer1", f"{DAY} 10:00", Pass(opinion="合格"))
    world.press(ref, "deputy1", f"{DAY} 10:10", ApproveClosure())
    world.press(ref, "deputy1", "2026-11-10 10:00", Reopen(reason="又堆了", photos=[OTHER]))
    return ref


def after_dismissing(world: World) -> str:
    ref = world.report("nurse1", f"{DAY} 09:00")
    world.press(ref, "officer1", f"{DAY} 09:10", Dismiss(reason=DismissReason.NO_HAZARD, checked="现场看过"))
    world.press(ref, "nurse1", f"{DAY} 09:20", ReportUp(reason="确实危险"))
    return ref


def after_an_answer(world: World) -> str:
    ref = to_transfer(world)
    world.press(ref, "leader", "2026-11-03 09:00", LETTER)
    world.press(ref, "office", "2026-11-03 09:10", TakeBack(reason="不归其管", **ANSWER))
    return ref


@pytest.mark.parametrize("begin", [after_closing_and_reopening, after_dismissing, after_an_answer])
def test_what_once_had_a_result_was_no_mistake(world: World, begin: Any) -> None:
    ref = begin(world)
    who = "deputy1" if world.hazard(ref).line == "unit" else "leader"
    with pytest.raises(NotReady, match="不是误录"):
        world.press(ref, who, "2026-11-11 09:00", Void(reason="误录"))
    fresh = handed_to(world, "fixer1")
    world.press(fresh, "office", "2026-11-11 09:00", TakeOver(reason="久拖不改"))
    world.press(fresh, "leader", "2026-11-11 09:10", Void(reason="误录"))
