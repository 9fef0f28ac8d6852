"""Rates with both numbers, how late what is late is, and what keeps 重大 from 动态清零."""

from dataclasses import dataclass
from datetime import timedelta

from domain.calendar import day_of
from domain.official.asked import Asked
from domain.official.making import percent
from domain.queries import Counted, HazardFilter, Reader
from domain.queries.figures import Figure, FigureAsked, both, counted
from domain.queries.trends import last_closed
from domain.words import Level, State

DAY = timedelta(days=1)
DONE = [State.VERIFIED, State.CLOSED]
AGES = (
    ("age_7", "7 天以内", 0, 7),
    ("age_30", "8－30 天", 8, 30),
    ("age_90", "31－90 天", 31, 90),
    ("age_more", "90 天以上", 91, None),
)


@dataclass(frozen=True)
class TimedRate:
    """done of all, with what it means; `percent` with one decimal, blank where there is nothing to count."""

    name: str
    label: str
    how: str
    done: Figure
    of: Figure

    @property
    def percent(self) -> str:
        """66.7 or 0.0, or nothing."""
        value = percent(self.done.count, self.of.count)
        return "" if value is None else f"{value}"


def rates(reader: Reader, asked: Asked) -> list[TimedRate]:
    """整改率 by day of discovery, 按期 and 逾期 by first date, 销号率 by day of report, 一次验收合格率 by closing."""
    pairs = list(_pairs(asked))
    wanted = [
        FigureAsked(f"{name}_{part}", label, one)
        for name, _, _, (label_done, done), (label_of, of) in pairs
        for part, label, one in (("done", label_done, done), ("of", label_of, of))
    ]
    found = counted(reader, HazardFilter(unit=asked.top.code), wanted)
    return [
        TimedRate(name, label, how, found[f"{name}_done"], found[f"{name}_of"])
        for name, label, how, _, _ in pairs
    ]


def _pairs(asked: Asked) -> list[tuple[str, str, str, tuple[str, HazardFilter], tuple[str, HazardFilter]]]:
    found = {"found_from": asked.start, "found_to": asked.end}
    due = {"first_due_from": asked.start, "first_due_to": asked.end}
    reported = {"reported_from": asked.start, "reported_to": asked.end}
    closed = {"closed_from": asked.start, "closed_to": asked.end}
    general = HazardFilter(level=Level.GENERAL, counted=Counted.RATE_OF, **found)
    major = HazardFilter(level=Level.MAJOR, counted=Counted.RATE_OF, **found)
    came_due = ("已到期", HazardFilter(counted=Counted.ON_TIME_OF, **due))
    registered = HazardFilter(counted=Counted.RATE_OF, **reported)
    accepted = HazardFilter(counted=Counted.RATE, **closed)
    return [
        (
            "general", "一般隐患整改率", "期内发现的一般隐患中，期末已整改（含待销号）的",
            ("已整改", _stood(general, asked, DONE)), ("已登记", general),
        ),
        (
            "major", "重大隐患整改率", "期内发现的重大隐患中，期末已整改销号的",
            ("已销号", _stood(major, asked, [State.CLOSED])), ("已登记", major),
        ),
        (
            "on_time", "按期整改率", "原定期限在期内的，原定期限内报请并已销号的；延期的单列",
            ("按期", HazardFilter(counted=Counted.ON_TIME, **due)), came_due,
        ),
        (
            "extended", "延期内整改率", "原定期限在期内的，延期后的期限内报请并已销号的",
            ("延期内", HazardFilter(counted=Counted.EXTENDED, **due)), came_due,
        ),
        (
            "late", "逾期率", "原定期限在期内的，逾期未改完，或过了期限（延期的按延期后）才报请并销号的",
            ("逾期", HazardFilter(counted=Counted.LATE, **due)), came_due,
        ),
        (
            "closed", "销号率", "期内上报并登记的，已整改销号的",
            ("已销号", HazardFilter(counted=Counted.RATE, **reported)), ("已登记", registered),
        ),
        (
            "first_pass", "一次验收合格率", "期内整改销号的，从未退回的",
            ("一次合格", accepted.model_copy(update={"sent_back": False})), ("已销号", accepted),
        ),
    ]  # fmt: skip


def _stood(wanted: HazardFilter, asked: Asked, states: list[State]) -> HazardFilter:
    return HazardFilter.model_validate(
        wanted.model_dump(exclude_unset=True) | {"state": states, "as_of": asked.end}
    )


def overdue_ages(reader: Reader, asked: Asked) -> list[Figure]:
    """What is late now by how many calendar days; none is in two, and none is left out."""
    today = day_of(reader.at)
    wanted = [
        FigureAsked(
            name,
            label,
            HazardFilter(
                due_to=today - least * DAY,
                **({"due_from": today - most * DAY} if most is not None else {}),
            ),
        )
        for name, label, least, most in AGES
    ]
    return list(counted(reader, HazardFilter(unit=asked.top.code, overdue=True), wanted).values())


@dataclass(frozen=True)
class Clearing:
    """动态清零 of 重大 now: in hand, and what keeps them from it; `late` were closed after their dates, the last when.

    `days`: calendar days since the last of those was closed; None while one is late now, or where none ever was.
    """

    in_hand: Figure
    hindered: list[Figure]
    late: Figure
    days: int | None

    @property
    def is_cleared(self) -> bool:
        """No 重大 late, each with an approved plan and 五到位; not that none was ever found."""
        return not any(figure.count for figure in self.hindered)


def clearing(reader: Reader, asked: Asked) -> Clearing:
    """As it stands now, whatever the period."""
    wanted = [
        FigureAsked("major_in_hand", "重大隐患在办", HazardFilter()),
        FigureAsked("major_overdue", "已超期", HazardFilter(overdue=True)),
        FigureAsked("major_unplanned", "治理方案未审查通过", HazardFilter(planned=False)),
        FigureAsked("major_not_in_five", "未达“五到位”", HazardFilter(in_five=False)),
    ]
    common = HazardFilter(unit=asked.top.code, level=Level.MAJOR)
    in_hand, *hindered = counted(reader, both(common, HazardFilter(open=True)), wanted).values()
    closed_late = FigureAsked("major_late", "逾期后才销号的重大隐患", HazardFilter(counted=Counted.LATE))
    [late] = counted(reader, both(common, HazardFilter(state=[State.CLOSED])), [closed_late]).values()
    last = None if hindered[0].count else last_closed(reader, late.wanted)
    days = (day_of(reader.at) - day_of(last)).days if last else None
    return Clearing(in_hand, hindered, late, days)
