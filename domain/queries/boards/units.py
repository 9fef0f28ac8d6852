"""By unit: what is open and late, 整改率 and 按期整改率 with numerator and denominator, and a traffic light in words.

Lights are for units, never for persons, and look only at what is late: whoever reports much is not red for it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, false, func, or_, select, true

from domain.calendar import at_time, day_of
from domain.directory.organisation import UnitCard
from domain.queries.conditions import conditions
from domain.queries.definitions import OF_THE_RECTIFIED, Condition, is_open, is_rectified
from domain.queries.figures import Figure
from domain.queries.hazard_filter import Counted, HazardFilter
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.tables.core import HAZARD
from domain.use import Use
from domain.word import Word
from domain.words import Level, State, UnitKind

HIGH = 3


class Light(Word):
    """The light of a unit, in a word for those who do not see colours, and what it means."""

    RED = "red", "红灯"
    YELLOW = "yellow", "黄灯"
    GREEN = "green", "绿灯"
    NONE = "none", "本年尚无登记"

    @property
    def explained(self) -> str:
        """The word with its meaning, such as 绿灯：没有超期."""
        meaning = MEANINGS.get(self)
        return f"{self.label}：{meaning}" if meaning else self.label


MEANINGS = {
    Light.RED: "有重大隐患超期，或有隐患超期满 7 天（三级及以上）",
    Light.YELLOW: "有隐患超期，或超时未签收",
    Light.GREEN: "没有超期",
}


@dataclass(frozen=True)
class Rate:
    """done of all; None in percent when there is nothing to count."""

    done: Figure
    of: Figure

    @property
    def percent(self) -> float | None:
        """The rate, one decimal."""
        return round(100 * self.done.count / self.of.count, 1) if self.of.count else None


@dataclass(frozen=True)
class UnitRow:
    """One unit: its light, its open and late hazards, its two rates of this year."""

    unit: UnitCard
    light: Light
    figures: dict[str, Figure]
    rectified: Rate
    on_time: Rate


def unit_rows(reader: Reader, only: UnitCard | None = None) -> list[UnitRow]:
    """Every institution in the reader's scope, in the order of their codes; or only one of them."""
    scope = reader.scope.overseen | reader.scope.institutions
    scope = scope & {only.id} if only else scope
    units = [u for u in reader.directory.units.values() if u.id in scope and u.kind != UnitKind.DEPARTMENT]
    asked = _asked(reader)
    found = _counts(
        reader, [unit.id for unit in units], {name: wanted for name, (_, wanted) in asked.items()}
    )
    nothing = dict.fromkeys(asked, 0)
    return [_row(unit, asked, found.get(unit.id, nothing)) for unit in sorted(units, key=lambda u: u.code)]


def _asked(reader: Reader) -> dict[str, tuple[str, HazardFilter]]:
    """What is counted of each unit; the year is this one, in Shanghai."""
    year = _new_year(reader)
    return {
        "open": ("在办", HazardFilter(open=True)),
        "overdue": ("超期", HazardFilter(overdue=True)),
        "high": ("超期满 7 天", HazardFilter(overdue=True, rung=[*range(HIGH, 6)])),
        "major_past": ("重大超期", HazardFilter(overdue=True, level=Level.MAJOR)),
        "out_of_use": ("停用中", HazardFilter(open=True, use=[Use.SUSPENDED, Use.RESUMING])),
        "unsigned": ("超时未签收", HazardFilter(state=[State.ASSIGNED], wait_late=True)),
        "rate": ("已整改", HazardFilter(counted=Counted.RATE, found_from=year)),
        "rate_of": ("已登记", HazardFilter(counted=Counted.RATE_OF, found_from=year)),
        "on_time": ("按期整改", HazardFilter(counted=Counted.ON_TIME, first_due_from=year)),
        "extended": ("延期内整改", HazardFilter(counted=Counted.EXTENDED, first_due_from=year)),
        "on_time_of": ("已到期", HazardFilter(counted=Counted.ON_TIME_OF, first_due_from=year)),
    }


def _new_year(reader: Reader) -> date:
    return date(day_of(reader.at).year, 1, 1)


def _counts(reader: Reader, units: list[int], asked: dict[str, HazardFilter]) -> dict[int, dict[str, int]]:
    """By unit, in two walks that never meet: what is open, and what was rectified (only the rates count that)."""
    total: dict[int, dict[str, int]] = {}
    opened = {name: conditions(reader, wanted) for name, wanted in asked.items()}
    closed = {name: _of_the_rectified(reader, wanted) for name, wanted in asked.items() if wanted.counted}
    walks = ((and_(is_open(), reader.visible()), opened), (_rectified_of_the_year(reader), closed))
    for among, these in walks:
        for row in reader.connection.execute(_grouped(units, among, these)):
            counts = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's documented way to a dict
            unit = total.setdefault(counts.pop("unit_id"), dict.fromkeys(asked, 0))
            unit.update({name: unit[name] + count for name, count in counts.items()})
    return total


def _rectified_of_the_year(reader: Reader) -> Condition:
    """Rectified, and found or due this year: whatever the rates count of the closed is among these."""
    year = at_time(_new_year(reader), "00:00")
    lately = or_(HAZARD.c.found_at >= year, HAZARD.c.first_rectify_by >= year)
    # In this order: of the many that were closed before, the days alone are looked at.
    return and_(HAZARD.c.closed_at.is_not(None), case((lately, is_rectified()), else_=false()))


def _of_the_rectified(reader: Reader, wanted: HazardFilter) -> list[Condition]:
    """What a filter asks of a hazard that is rectified anyway."""
    rest = wanted.model_copy(update={"counted": None})
    counts = [OF_THE_RECTIFIED[wanted.counted](reader.at)] if wanted.counted else []
    return [*conditions(reader, rest), *counts]


def _grouped(units: list[int], among: Condition, asked: dict[str, list[Condition]]) -> Select[Any]:
    """Nothing closed is hidden from whoever oversees the unit or serves at it, so there the unit is the scope."""
    columns = [func.count().filter(and_(true(), *each)).label(name) for name, each in asked.items()]
    these = select(HAZARD.c.unit_id, *columns).where(one_of(HAZARD.c.unit_id, units), among)
    return these.group_by(HAZARD.c.unit_id)


def _row(unit: UnitCard, asked: dict[str, tuple[str, HazardFilter]], counts: dict[str, int]) -> UnitRow:
    figures = {
        name: Figure(name, label, counts[name], wanted.model_copy(update={"unit": unit.code}))
        for name, (label, wanted) in asked.items()
    }
    return UnitRow(
        unit=unit,
        light=_light(counts),
        figures=figures,
        rectified=Rate(figures["rate"], figures["rate_of"]),
        on_time=Rate(figures["on_time"], figures["on_time_of"]),
    )


def _light(counts: dict[str, int]) -> Light:
    if counts["major_past"] or counts["high"]:
        return Light.RED
    if counts["overdue"] or counts["unsigned"]:
        return Light.YELLOW
    return Light.GREEN if counts["open"] or counts["rate_of"] else Light.NONE
