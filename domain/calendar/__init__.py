"""Working days of mainland China, terms in hours, days and working days, and the sums people can check."""

from domain.calendar.moments import at_time, day_of, end_of, last_day, paper_time, shift_days
from domain.calendar.terms import Sum, Term, due
from domain.calendar.working_days import Calendar, calendar_from, missing_year_warning, national_calendar

__all__ = [
    "Calendar",
    "Sum",
    "Term",
    "at_time",
    "calendar_from",
    "day_of",
    "due",
    "end_of",
    "last_day",
    "missing_year_warning",
    "national_calendar",
    "paper_time",
    "shift_days",
]
