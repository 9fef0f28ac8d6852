"""When a person may be written to again: a table of moments, without a database."""

from datetime import date, time, timedelta

import pytest

from notifications.pacing import Pacing, ToldSoFar, after_a_message, free_at, pacing_of
from notifications.quiet_hours import QuietHours
from tests.world import on

PACING = Pacing()
TODAY = date(2026, 11, 24)


def moment(wall: str) -> str:
    return f"2026-11-{wall}" if " " in wall else f"2026-11-24 {wall}"


# (messages told today, earliest moment on record, now) -> when a message may go.
MOMENTS = [
    (0, None, "09:00", "09:00"),
    (1, None, "09:00", "09:00"),
    (1, "09:05", "09:01", "09:05"),
    (1, "09:05", "09:06", "09:06"),
    (2, None, "09:00", "17:00"),  # the last of a day gathers the rest
    (2, None, "17:00", "17:00"),
    (2, None, "18:30", "18:30"),
    (3, None, "18:30", "25 07:30"),  # three a day; the rest tomorrow morning
    (9, None, "09:00", "25 07:30"),
    (0, None, "21:00", "25 07:30"),  # 免打扰
    (0, None, "23:59", "25 07:30"),
    (0, None, "25 02:00", "25 07:30"),
    (0, None, "07:29", "07:30"),
    (0, None, "07:30", "07:30"),
    (0, "21:03", "20:58", "25 07:30"),
]


@pytest.mark.parametrize(("told", "recorded", "now", "then"), MOMENTS)
def test_a_message_that_is_not_urgent_waits_its_turn(
    told: int, recorded: str | None, now: str, then: str
) -> None:
    record = ToldSoFar(TODAY, told, on(moment(recorded)) if recorded else None)
    assert free_at(PACING, record, on(moment(now))) == on(moment(then))


def test_yesterdays_messages_do_not_count_today() -> None:
    assert free_at(PACING, ToldSoFar(date(2026, 11, 23), 3), on(moment("09:00"))) == on(moment("09:00"))


def test_a_policy_of_one_message_a_day_means_the_digest() -> None:
    once = Pacing(most_a_day=1)
    assert free_at(once, ToldSoFar(), on(moment("09:00"))) == on(moment("17:00"))


def test_what_is_remembered_after_a_message() -> None:
    at = on(moment("09:00"))
    later = at + timedelta(minutes=5)
    told = after_a_message(PACING, ToldSoFar(), at, urgent=False)
    assert told == ToldSoFar(TODAY, 1, free_at=later)
    assert after_a_message(PACING, told, at, urgent=True) == ToldSoFar(TODAY, 1, later, later), (
        "urgent is not counted"
    )
    waits = ToldSoFar(TODAY, 3, free_at=on(moment("25 07:30")))
    assert after_a_message(PACING, waits, at, urgent=True).free_at == on(moment("25 07:30"))


def test_the_manners_come_from_the_policy() -> None:
    assert pacing_of("default") == Pacing(
        QuietHours(time(21), time(7, 30)), timedelta(minutes=5), 3, time(17)
    )
    unpaced = pacing_of("default", paced=False)
    assert (unpaced.quiet, unpaced.window) == (PACING.quiet, timedelta(0))
    assert free_at(unpaced, ToldSoFar(TODAY, 500), on(moment("09:00"))) == on(moment("09:00"))
    assert free_at(unpaced, ToldSoFar(), on(moment("22:00"))) == on(moment("25 07:30"))


@pytest.mark.parametrize(
    ("at", "end"), [("22:00", "25 07:30"), ("25 03:00", "25 07:30"), ("12:00", "25 07:30")]
)
def test_quiet_hours_end_at_their_next_end(at: str, end: str) -> None:
    assert QuietHours().end_after(on(moment(at))) == on(moment(end))
