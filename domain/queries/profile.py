"""One unit's hazards in figures (一院一档): what is open, closed, come again, by year; its listings; what comes next.

Each figure is counted by the filter that opens its list, over what the reader may see of the unit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, cast, func, select

from domain.actions import Action
from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.directory.organisation import UnitCard
from domain.hazard.waits import unfired
from domain.queries.boards.supervision import FIRST
from domain.queries.boards.units import UnitRow, unit_rows
from domain.queries.conditions import conditions
from domain.queries.figures import Figure, FigureAsked, both, counted
from domain.queries.hazard_filter import Counted, HazardFilter
from domain.queries.past import reported_at_shown
from domain.queries.reader import Reader
from domain.tables.core import HAZARD, JOURNAL
from domain.words import OPEN_STATES, Category, Level, Listing, State

SHANGHAI = "Asia/Shanghai"
A_YEAR = timedelta(days=365)
AGAIN = 2
MOST_YEARS, MOST_RECURRING, MOST_LISTINGS, MOST_NEXT = 5, 3, 20, 6
OF_THE_LISTING = (Action.LIST, Action.DECLINE_LISTING, Action.LIFT, Action.REFUSE_LIFTING)
SHOWN_FIRST = ("overdue", "due_soon", "to_sign", "out_of_use")


@dataclass(frozen=True)
class Year:
    """By year of discovery: 存量 is what is still open of the years before, 增量 what this year brought."""

    label: str
    found: Figure
    closed: Figure
    open: Figure


@dataclass(frozen=True)
class Mark:
    """One act of listing or lifting: on which hazard, when (legal time), under which number, until when."""

    case: Case
    action: Action
    at: datetime
    number: str
    until: str


@dataclass(frozen=True)
class UnitHazards:
    """`row` holds light and rates where the reader sees the whole institution; `days` from report to closing."""

    row: UnitRow | None
    first: list[Figure]
    by_state: list[Figure]
    closed: Figure
    days: float | None
    recurring: list[Figure]
    years: list[Year]
    listed: list[Figure]
    marks: list[Mark]
    next: list[tuple[Case, Clock]]


def unit_hazards(reader: Reader, unit: UnitCard) -> UnitHazards:
    """Everything of one unit's hazards that the reader may know: one walk over the open ones, one over all."""
    here = HazardFilter(unit=unit.code)
    first, by_state = _open(reader, here)
    spans = _spans(reader, here)
    of_years = [one for n, (_, within) in enumerate(spans) for one in _of_a_year(n, within)]
    again, listed = _of_categories(reader), _of_listings()
    found = counted(reader, here, [_of_this_year(reader), *again, *of_years, *listed])
    closed = found["closed"]
    recurring = [found[one.name] for one in again if found[one.name].count >= AGAIN]
    return UnitHazards(
        row=next(iter(unit_rows(reader, only=unit)), None),
        first=first,
        by_state=by_state,
        closed=closed,
        days=_days_to_close(reader, closed) if closed.count else None,
        recurring=sorted(recurring, key=lambda figure: -figure.count)[:MOST_RECURRING],
        years=[
            Year(label, *(found[f"{name}_{n}"] for name in ("found", "closed", "open")))
            for n, (label, _) in enumerate(spans)
        ],
        listed=[found[one.name] for one in listed],
        marks=_marks(reader, here),
        next=_next(reader, here),
    )


def _open(reader: Reader, here: HazardFilter) -> tuple[list[Figure], list[Figure]]:
    """Open as a whole and what presses, and open by state."""
    among = both(here, HazardFilter(open=True))
    first = [
        FigureAsked("open", "在办", HazardFilter()),
        FigureAsked("major", "重大在办", HazardFilter(level=Level.MAJOR)),
    ]
    first += [FigureAsked(name, *FIRST[name]) for name in SHOWN_FIRST]
    states = [
        FigureAsked(f"state_{state}", state.label, HazardFilter(state=[state])) for state in _open_states()
    ]
    found = counted(reader, among, [*first, *states])
    return [found[one.name] for one in first], [found[one.name] for one in states]


def _open_states() -> list[State]:
    return [state for state in State if state in OPEN_STATES]


def _of_this_year(reader: Reader) -> FigureAsked:
    """本年销号."""
    since = date(day_of(reader.at).year, 1, 1)
    return FigureAsked("closed", "本年销号", HazardFilter(state=[State.CLOSED], closed_from=since))


def _days_to_close(reader: Reader, closed: Figure) -> float:
    """Calendar days from report to closing on average, as the message of closing counts them."""
    took = _day(HAZARD.c.closed_at) - _day(reported_at_shown(reader))
    these = select(func.avg(took)).where(reader.visible(), *conditions(reader, closed.wanted))
    return round(float(reader.connection.execute(these).scalar_one()), 1)


def _day(moment: Any) -> Any:  # noqa: ANN401 - SQLAlchemy's own type of expression
    return cast(func.timezone(SHANGHAI, moment), Date)


def _of_categories(reader: Reader) -> list[FigureAsked]:
    """The categories found within a year; those found at least twice were mended but not cured."""
    lately = HazardFilter(found_from=day_of(reader.at) - A_YEAR, counted=Counted.VALID)
    return [
        FigureAsked(f"again_{kind}", kind.label, both(lately, HazardFilter(category=[kind])))
        for kind in Category
    ]


def _spans(reader: Reader, here: HazardFilter) -> list[tuple[str, HazardFilter]]:
    """This year and those before in which something was found, by day of discovery; the oldest ones together."""
    oldest = select(func.min(HAZARD.c.found_at)).where(reader.visible(), *conditions(reader, here))
    began = reader.connection.execute(oldest).scalar_one()
    if began is None:
        return []
    this = day_of(reader.at).year
    first = max(day_of(began).year, this - MOST_YEARS + 1)
    spans = [(f"{year} 年", _within(year)) for year in range(this, first - 1, -1)]
    if day_of(began).year < first:
        spans.append((f"{first - 1} 年及以前", HazardFilter(found_to=date(first - 1, 12, 31))))
    return spans


def _within(year: int) -> HazardFilter:
    return HazardFilter(found_from=date(year, 1, 1), found_to=date(year, 12, 31))


def _of_a_year(n: int, within: HazardFilter) -> Iterable[FigureAsked]:
    yield FigureAsked(f"found_{n}", "发现", both(within, HazardFilter(counted=Counted.VALID)))
    yield FigureAsked(f"closed_{n}", "已销号", both(within, HazardFilter(state=[State.CLOSED])))
    yield FigureAsked(f"open_{n}", "在办", both(within, HazardFilter(open=True)))


def _of_listings() -> list[FigureAsked]:
    """挂牌 as it stands."""
    return [
        FigureAsked("listing_proposed", "待签发", HazardFilter(listing=[Listing.PROPOSED])),
        FigureAsked("listing_now", "挂牌督办中", HazardFilter(listed=True)),
        FigureAsked("listing_lifted", "已摘牌", HazardFilter(listing=[Listing.LIFTED])),
    ]


def _marks(reader: Reader, here: HazardFilter) -> list[Mark]:
    """The record of listings, newest first; a number given by the system stands with the listing in force."""
    these = (reader.visible(), *conditions(reader, here), HAZARD.c.listed.is_not(None))
    columns = (JOURNAL.c.case_id, JOURNAL.c.seq, JOURNAL.c.action, JOURNAL.c.at, JOURNAL.c.data)
    acts = select(*columns).join(HAZARD, HAZARD.c.id == JOURNAL.c.case_id)
    acts = acts.where(*these, JOURNAL.c.action.in_(OF_THE_LISTING)).order_by(JOURNAL.c.id.desc())
    lines = reader.connection.execute(acts.limit(MOST_LISTINGS)).all()
    found = reader.cases(select(HAZARD).where(HAZARD.c.id.in_({line.case_id for line in lines})))
    cases = {case.hazard.id: case for case in found}
    last = {line.case_id: line.seq for line in reversed(lines) if line.action == Action.LIST}
    return [_mark(cases[line.case_id], line, in_force=last.get(line.case_id)) for line in lines]


def _mark(case: Case, line: Row[Any], in_force: int | None) -> Mark:
    given = (case.hazard.listed or {}).get("number", "") if line.seq == in_force else ""
    number = line.data.get("number") or given
    return Mark(case, Action(line.action), line.at, number or "", line.data.get("until", ""))


def _next(reader: Reader, here: HazardFilter) -> list[tuple[Case, Clock]]:
    """The next moments at which the system acts if nobody does, one a hazard."""
    these = (reader.visible(), *conditions(reader, both(here, HazardFilter(open=True))))
    query = select(HAZARD).where(*these, HAZARD.c.next_action_at.is_not(None))
    cases = reader.cases(query.order_by(HAZARD.c.next_action_at, HAZARD.c.id).limit(MOST_NEXT))
    return [(case, ahead[0]) for case in cases if (ahead := unfired(case))]
