"""历史导入: rows of a ledger as hazards: where they stand, who holds them, on which rung they join."""

from datetime import date

import pytest

from domain.calendar import day_of
from domain.clock import SITE_ZONE
from domain.commands import Accept, Assign, Submit, UndoImport
from domain.errors import NotAllowed, NotReady
from domain.hazard.deadlines import cap, known_here_since
from domain.hazard.labels import is_overdue
from domain.words import Line, Listing, PaperKind, State
from tests import scenes
from tests.stage import AFTER, Stage, on, seat

DAY = "2026-11-02"


def fired(stage: Stage, at: str) -> list[tuple[str, int]]:
    """(clock, rung) of every line that the clock writes until then."""
    written = stage.sweep(at)
    return [(line.entry["clock"], line.entry["rung"]) for line in written]


def test_a_closed_row_rests_with_its_true_days_and_fires_nothing() -> None:
    stage = Stage().take_in(
        "office", f"{DAY} 09:00", found_on="2024-03-26", due="2024-04-10", fixed_on="2024-04-09",
        closed_on="2024-04-11", stage="closed", funds="0.9", original_number="2024-003",
    )  # fmt: skip
    row = stage.now(f"{DAY} 12:00").hazard
    assert (row.state, row.closing_kind, row.original_number) == (State.CLOSED, "rectified", "2024-003")
    days = [day_of(m) for m in (row.found_at, row.reported_at, row.submitted_at, row.closed_at) if m]
    assert days == [date(2024, 3, 26), date(2024, 3, 26), date(2024, 4, 9), date(2024, 4, 11)]
    assert row.found_at.astimezone(SITE_ZONE).hour == 12
    assert row.rectify_by == row.first_rectify_by == on("2024-04-11 00:00")
    assert row.number == "500999-001-2026-00001"
    assert (row.reporter_id, row.holders, row.next_action_at) == (None, [], None)
    assert fired(stage, "2028-01-01 09:00") == []


def test_what_is_open_is_handed_over_from_the_import_on() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:00")
    assert stage.now(f"{DAY} 09:00").hazard.state == State.ASSIGNED
    assert seat(stage)[1] == {"officer1"}
    assert stage.told() == [("officer1", "new_task")]
    stage.press("officer1", f"{DAY} 10:00", Accept(fixer="fixer1"))
    stage.press("fixer1", "2026-11-10 10:00", Submit(result="已清理", photos=[AFTER]))
    assert stage.now("2026-11-10 10:00").hazard.state == State.VERIFYING


def test_a_known_fixer_works_on() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:00", fixer="fixer1")
    assert seat(stage) == (None, {"fixer1"})
    assert stage.now(f"{DAY} 09:00").hazard.state == State.RECTIFYING
    assert stage.told() == [("fixer1", "todo")]


def test_what_has_no_date_waits_to_be_handed_over() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:00", stage="registered", due=None)
    assert stage.now(f"{DAY} 09:00").hazard.state == State.REGISTERED
    stage.press("office", f"{DAY} 10:00", Assign(measures="清理", due=date(2026, 11, 20)))
    assert stage.now(f"{DAY} 10:00").hazard.state == State.ASSIGNED


# Days late when it is imported -> which rungs of the ladder the clock then writes within the first minute.
JOINS = [
    (0, []),
    (1, [("overdue", 1)]),
    (2, [("overdue", 1)]),
    (3, [("overdue", 2), ("paper", 2)]),
    (8, [("overdue", 3), ("paper", 3)]),
    (45, [("overdue", 4), ("paper", 4)]),
    (690, [("overdue", 4), ("paper", 4)]),
]


@pytest.mark.parametrize(("late", "rungs"), JOINS)
def test_history_joins_the_ladder_on_its_rung_and_fires_none_that_it_passed(
    late: int, rungs: list[tuple[str, int]]
) -> None:
    until = date.fromordinal(date(2026, 11, 2).toordinal() - late)
    stage = Stage().take_in(
        "office", f"{DAY} 09:30", found_on="2024-01-05", due=until.isoformat(), fixer="fixer1"
    )
    assert is_overdue(stage.now(f"{DAY} 12:00").hazard, on(f"{DAY} 12:00")) == (late > 0)
    ladder = [one for one in fired(stage, f"{DAY} 09:31") if one[0] in ("overdue", "paper")]
    assert ladder == rungs
    assert stage.now(f"{DAY} 12:00").hazard.rung == max((rung for _, rung in rungs), default=0)


def test_the_rungs_to_come_fire_in_their_order() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:30", due="2026-11-01", fixer="fixer1")
    ladder = [one for one in fired(stage, "2026-12-20 09:30") if one[0] == "overdue"]
    assert ladder == [("overdue", n) for n in range(1, 7)]


def test_years_of_repeats_are_passed_and_the_next_comes_within_a_week() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:30", found_on="2023-11-08", due="2024-12-31", fixer="fixer1")
    stage.sweep(f"{DAY} 09:31")
    weekly = [one for one in fired(stage, "2026-11-16 10:00") if one[0] == "overdue"]
    assert len(weekly) == 2


def test_a_major_hazard_past_its_date_is_proposed_for_listing_once() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:30", level="major", due="2026-10-31", basis="判定清单第三项")
    written = fired(stage, f"{DAY} 09:31")
    assert written.count(("listing", 1)) == 1
    assert stage.now(f"{DAY} 12:00").hazard.listing == Listing.PROPOSED
    assert stage.now(f"{DAY} 12:00").hazard.criterion == "判定清单第三项"


def test_the_paper_of_its_rung_is_proposed_once() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:30", due="2026-10-20", fixer="fixer1")
    stage.sweep(f"{DAY} 09:31")
    kinds = [paper["kind"] for line in stage.lines for paper in line.papers]
    assert kinds == [PaperKind.CIRCULAR]


def test_the_longest_term_counts_from_the_import() -> None:
    case = (
        Stage().take_in("office", f"{DAY} 09:00", found_on="2023-11-08", due="2024-12-31").now(f"{DAY} 12:00")
    )
    assert cap(case, known_here_since(case)) == date(2027, 11, 2)


def test_who_was_named_neither_verifies_nor_closes() -> None:
    stage = Stage().take_in(
        "office",
        f"{DAY} 09:00",
        stage="verifying",
        fixed_on="2026-10-20",
        fixer="officer1",
        source="weekly_check",
    )
    assert "officer1" not in seat(stage)[1]


@pytest.mark.parametrize("line", list(Line))
def test_an_import_is_taken_back_while_nobody_acted_on_it(line: Line) -> None:
    stage = scenes.imported(line, stage="closed", fixed_on="2026-10-20", closed_on="2026-10-20")
    stage.press("office", f"{DAY} 10:00", UndoImport(reason="导错了文件"))
    row = stage.now(f"{DAY} 12:00").hazard
    assert (row.state, row.closed_at, row.closing_kind) == (State.VOIDED, None, None)
    assert row.number is not None
    assert stage.ahead(f"{DAY} 12:00") == []


def test_what_the_clock_did_meanwhile_is_no_obstacle_and_falls() -> None:
    stage = Stage().take_in("office", f"{DAY} 09:30", level="major", due="2026-10-20")
    stage.sweep(f"{DAY} 12:00")
    stage.press("office", f"{DAY} 13:00", UndoImport(reason="导错了文件"))
    case = stage.now(f"{DAY} 14:00")
    assert (case.hazard.state, case.hazard.listing) == (State.VOIDED, Listing.NONE)
    assert stage.ahead(f"{DAY} 14:00") == []


def test_what_somebody_acted_on_is_not_taken_back() -> None:
    stage = (
        Stage().take_in("office", f"{DAY} 09:00").press("officer1", f"{DAY} 10:00", Accept(fixer="fixer1"))
    )
    with pytest.raises(NotReady, match="导入后已有人办理过"):
        stage.press("office", f"{DAY} 11:00", UndoImport(reason="导错了文件"))


def test_what_was_reported_is_not_taken_back_as_an_import() -> None:
    with pytest.raises(NotReady, match="不是导入的"):
        scenes.scene(Line.AUTHORITY, State.ASSIGNED).press("office", f"{DAY} 11:00", UndoImport(reason="错"))


def test_a_unit_takes_in_neither_major_hazards_nor_those_of_the_commission() -> None:
    for more in ({"level": "major"}, {"source": "inspection"}):
        with pytest.raises(NotAllowed):
            Stage().take_in("officer1", f"{DAY} 09:00", **{"source": "weekly_check", **more})
