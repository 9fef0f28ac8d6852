"""直报: what somebody sent past their unit stays with the commission, which speaks for itself or gives it back."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.actions import Action
from domain.audit.cases import verify_chains
from domain.cases.case import Seat
from domain.cases.visibility import may_see
from domain.commands import (
    Assign,
    CloseOnSpot,
    Dismiss,
    Downgrade,
    GiveBack,
    ProposeMeasure,
    Register,
    Reopen,
    ReportUp,
    Upgrade,
)
from domain.directory.organisation import Actor
from domain.errors import NotFound, NotReady, WrongInput
from domain.hazard.holders import everybody_holding, holder
from domain.hazard.table import TABLE_OF
from domain.queries.reader import reading
from domain.queries.timeline import timeline
from domain.tables.core import HAZARD
from domain.words import DismissReason, PaperKind, Role, Source
from tests.stage import AFTER, BEFORE, IDS, KEYS, Stage, directory, on, seat
from tests.world import OTHER, World

WORDS = "我亲眼看见护士长把应急门锁上的"
NINE, TEN, NOON = "2026-11-02 09:00", "2026-11-02 10:00", "2026-11-02 12:00"
OWN: dict[str, Any] = {
    "description": "检查发现应急门上锁",
    "photos": [OTHER],
    "found_at": on("2026-11-02 09:50"),
    "interim": "专人看守",
}
PANEL = {"criterion": "判定清单第三项", "panel": ["office"]}
NO_HAZARD = Dismiss(reason=DismissReason.NO_HAZARD, checked="现场查看")
IN_POST = {"officer1", "deputy1", "chief1", "dept1"}


def direct(**more: Any) -> Stage:
    said = {
        "addressed_to": "authority",
        "description": WORDS,
        "interim": "我把门打开了",
        "department": "001-01",
    }
    return Stage().report("nurse1", NINE, **said | more)


def row(stage: Stage) -> Any:
    assert stage.case is not None
    return stage.case.hazard


def test_registered_it_says_what_the_commission_says_and_nothing_of_what_was_reported() -> None:
    stage = direct(fixed={"photos": [AFTER], "fixer": "fixer1"}).press(
        "office", TEN, Register(**OWN, place="二楼")
    )
    hazard = row(stage)
    assert (hazard.description, hazard.place, hazard.interim) == (OWN["description"], "二楼", "专人看守")
    assert (hazard.before_photos, hazard.after_photos, hazard.fixer_id) == ([OTHER], [], None)
    assert (hazard.found_at, hazard.reported_at) == (OWN["found_at"], on(TEN))
    assert WORDS in str(stage.lines[0].entry["data"]), "the original stays in its line"
    assert stage.sees("officer1", NOON)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"description": None}, "description"),
        ({"description": f"上报人说{WORDS[:5]} {WORDS[5:]}"}, "description"),
        ({"photos": []}, "photos"),
        ({"photos": [BEFORE]}, "photos"),
        ({"found_at": None}, "found_at"),
        ({"found_at": on("2026-11-03 09:00")}, "found_at"),
    ],
)
@pytest.mark.parametrize("by", ["register", "upgrade", "reopen"])
def test_the_commission_says_all_of_it_itself(by: str, changed: dict[str, Any], field: str) -> None:
    said = {**OWN, **changed}
    stage = direct(suspected_major=True)
    press: dict[str, tuple[str, Any]] = {
        "register": ("office", lambda: Register(**said)),
        "upgrade": ("leader", lambda: Upgrade(**PANEL, **said)),
        "reopen": ("office", lambda: Reopen(reason="复查属实", **said)),
    }
    if by == "reopen":
        stage.press("office", "2026-11-02 09:30", NO_HAZARD)
    who, command = press[by]
    with pytest.raises(WrongInput) as refused:
        stage.press(who, TEN, command())
    assert refused.value.field == field


def test_a_reason_stands_for_a_photo_and_grading_needs_a_control_of_its_own() -> None:
    without = {**OWN, "photos": [], "no_photo_because": "见检查记录"}
    assert row(direct().press("office", TEN, Register(**without))).before_photos == []
    with pytest.raises(WrongInput) as refused:
        direct(suspected_major=True).press("leader", TEN, Upgrade(**PANEL, **{**OWN, "interim": None}))
    assert refused.value.field == "interim"
    graded = direct(suspected_major=True).press("leader", TEN, Upgrade(**PANEL, **OWN))
    assert (row(graded).description, row(graded).number is not None) == (OWN["description"], True)


def test_of_an_ordinary_report_nothing_is_written_anew() -> None:
    with pytest.raises(WrongInput) as refused:
        Stage().report("nurse1", NINE).press("officer1", TEN, Register(description="改写"))
    assert refused.value.field == "description"
    assert (
        row(Stage().report("nurse1", NINE).press("officer1", TEN, Register())).description
        == "走道堆放病床3张"
    )


def test_before_it_is_registered_no_act_and_no_clock_tells_the_unit() -> None:
    stage = direct(suspected_major=True, interim=None)
    stage.sweep("2026-11-12 09:00")
    told = {KEYS[one.person_id] for line in stage.lines for one in line.owed}
    assert told & {key for key in IDS if key[-1] == "1"} == set()
    stage.copy().press("leader", "2026-11-12 10:00", Downgrade(reason="不构成", panel=["office"]))
    for who in IN_POST | {"auditor", "admin", "expert", "officer2"}:
        assert not stage.sees(who, "2026-11-12 10:00"), who
    for command in (ProposeMeasure(kind=PaperKind.SUPERVISION_LETTER, because="急"), CloseOnSpot()):
        with pytest.raises(NotReady):
            direct(fixed={"photos": [AFTER], "fixer": "fixer1"}).press("office", TEN, command)


def test_whoever_stands_in_for_the_reporter_does_not_learn_that_they_reported() -> None:
    for more in ({"addressed_to": "authority"}, {}):
        stage = Stage(people=directory(delegates=(("nurse1", "fixer1"),))).report("nurse1", NINE, **more)
        assert (stage.sees("nurse1", NOON), stage.sees("fixer1", NOON)) == (True, False)
    stage.press("officer1", TEN, Register(assign=Assign(to="nurse1", measures="清理")))
    assert stage.sees("fixer1", NOON), "now it is work to be done for them"


def test_the_unit_sees_an_inspected_hazard_no_sooner_than_a_reported_one() -> None:
    for suspected in (False, True):
        inspected = Stage().report("expert", NINE, suspected_major=suspected, interim="看守")
        told = {who for n in range(len(inspected.lines)) for who, _ in inspected.told(n)}
        assert not IN_POST & told
        assert not {who for who in IN_POST if inspected.sees(who, TEN)}
        assert all(inspected.sees(who, TEN) for who in ("expert", "office", "leader", "auditor"))
        inspected.press("office", TEN, Register())
        assert {"officer1", "chief1"} <= {who for who in IN_POST if inspected.sees(who, NOON)}
        assert {who for who, _ in inspected.told(-1)} & IN_POST == (
            {"deputy1", "chief1"} if suspected else set()
        )


def test_given_back_it_is_the_units_and_the_reporter_stays_hidden() -> None:
    said = GiveBack(reason="不属重大，请单位先办", description="走道不畅", no_photo_because="未到现场")
    stage = direct().press("office", TEN, said)
    hazard = row(stage)
    assert (hazard.line, hazard.state, hazard.addressed_up) == ("unit", "reported", False)
    assert (hazard.description, hazard.source) == ("走道不畅", Source.STAFF_REPORT)
    assert seat(stage)[1] == {"officer1"}
    told = {KEYS[one.person_id]: one.data.get("as_reporter") for one in stage.lines[-1].owed}
    assert told == {"officer1": None, "nurse1": True}
    stage.press("officer1", NOON, Register(assign=Assign(to="fixer1", measures="清理")))
    assert row(stage).state == "assigned"


def test_only_what_staff_sent_past_the_unit_and_is_no_suspicion_is_given_back() -> None:
    said = GiveBack(reason="不属重大", description="走道不畅", no_photo_because="未到现场")
    with pytest.raises(NotReady, match="检查发现"):
        Stage().report("office", NINE).press("office", TEN, said)
    with pytest.raises(NotReady, match="疑似重大"):
        direct(suspected_major=True).press("office", TEN, said)
    with pytest.raises(WrongInput) as refused:
        direct().press("office", TEN, GiveBack(reason="不属重大"))
    assert refused.value.field == "description"
    registered = direct().press("office", TEN, Register(**OWN, source=Source.INSPECTION))
    given_back = row(registered.press("office", NOON, GiveBack(reason="改由单位办理")))
    assert (given_back.line, given_back.state, given_back.description) == (
        "unit",
        "registered",
        OWN["description"],
    )


def test_who_reports_it_up_again_hears_that_it_is_there() -> None:
    with pytest.raises(NotReady, match="已经直报"):
        direct(suspected_major=True).press("nurse1", TEN, ReportUp(reason="催一催"))


def test_in_the_database_the_row_is_the_commissions_and_the_line_the_reporters(world: World) -> None:
    ref = world.report(
        "nurse1", NINE, addressed_to="authority", description=WORDS, department="001-01", unit="001"
    )
    world.press(ref, "office", TEN, Register(**OWN, place="二楼", assign=Assign(measures="清理")))
    hazard = world.hazard(ref)
    assert (hazard.description, hazard.place) == (OWN["description"], "二楼")
    assert (hazard.found_at, hazard.reported_at) == (OWN["found_at"], on(TEN))
    assert (hazard.before_photos, hazard.interim) == ([OTHER], "专人看守")
    assert WORDS in str(world.journal(ref)[0].data)
    assert [*verify_chains(world.store)] == [], "its seal covers what registering wrote"
    read_by = {who for who in world.people if WORDS in read_of(world, who, ref)}
    assert read_by == {"nurse1", "office", "office2", "leader", "head"}
    assert OWN["description"] in read_of(world, "officer1", ref)


def read_of(world: World, who: str, ref: str) -> str:
    """What somebody reads in the record of a hazard; nothing where they may not see it."""
    with reading(world.store, world.actor(who), on(NOON)) as reader:
        try:
            case = reader.one(ref)
        except NotFound:
            return ""
        return f"{case.hazard.description} {timeline(reader, case)}"


def test_registering_shows_a_sign_in_that_another_gave_nothing_of_before(world: World) -> None:
    ref = world.report("nurse1", NINE, addressed_to="authority", description=WORDS)
    world.press(ref, "office", TEN, Register(**OWN))
    for given, sees in (("2026-11-02 09:30", False), ("2026-11-02 08:30", True)):
        who = Actor(world.people["nurse1"], unconfirmed=on(given), agreed=True)
        with reading(world.store, who, on(NOON)) as reader:
            assert may_see(world.hazard(ref), reader.directory, who, on(NOON)) is sees
            assert bool(reader.cases(select(HAZARD).where(reader.visible()))) is sees


def test_while_nobody_is_in_the_commissions_posts_it_waits_for_one_of_them_and_not_for_the_unit() -> None:
    empty = ("office.desk", "office2.desk", "leader.leader", "head.head")
    waiting = direct().under(directory=directory(empty=empty))
    for day in (NOON, "2026-11-12 09:00"):
        case = waiting.now(day)
        held = holder(case)
        assert held == Seat(Role.HEAD, ())
        assert held.label(case.directory) == "卫健委主要负责人 （暂无人）"
        refused = TABLE_OF[Action.PROPOSE_MEASURE].why_not(case, Action.PROPOSE_MEASURE, Actor(IDS["nurse1"]))
        assert refused is not None
        assert "officer1" not in refused.detail, "of those who may not see it none is named"
        assert not {KEYS[person] for person in everybody_holding(case)}
        waiting.sweep(day)
        assert not IN_POST & {who for n in range(len(waiting.lines)) for who, _ in waiting.told(n)}
