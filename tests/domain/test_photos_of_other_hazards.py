"""An after-photo shows what was put right here: none that another hazard shows, in whatever bytes it comes."""

from io import BytesIO

import pytest
from PIL import Image

from domain.cases.perform import Done
from domain.commands import (
    Accept,
    Assign,
    Dismiss,
    LookBackOk,
    ProposeMeasure,
    Register,
    ReportProgress,
    ServeMeasure,
    SignMeasure,
    Submit,
    Void,
)
from domain.errors import WrongInput
from domain.evidence.files import keep
from domain.words import DismissReason, Line, PaperKind, State
from tests import scenes
from tests.world import World, on

DAY = "2026-11-02"
ELSEWHERE = {"place": "门诊楼2层消防栓箱"}
WORDS = "请拍本条整改后的现场。"


def photo(world: World, who: str, colour: str, behind: bytes = b"") -> str:
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    file = BytesIO(out.getvalue() + behind)
    return keep(world.store, file, by=world.actor(who), at=on(f"{DAY} 08:00")).hash


def in_hand(world: World, **more: object) -> str:
    ref = world.report("nurse1", f"{DAY} 09:00", **more)
    world.press(ref, "officer1", f"{DAY} 09:10", Register(assign=Assign(to="fixer1", measures="清理")))
    world.press(ref, "fixer1", f"{DAY} 09:20", Accept())
    return ref


def submit(world: World, ref: str, *photos: str) -> Done:
    return world.press(ref, "fixer1", f"{DAY} 10:00", Submit(result="已清理", photos=list(photos)))


def refused(world: World, ref: str, *photos: str) -> str:
    with pytest.raises(WrongInput) as refusal:
        submit(world, ref, *photos)
    assert refusal.value.field == "photos"
    return refusal.value.detail


@pytest.mark.parametrize("where", [{}, ELSEWHERE], ids=["the same place", "elsewhere"])
@pytest.mark.parametrize("behind", [b"", b"other bytes"])
def test_what_another_hazard_looked_like_is_no_after_photo(
    world: World, where: dict[str, object], behind: bytes
) -> None:
    other = world.report("nurse1", f"{DAY} 08:30", photos=[photo(world, "nurse1", "red")], **where)
    ref = in_hand(world)
    said = refused(world, ref, photo(world, "fixer1", "green"), photo(world, "fixer1", "red", behind))
    assert said == f"这张照片以前已经用过，{WORDS}", "fixer1 does not see it"
    world.press(other, "officer1", f"{DAY} 09:30", Register(assign=Assign(to="fixer1", measures="清理")))
    said = refused(world, ref, photo(world, "fixer1", "red", behind))
    assert said == f"这张照片已用于隐患 {world.hazard(other).number}，{WORDS}", "now they do"
    submit(world, ref, photo(world, "fixer1", "green"))


def test_neither_what_nor_whose_a_direct_report_is_is_told(world: World) -> None:
    world.report(
        "dept1", f"{DAY} 08:30", photos=[photo(world, "dept1", "red")], addressed_to="authority", **ELSEWHERE
    )
    ref = in_hand(world)
    red = photo(world, "fixer1", "red")
    for round_ in (refused(world, ref, red), refused(world, ref, red)):
        assert round_ == f"这张照片以前已经用过，{WORDS}"


def test_a_photo_of_progress_may_be_of_elsewhere_and_is_no_after_photo(world: World) -> None:
    world.report("nurse1", f"{DAY} 08:30", photos=[photo(world, "nurse1", "red")], **ELSEWHERE)
    ref, red = in_hand(world), photo(world, "fixer1", "red")
    world.press(ref, "fixer1", f"{DAY} 09:30", ReportProgress(photos=[red]))
    assert refused(world, ref) == "请上传整改后的照片。"
    assert refused(world, ref, red).endswith(WORDS)
    submit(world, ref, photo(world, "fixer1", "green"))


def test_what_was_entered_by_mistake_or_twice_may_be_shown_again(world: World) -> None:
    mistaken = world.report("nurse1", f"{DAY} 08:30", photos=[photo(world, "nurse1", "red")], **ELSEWHERE)
    twice = world.report("nurse1", f"{DAY} 08:31", photos=[photo(world, "nurse1", "blue")], **ELSEWHERE)
    ref = in_hand(world)
    assert refused(world, ref, photo(world, "fixer1", "red"))
    world.press(mistaken, "deputy1", f"{DAY} 09:30", Void(reason="录错"))
    not_one = Dismiss(reason=DismissReason.NO_HAZARD, checked="现场查看，通道畅通")
    world.press(twice, "officer1", f"{DAY} 09:31", not_one)
    submit(world, ref, photo(world, "fixer1", "red"), photo(world, "fixer1", "blue"))


def test_a_report_of_what_was_put_right_at_once_is_asked_the_same(world: World) -> None:
    world.report("nurse1", f"{DAY} 08:30", photos=[photo(world, "nurse1", "red")], **ELSEWHERE)
    fixed = {"photos": [photo(world, "nurse1", "red")], "fixer": "fixer1"}
    with pytest.raises(WrongInput, match=WORDS) as refusal:
        world.report("nurse1", f"{DAY} 09:00", photos=[photo(world, "nurse1", "blue")], fixed=fixed)
    assert refusal.value.field == "fixed.photos"


def test_a_photo_of_the_place_is_no_receipt_of_a_paper(world: World) -> None:
    ref = world.report("nurse1", f"{DAY} 09:00", photos=[photo(world, "nurse1", "red")])
    world.press(ref, "officer1", f"{DAY} 09:10", Register(assign=Assign(to="fixer1", measures="清理")))
    demand = ProposeMeasure(kind=PaperKind.INTERNAL_ORDER, because="进展缓慢")
    world.press(ref, "officer1", f"{DAY} 09:20", demand)
    world.press(ref, "deputy1", f"{DAY} 09:30", SignMeasure())
    shown, receipt = (photo(world, "officer1", colour, b"again") for colour in ("red", "white"))
    with pytest.raises(WrongInput, match="送达回证") as refusal:
        world.press(ref, "officer1", f"{DAY} 09:40", ServeMeasure(received_by="张工", photos=[shown]))
    assert refusal.value.field == "photos"
    world.press(ref, "officer1", f"{DAY} 09:50", ServeMeasure(received_by="张工", photos=[receipt]))


def test_a_look_back_shows_this_place_and_a_paper_may_prove_several() -> None:
    closed = scenes.scene(Line.UNIT, State.CLOSED).changed(closed_at=on(f"{DAY} 10:10"))
    elsewhere = {"a" * 64: "", "b" * 64: "500999-001-2026-00007"}
    at = "2026-11-20 09:00"
    for shown, said in (("a", "以前已经用过"), ("b", "已用于隐患 500999-001-2026-00007")):
        with pytest.raises(WrongInput, match=said):
            closed.copy().under(elsewhere=elsewhere).press("officer1", at, LookBackOk(photos=[shown * 64]))
    working = scenes.scene(Line.UNIT, State.RECTIFYING)
    working.under(elsewhere=elsewhere, documents=frozenset({"a" * 64}))
    working.press("fixer1", f"{DAY} 12:00", Submit(result="已清理", photos=["a" * 64, "c" * 64]))
