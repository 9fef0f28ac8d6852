"""What may be done to the calendar of working days."""

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from domain.fields import WRITTEN_PLAINLY, Description
from domain.organisation.change import UnitChange

Year = Annotated[int, Field(ge=2026, le=2099), WRITTEN_PLAINLY]
Source = Annotated[str, StringConstraints(max_length=200)]


class EnterYear(UnitChange):
    """录入放假安排: a year's days off and make-up days, which wait for another person's word."""

    act: ClassVar[str] = "enter_calendar_year"
    label: ClassVar[str] = "录入放假安排"
    year: Year = Field(title="年份")
    text: Description = Field(title="通知原文或逐日")
    """The State Council's notice, whole; or a day a line: `2027-01-01 元旦`, `2027-01-09 上班`."""
    source: Source = Field("", title="文号")
    """Of the notice; may be left out where the text shows it."""


class ConfirmYear(UnitChange):
    """确认放假安排: from now on every date is reckoned with it. Never by who entered it."""

    act: ClassVar[str] = "confirm_calendar_year"
    label: ClassVar[str] = "确认放假安排"
    edition: Annotated[int, Field(title="版本", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]
