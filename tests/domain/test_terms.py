"""Terms: when each kind ends, checked against a finger on the wall calendar, and the sums in words."""

from datetime import UTC, date, datetime
from timeit import repeat

import pytest
from chinese_calendar import constants
from hypothesis import given, strategies as st

from domain import calendar, clock
from domain.calendar import Term, due, national_calendar

NATIONAL = national_calendar()
day = date.fromisoformat


def ends(code: str, start: str, *, rolls: bool = True) -> str:
    return clock.in_words(due(Term.parse(code), clock.parse(start), NATIONAL, rolls=rolls).due_at)


def because(code: str, start: str) -> str:
    return due(Term.parse(code), clock.parse(start), NATIONAL).because


def test_spring_festival_is_passed_over_and_named() -> None:
    assert because("3wd", "2026-02-13") == "3 个工作日，自 2026-02-13 起，遇春节顺延 = 2026-02-25"
    assert ends("2d", "2026-02-14") == "2026年2月24日 24:00"


def test_ten_working_days_over_two_holidays_show_their_sum() -> None:
    assert (
        because("10wd", "2026-09-24 17:59")
        == "10 个工作日，自 2026-09-24 起，遇国庆节、中秋节顺延 = 2026-10-15"
    )
    assert ends("10wd", "2026-09-24 17:59") == "2026年10月15日 24:00"


def test_each_kind_of_term_shows_its_sum() -> None:
    assert because("7d", "2026-10-12") == "7 天，自 2026-10-12 起 = 2026-10-19"
    assert because("3d", "2026-11-12") == "3 天，自 2026-11-12 起，遇休息日顺延 = 2026-11-16"
    assert because("7d", "2026-09-28") == "7 天，自 2026-09-28 起，遇国庆节顺延 = 2026-10-08"
    assert because("0d", "2026-10-15 23:59") == "当天，自 2026-10-15 起 = 2026-10-15"
    assert because("4h", "2026-10-15 22:30") == "4 小时，自 2026-10-15 22:30 起 = 2026-10-16 02:30"
    assert because("3wd", "2026-10-19") == "3 个工作日，自 2026-10-19 起 = 2026-10-22"


def test_the_start_day_is_not_counted_and_the_day_ends_at_midnight() -> None:
    assert due(Term(1, "working_days"), clock.parse("2026-11-23 00:00"), NATIONAL).due_at == datetime(
        2026, 11, 24, 16, 0, tzinfo=UTC
    )
    assert ends("1wd", "2026-11-23 23:59") == "2026年11月24日 24:00"


def test_an_evening_in_utc_is_already_the_next_day_in_shanghai() -> None:
    assert ends("1d", "2026-11-23T17:00:00+00:00") == "2026年11月25日 24:00"


def test_what_is_to_be_done_at_once_never_rolls_over() -> None:
    assert ends("0d", "2026-10-03 10:00") == "2026年10月3日 24:00"
    assert ends("1d", "2026-10-02 10:00", rolls=False) == "2026年10月3日 24:00"
    assert ends("1d", "2026-10-02 10:00") == "2026年10月8日 24:00"


def test_hours_run_through_nights_and_holidays() -> None:
    assert ends("4h", "2026-10-01 22:00") == "2026年10月2日 02:00"


def test_a_term_into_an_unpublished_year_is_provisional_and_no_error() -> None:
    result = due(Term(5, "working_days"), clock.parse("2026-12-30 10:00"), NATIONAL)
    assert result.provisional
    assert result.because == (
        "5 个工作日，自 2026-12-30 起，遇元旦顺延 = 2027-01-07（2027 年放假安排未公布，暂定）"
    )


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert NATIONAL.unpublished_year(day("2026-12-27")) is None
    assert NATIONAL.unpublished_year(day("2026-12-28")) == 2027
    assert NATIONAL.unpublished_year(day("2025-12-31")) is None
    assert due(Term(1, "days"), clock.parse("2026-12-29"), NATIONAL).provisional


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("1d", "2028-02-28", "2028年2月29日 24:00"),
        ("1wd", "2024-02-28", "2024年2月29日 24:00"),
        ("1d", "2025-02-27", "2025年2月28日 24:00"),
        ("30d", "2026-11-02", "2026年12月2日 24:00"),
        ("1d", "2026-06-29", "2026年6月30日 24:00"),
        ("1wd", "2026-07-31", "2026年8月3日 24:00"),
    ],
)
def test_leap_days_and_month_ends(code: str, start: str, end: str) -> None:
    assert ends(code, start) == end


def test_naive_moments_are_refused() -> None:
    naive = datetime(2026, 11, 23, 9, 0, tzinfo=UTC).replace(tzinfo=None)
    for code in ("4h", "1d", "1wd", "0d"):
        with pytest.raises(ValueError, match="没有时区"):
            due(Term.parse(code), naive, NATIONAL)
    with pytest.raises(ValueError, match="没有时区"):
        calendar.last_day(naive)


@pytest.mark.parametrize(
    ("code", "label"), [("10wd", "10 个工作日"), ("7d", "7 天"), ("4h", "4 小时"), ("0d", "当天")]
)
def test_a_term_is_written_in_policy_files_and_read_by_people(code: str, label: str) -> None:
    assert Term.parse(code).label() == label
    assert Term.parse(code).code() == code


@pytest.mark.parametrize(
    "code", ["", "3", "d", "-1d", "0wd", "0h", "007d", "3 d", "9999d", "长期坚持", "10WD"]
)
def test_a_wrong_term_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(ValueError, match="0d"):
        Term.parse(code)


def published(at: date) -> bool | None:
    """What the package says, asked day by day; it knows nothing of other years."""
    if at in constants.workdays:
        return True
    if at in constants.holidays:
        return False
    return at.weekday() < 5 if at.year <= 2026 else None


def worked(at: date) -> bool:
    known = published(at)
    if known is not None:
        return known
    return at.weekday() < 5 and (at.month, at.day) not in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def oracle(term: Term, first: date) -> date:
    """Walk a wall calendar with a finger."""
    at, left = first.toordinal(), term.amount
    while left:
        at += 1
        left -= term.unit == "days" or worked(date.fromordinal(at))
    while term.unit == "days" and not worked(date.fromordinal(at)):
        at += 1
    return date.fromordinal(at)


days_of_thirty_years = st.dates(day("2004-01-01"), day("2035-12-31"))
day_terms = st.builds(Term, st.integers(1, 90), st.sampled_from(["days", "working_days"]))


@given(days_of_thirty_years, day_terms)
def test_every_day_term_ends_where_a_finger_on_the_wall_calendar_ends(first: date, term: Term) -> None:
    result = due(term, calendar.at_time(first, "14:00"), NATIONAL)
    assert calendar.last_day(result.due_at) == oracle(term, first)
    assert calendar.day_of(result.due_at) > calendar.last_day(result.due_at)
    assert NATIONAL.is_working_day(calendar.last_day(result.due_at))
    assert (calendar.last_day(result.due_at) - first).days >= term.amount
    assert result.provisional == ("暂定" in result.because)


@given(days_of_thirty_years, day_terms, st.integers(0, 40))
def test_a_later_start_or_a_longer_term_never_ends_earlier(first: date, term: Term, more: int) -> None:
    begun = due(term, calendar.at_time(first, "09:00"), NATIONAL).due_at
    later = date.fromordinal(first.toordinal() + more)
    assert due(term, calendar.at_time(later, "09:00"), NATIONAL).due_at >= begun
    longer = Term(term.amount + more, term.unit)
    assert due(longer, calendar.at_time(first, "09:00"), NATIONAL).due_at >= begun


def test_a_sum_costs_microseconds_once_it_has_been_asked() -> None:
    term, start = Term(10, "working_days"), clock.parse("2026-09-24 10:00")
    due(term, start, NATIONAL)
    quickest = min(repeat(lambda: due(term, start, NATIONAL), number=50, repeat=40))
    assert quickest / 50 < 30e-6
