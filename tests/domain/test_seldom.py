"""What seldom happens and must still be right: each way of the rules that no diary walks."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from domain.actions import Action
from domain.calendar import end_of
from domain.commands import Lift, List, Pass, SignMeasure, Urge
from domain.errors import NotAllowed, NotPossible, NotReady
from domain.hazard.deadlines import decision_sum
from domain.hazard.labels import Look, Standing, date_stands, is_overdue, time_left
from domain.hazard.people import listing_body_seat
from domain.hazard.supervisors import above_the_holder
from domain.hazard.waits import unfired
from domain.tables import Hazard
from domain.words import Line, PaperKind, Role, State
from tests import scenes
from tests.stage import Stage, on

DUE = end_of(date(2026, 11, 20))  # a Friday; every scene in work ends on it


@pytest.mark.parametrize(
    ("asked", "decided_by", "words"),
    [
        ("2026-11-10 10:00", end_of(date(2026, 11, 13)), "3 个工作日"),
        ("2026-11-19 10:00", end_of(date(2026, 11, 19)), "到期前最后一个工作日"),
        ("2026-11-20 10:00", DUE, "到期当日"),
    ],
)
def test_an_extension_is_decided_before_the_date_it_would_move(
    asked: str, decided_by: object, words: str
) -> None:
    case = scenes.scene(Line.UNIT, State.RECTIFYING).now("2026-11-02 12:00")
    found = decision_sum(case, on(asked))
    assert (found.due_at, words in found.because) == (decided_by, True)


def test_a_department_may_stand_for_its_unit() -> None:
    hazard = Stage().report("nurse1", "2026-11-02 09:00", unit="001-01").now("2026-11-02 09:00").hazard
    units = Stage().people.units
    assert units[hazard.unit_id].code == "001"
    assert units[hazard.department_id or 0].code == "001-01"


def test_the_third_delay_goes_straight_to_the_fourth_rung() -> None:
    stage = scenes.scene(Line.UNIT, State.RECTIFYING).changed(extensions=3)
    ahead = [clock for clock in unfired(stage.now("2026-11-02 12:00")) if clock.kind.startswith("delays")]
    assert {clock.level for clock in ahead} == {4}
    assert [clock.paper for clock in ahead if clock.paper] == [PaperKind.GRADING_REQUEST]


def test_a_moment_that_passed_today_is_not_called_a_day_late() -> None:
    noon = on("2026-11-02 12:00")
    assert time_left(noon, noon - timedelta(minutes=1)) == Standing("今天到期", Look.SOON)
    assert time_left(noon, noon + timedelta(minutes=1)) == Standing("今天已超时", Look.LATE)
    assert time_left(None, noon) is None


@pytest.mark.parametrize(
    ("days", "look"), [(-1, Look.LATE), (0, Look.SOON), (1, Look.SOON), (3, Look.SOON), (4, Look.PLAIN)]
)
def test_three_days_before_its_end_a_date_is_shown_as_soon(days: int, look: Look) -> None:
    stands = time_left(end_of(date(2026, 11, 10) + timedelta(days=days)), on("2026-11-10 12:00"))
    assert stands is not None
    assert stands.look is look


def test_a_major_hazard_without_its_group_is_passed_by_nobody() -> None:
    stage = scenes.scene(Line.MAJOR, State.VERIFYING).changed(panel=[])
    with pytest.raises(NotAllowed, match="验收组"):
        stage.press("leader", "2026-11-02 12:00", Pass(opinion="合格"))


def test_without_a_paper_there_is_nothing_to_sign() -> None:
    with pytest.raises(NotPossible, match="没有"):
        scenes.scene(Line.UNIT, State.RECTIFYING).press("deputy1", "2026-11-02 12:00", SignMeasure())


def test_what_a_higher_body_listed_is_recorded_by_the_desk() -> None:
    stage = scenes.proposed_for_listing()
    assert listing_body_seat(stage.now("2026-11-21 12:00")).role is Role.HEAD
    stage.press(
        "office", "2026-11-21 13:00", List(until=date(2026, 12, 31), level="city", number="市安委〔2026〕1号")
    )
    assert listing_body_seat(stage.now("2026-11-21 14:00")).role is Role.DESK


def test_a_closed_hazard_has_nobody_to_urge() -> None:
    stage = scenes.scene(Line.UNIT, State.CLOSED)
    assert above_the_holder(stage.now("2026-11-02 12:00")) == ()
    with pytest.raises(NotPossible):
        stage.press("chief1", "2026-11-02 12:00", Urge())


def test_nothing_is_lifted_before_it_is_verified() -> None:
    stage = scenes.listed().press("chief1", "2026-11-23 10:00", scenes.PLAN).changed(listing="lifting")
    with pytest.raises(NotReady, match="验收"):
        stage.press("head", "2026-11-23 12:00", Lift())


def test_a_correction_on_the_spot_that_waits_to_be_verified_waits_one_working_day() -> None:
    stage = scenes.fixed_on_the_spot("nurse1").changed(state=State.VERIFYING)
    wait = next(c for c in unfired(stage.now("2026-11-02 12:00")) if c.kind == "verify")
    assert (wait.action, wait.due_at) == (Action.URGE, end_of(date(2026, 11, 3)))


@pytest.mark.parametrize(
    ("state", "submitted", "stands"),
    [
        (State.RECTIFYING, None, Standing("已超期 3 天", Look.LATE)),
        (State.VERIFYING, -1, Standing("待验收（未超期）")),
        (State.VERIFIED, -1, Standing("待验收（未超期）")),
        (State.VERIFYING, 1, Standing("已超期 3 天", Look.LATE)),
        (State.TRANSFERRED, None, None),
        (State.CLOSED, -1, None),
        (State.REGISTERED, None, None),
    ],
)
def test_a_date_stands_as_overdue_only_when_the_hazard_is(
    state: State, submitted: int | None, stands: Standing | None
) -> None:
    """One word in ledger, page, profile and API: red days never stand beside `overdue: false`."""
    due = end_of(date(2026, 11, 10))
    now = on("2026-11-13 12:00")
    handed_in = None if submitted is None else due + timedelta(days=submitted)
    hazard = cast("Hazard", SimpleNamespace(state=state, rectify_by=due, submitted_at=handed_in))
    assert date_stands(hazard, now) == stands
    assert is_overdue(hazard, now) == (stands is not None and stands.look is Look.LATE)
