"""Which table is asked for: of which unit, over which days. And who may have it."""

from datetime import date, timedelta
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar import day_of
from domain.directory.organisation import UnitCard
from domain.errors import NotAllowed, WrongInput
from domain.fields import Day, SoughtText
from domain.official.definition import TableForm
from domain.queries import Reader
from domain.roles import OVERSEEING
from domain.words import Category, UnitKind


class PeriodQuery(BaseModel):
    """Some days of Asia/Shanghai, both included; `unit` is a code or name and means its whole subtree."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Annotated[SoughtText, Field(max_length=120)] | None = Field(None, title="单位")
    start: Day | None = Field(None, title="统计起始日期")
    end: Day | None = Field(None, title="统计截止日期")

    def query(self) -> str:
        """As the query of an address."""
        return urlencode(self.model_dump(mode="json", exclude_defaults=True))


class TableQuery(PeriodQuery):
    """A table over some days of Asia/Shanghai; `unit` is a code or name and means its whole subtree.

    Without days: from the first of this month until today. `since`: from which day a column cumulates (1 January).
    """

    since: Day | None = Field(None, title="累计起算日期")


class CheckedQuery(BaseModel):
    """Which units were checked: below which, between which days, by hazards of which categories and by rounds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Annotated[SoughtText, Field(max_length=120)] = Field(title="单位")
    start: Day = Field(title="统计起始日期")
    end: Day = Field(title="统计截止日期")
    category: list[Category] = Field([], title="类别", max_length=len(Category))
    rounds: bool = Field(default=True, title="含巡查任务")

    def query(self) -> str:
        """As the query of an address."""
        return (
            urlencode(self.model_dump(mode="json"), doseq=True)
            .replace("True", "true")
            .replace("False", "false")
        )


class Asked(NamedTuple):
    """What a table is made of: the unit at the top, the first and the last day, and since when it cumulates."""

    top: UnitCard
    start: date
    end: date
    since: date

    @property
    def query(self) -> TableQuery:
        """The same, every part of it said."""
        return TableQuery(unit=self.top.code, start=self.start, end=self.end, since=self.since)


def asked_for(reader: Reader, form: TableForm, wanted: TableQuery) -> Asked:
    """With what is missing as by default; raises WrongInput, and NotAllowed where some of the unit is hidden."""
    end = wanted.end or day_of(reader.at)
    new_year = date(end.year, 1, 1)
    if form.period == "year":
        return asked_of(reader, wanted.unit, new_year, end, new_year)
    start = wanted.start or end.replace(day=1)
    return asked_of(reader, wanted.unit, start, end, wanted.since or min(new_year, start))


def asked_of(reader: Reader, unit: str | None, start: date, end: date, since: date) -> Asked:
    """Of this unit, or of the highest whose hazards are all the reader's; raises as `asked_for` does."""
    top = reader.directory.find_unit(unit, field="unit") if unit else _own_top(reader)
    if not sees_all(reader, top):
        raise NotAllowed(f"统计“{top.name}”的报表，须能看到该单位的全部隐患。请改选您管辖的单位。")
    if start > end:
        raise WrongInput("统计起始日期晚于截止日期。", field="start")
    if since > end:
        raise WrongInput("累计起算日期晚于截止日期。", field="since")
    return Asked(top, start, end, since)


def sees_all(reader: Reader, top: UnitCard) -> bool:
    """Whether no hazard below is hidden from the reader, but those that wait with the commission."""
    below = [unit for unit in reader.directory.units.values() if unit.path.startswith(top.path)]
    if top.kind == UnitKind.DEPARTMENT:
        return reader.sees_all_of(top)
    institutions = [unit for unit in below if unit.kind == UnitKind.INSTITUTION]
    return bool(institutions) and all(reader.sees_all_of(unit) for unit in institutions)


def oversees(reader: Reader, top: UnitCard) -> bool:
    """Whether the reader sees all below as its supervisor, with what a commission found and has not registered."""
    institutions = institutions_of(reader, top)
    return bool(institutions) and institutions <= reader.scope.overseen


def institutions_of(reader: Reader, top: UnitCard) -> set[int]:
    """Those below an authority, or the one whose part the unit is."""
    whose = top if top.kind == UnitKind.AUTHORITY else reader.directory.institution_of(top.id)
    below = (unit for unit in reader.directory.units.values() if unit.path.startswith(whose.path))
    return {unit.id for unit in below if unit.kind == UnitKind.INSTITUTION}


def _own_top(reader: Reader) -> UnitCard:
    """The highest unit whose hazards are all the reader's to see."""
    directory, scope = reader.directory, reader.scope
    held = (post for person in scope.people for post in directory.roles_of(person, reader.at))
    tops = [directory.units[unit] for unit, role in held if role in OVERSEEING]
    tops += [directory.units[unit] for unit in (*scope.institutions, *scope.departments)]
    mine = sorted(
        (unit for unit in tops if sees_all(reader, unit)), key=lambda unit: (len(unit.path), unit.id)
    )
    if not mine:
        raise NotAllowed(
            "统计报表由能看到单位全部隐患的岗位查看（安全管理员、分管和主要负责人、科室负责人、卫健委）。"
        )
    return mine[0]


def bodies_below(reader: Reader, top: UnitCard) -> list[UnitCard]:
    """The units directly below an authority, by code; of any other unit itself alone."""
    if top.kind != UnitKind.AUTHORITY:
        return [top]
    below = [
        u for u in reader.directory.units.values() if u.parent_id == top.id and u.kind != UnitKind.DEPARTMENT
    ]
    return sorted(below, key=lambda unit: unit.code)


def last_of_the_month(day: date) -> date:
    """The last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
