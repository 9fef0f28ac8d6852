"""The one table of what happens by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from domain import clock
from flows.cores import CORES
from flows.deployments import FLOWS
from flows.timetable import ROWS, TIMETABLE


@pytest.fixture
def a_day_in_20_seconds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    now = datetime.now(UTC)
    monkeypatch.setenv(clock.DEMO_VARIABLE, "a demonstration")
    clock.install(clock.DemoClock(now, now, 4320.0))
    yield
    clock.install(None)


def test_each_row_has_a_flow_and_a_core_function_of_its_name_and_says_why() -> None:
    assert set(ROWS) == set(FLOWS) == set(CORES)
    assert all(len(row.because) > 20 for row in TIMETABLE)


def test_in_real_operation_the_cadence_is_what_the_table_says() -> None:
    assert [row.cadence() for row in TIMETABLE] == [row.every for row in TIMETABLE]
    assert [row.patience() for row in TIMETABLE] == [3 * row.every for row in TIMETABLE]
    assert min(row.patience() for row in TIMETABLE) >= 60


@pytest.mark.usefixtures("a_day_in_20_seconds")
def test_in_a_demonstration_nothing_comes_oftener_than_2_s_or_counts_as_late_within_6_s() -> None:
    assert ROWS["advance_hazards"].cadence() == 2
    assert all(row.cadence() == row.least for row in TIMETABLE)
    assert ROWS["advance_hazards"].patience() == 6
