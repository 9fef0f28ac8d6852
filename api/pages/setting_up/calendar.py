"""日历: a year by months; the State Council's notice entered by one person and confirmed by another."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from fastapi import Response

from api.pages.forms import Form, whole_number
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.calendar import day_of
from domain.calendar.notice import WEEKDAYS
from domain.organisation import change_organisation, commands as c
from domain.organisation.calendars import whose_calendar
from domain.organisation.earlier_dates import AgreeToEarlier, agree_to_earlier
from domain.queries.calendars import (
    Day,
    DayKind,
    Edition,
    calendar_with,
    dates_moved,
    differing_days,
    earlier_dates,
    editions,
    keeps_the_calendar,
    months_of,
    waiting_edition,
)
from domain.queries.moved import Moved

router = pages_router()
HERE = "/calendar"
SHOWN = 50
ONE_DAY = timedelta(days=1)
EXAMPLE = "一、元旦：1月1日（周五）至3日（周日）放假，共3天。……　或每行一天：2027-01-01 元旦　2027-01-09 上班"


@router.get(HERE)
def shown(page: Page) -> Response:
    """A year of the calendar, and what waits to be confirmed."""
    asked = whole_number(next(iter(page.asked.get("year", ())), ""))
    return _shown(page, Form(c.EnterYear), 200, asked)


@router.post(HERE)
def enter(page: Sent) -> Response:
    """Keep what was recognised; it waits for another person."""

    def save(said: c.EnterYear) -> Response:
        _press(page, said)
        return page.go(f"{HERE}?year={said.year}", said="已识别并保存，待另一位有权人员核对确认后生效。")

    return page.submit(c.EnterYear, save, lambda form, status: _shown(page, form, status))


@router.post(HERE + "/confirm")
def confirm(page: Sent) -> Response:
    """Put a year in force."""
    meant = next(iter(page.typed.get("edition", ())), "")
    year = next((one.year for one in editions(page.reader) if str(one.id) == meant), None)

    def save(said: c.ConfirmYear) -> Response:
        _press(page, said)
        return page.go(f"{HERE}?year={year}", said="已确认。顺延的期限一分钟内自动更新，提前的期限须经同意。")

    return page.submit(c.ConfirmYear, save, lambda form, status: _shown(page, form, status, year))


@router.post(HERE + "/earlier")
def agree(page: Sent) -> Response:
    """Let the chosen dates come earlier."""

    def save(said: AgreeToEarlier) -> Response:
        moved = agree_to_earlier(page.store, said, by=page.who, at=page.at)
        return page.go(HERE, said=f"已将 {moved} 条隐患的期限按日历提前。")

    return page.submit(AgreeToEarlier, save, lambda form, status: _shown(page, form, status))


def _press(page: SentVisit, change: c.Change) -> None:
    unit = whose_calendar(page.reader.directory, page.who, page.at)
    change_organisation(page.store, unit.code, change, by=page.who, at=page.at, key=page.key)


def _shown(page: Visit, form: Form[Any], status: int, asked: int | None = None) -> Response:
    reader, this = page.reader, day_of(page.at).year
    found, entering = editions(reader), form if form.model is c.EnterYear else Form(c.EnterYear)
    year = asked or whole_number(entering.value("year")) or this
    waiting = waiting_edition(found, year)
    becomes = calendar_with(found, waiting) if waiting else reader.calendar
    entering.start_with(year=str(max(year, this)))
    return page.render(
        "setting_up/calendar.html",
        status,
        form=form,
        entering=entering,
        confirming=form if form.model is c.ConfirmYear else Form(c.ConfirmYear),
        year=year,
        tabs=[(f"{HERE}?year={one}", f"{one} 年", 0, one == year) for one in sorted({this, this + 1, year})],
        months=[_weeks(month) for month in months_of(becomes, year)],
        provisional=becomes.is_provisional(year),
        waiting=waiting,
        waiting_elsewhere=sorted({one.year for one in found if waiting_edition(found, one.year)} - {year}),
        differing=_by_kind(differing_days(reader.calendar, becomes, year)),
        moved=_counted(dates_moved(reader, becomes, year)) if waiting else None,
        earlier=earlier_dates(reader),
        history=[one for one in found if one.year == year],
        worked=sum(day.kind in {DayKind.WORK, DayKind.MAKE_UP} for day in _days(months_of(becomes, year))),
        keeps=keeps_the_calendar(reader),
        choices=[(str(one), f"{one} 年") for one in (this, this + 1)],
        feasts=_feasts(waiting),
        in_words=in_words,
        weekdays=WEEKDAYS,
        example=EXAMPLE,
    )


def _counted(found: Sequence[Moved]) -> dict[str, Any]:
    earlier = [one for one in found if one.is_earlier]
    return {"later": len(found) - len(earlier), "earlier": len(earlier), "shown": found[:SHOWN]}


def _by_kind(days: Iterable[Day]) -> list[tuple[str, str]]:
    """(what it becomes, the days in words), the first of the year first."""
    found: dict[DayKind, list[date]] = {}
    for one in days:
        found.setdefault(one.kind, []).append(one.day)
    return [(kind.label, in_words(mine)) for kind, mine in found.items()]


def _days(months: list[list[Day]]) -> Iterable[Day]:
    return (day for month in months for day in month)


def _weeks(month: list[Day]) -> list[list[Day | None]]:
    """A month as rows from Monday to Sunday; None where the week is another month's."""
    before: list[Day | None] = [None] * month[0].day.weekday()
    cells = [*before, *month]
    cells += [None] * (-len(cells) % 7)
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _feasts(edition: Edition | None) -> list[tuple[str, str, int]]:
    """(feast, its days in words, how many) of an edition."""
    return [(name, in_words(days), len(days)) for name, days in edition.feasts] if edition else []


def in_words(days: Iterable[date]) -> str:
    """Days as a notice prints them: 1月1日至3日、5月9日."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] + ONE_DAY == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run[0], run[-1]) for run in runs)


def _run(first: date, last: date) -> str:
    begins = f"{first.month}月{first.day}日"
    if first == last:
        return begins
    return f"{begins}至{last.day}日" if first.month == last.month else f"{begins}至{last.month}月{last.day}日"
