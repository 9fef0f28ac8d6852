"""Working days: the published years, the unpublished ones, and the way between days and instants."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from domain import calendar, clock
from domain.calendar import Calendar, Term, due, import_years, national_calendar
from domain.calendar.years import read_years, shipped_text, spans

NATIONAL = national_calendar()
WORKED_IN_2026 = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
day = date.fromisoformat


@pytest.mark.parametrize("text", WORKED_IN_2026)
def test_a_make_up_day_is_worked_although_it_is_a_weekend(text: str) -> None:
    assert day(text).weekday() >= 5
    assert NATIONAL.is_working_day(day(text))


def test_the_year_2026_is_the_one_the_state_council_published() -> None:
    year = read_years(shipped_text())[2026]
    named = {name: spans(d for d, n in year.off.items() if n == name) for name in year.off.values()}
    assert named == {
        "元旦": ["01-01..01-03"],
        "春节": ["02-15..02-23"],
        "清明节": ["04-04..04-06"],
        "劳动节": ["05-01..05-05"],
        "端午节": ["06-19..06-21"],
        "中秋节": ["09-25..09-27"],
        "国庆节": ["10-01..10-07"],
    }
    assert sorted(map(str, year.work)) == WORKED_IN_2026
    assert not any(NATIONAL.is_working_day(off) for off in year.off)


def test_the_shipped_years_are_what_the_import_writes() -> None:
    assert import_years.all_years() == shipped_text()


def test_every_published_year_has_the_working_days_its_notice_leaves() -> None:
    for year in NATIONAL.official_years:
        first = day(f"{year}-01-01").toordinal()
        last = day(f"{year}-12-31").toordinal()
        worked = sum(NATIONAL.is_working_day(date.fromordinal(n)) for n in range(first, last + 1))
        assert 246 <= worked <= 253, year


def test_unpublished_years_know_weekends_and_the_holidays_fixed_by_date() -> None:
    assert NATIONAL.is_provisional(2027)
    assert not NATIONAL.is_provisional(2026)
    off = ["2027-01-01", "2028-05-01", "2028-05-02", "2029-10-01", "2029-10-02", "2029-10-03", "2027-11-20"]
    assert not any(NATIONAL.is_working_day(day(text)) for text in off)
    assert NATIONAL.is_working_day(day("2027-10-08"))


def test_days_and_instants_lead_to_each_other() -> None:
    due_at = due(Term(7, "days"), clock.parse("2026-10-12 10:00"), NATIONAL).due_at
    assert calendar.last_day(due_at) == day("2026-10-19")
    assert calendar.day_of(due_at) == day("2026-10-20")
    assert calendar.last_day(clock.parse("2026-10-19 13:30")) == day("2026-10-19")
    assert calendar.shift_days(due_at, -3, "09:00") == clock.parse("2026-10-16 09:00")
    assert calendar.shift_days(due_at, 1, "09:00") == clock.parse("2026-10-20 09:00")
    assert calendar.at_time(day("2026-10-19"), "24:00") == due_at == calendar.end_of(day("2026-10-19"))


def test_a_paper_waits_for_nine_in_the_morning_of_a_working_day() -> None:
    friday = clock.parse("2026-10-09 09:00")
    assert calendar.paper_time(friday, NATIONAL) == friday
    assert calendar.paper_time(clock.parse("2026-10-03 15:00"), NATIONAL) == clock.parse("2026-10-08 09:00")
    assert calendar.paper_time(clock.parse("2026-10-10 15:00"), NATIONAL) == clock.parse("2026-10-10 15:00")


def test_working_days_are_counted_both_ways() -> None:
    assert NATIONAL.last_working_day_before(day("2026-10-08")) == day("2026-09-30")
    assert NATIONAL.add_working_days(day("2026-10-15"), -10) == day("2026-09-24")
    assert NATIONAL.add_working_days(day("2026-10-15"), 0) == day("2026-10-15")
    assert NATIONAL.next_working_day(day("2026-10-01")) == day("2026-10-08")


def test_doctor_hears_of_a_missing_year_from_november_on() -> None:
    assert calendar.missing_year_warning(clock.parse("2026-10-31 23:59"), NATIONAL) is None
    assert "2027 年放假安排未导入" in (
        calendar.missing_year_warning(clock.parse("2026-11-01"), NATIONAL) or ""
    )
    assert "2027 年" in (calendar.missing_year_warning(clock.parse("2027-03-01"), NATIONAL) or "")
    assert "2027、2028 年" in (calendar.missing_year_warning(clock.parse("2027-12-01"), NATIONAL) or "")


def test_a_new_notice_makes_its_year_official_and_changes_the_version() -> None:
    notice = '[2027]\noff."元旦" = ["01-01..01-03"]\nwork = ["01-09"]\n'
    later = calendar.calendar_from(shipped_text(), notice)
    result = due(Term(7, "working_days"), clock.parse("2026-12-30 10:00"), later)
    assert result.because == "7 个工作日，自 2026-12-30 起，遇元旦顺延 = 2027-01-09"
    assert not result.provisional
    assert later.version != NATIONAL.version
    assert calendar.calendar_from(shipped_text()).version == NATIONAL.version
    assert calendar.missing_year_warning(clock.parse("2026-12-01"), later) is None


def test_a_calendar_without_any_year_still_answers() -> None:
    empty = Calendar({})
    assert due(Term(1, "working_days"), clock.parse("2026-09-30"), empty).provisional


@pytest.mark.parametrize(
    ("spans", "work", "reason"),
    [("10-07..10-01", "10-10", "早于开始日"), ("10-01..10-07", "10-05", "既是放假日")],
)
def test_a_year_that_contradicts_itself_is_refused(spans: str, work: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        read_years(f'[2027]\noff."国庆节" = ["{spans}"]\nwork = ["{work}"]\n')


@given(st.dates(day("2004-01-01"), day("2035-12-31")), st.integers(1, 60))
def test_counting_back_undoes_counting_forward_from_a_working_day(first: date, n: int) -> None:
    start = NATIONAL.next_working_day(first)
    assert NATIONAL.add_working_days(NATIONAL.add_working_days(start, n), -n) == start
