"""A view of the ledger as its address says it: filters, order and columns. And each column as text."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from pydantic import Field

from domain.calendar import day_of, last_day
from domain.cases.case import Case, Seat
from domain.hazard.holders import holder, supervisor
from domain.hazard.labels import date_stands, is_listed, source_shown, state_shown, words_of
from domain.queries import HazardFilter, Reader
from domain.rungs import rung_name
from domain.subcategories import Subcategory
from domain.word import Word
from domain.words import (
    Category,
    ClosingKind,
    Level,
    Listing,
)


class Column(Word):
    """A column of the ledger."""

    NUMBER = "number", "编号"
    UNIT = "unit", "单位"
    DEPARTMENT = "department", "科室"
    PLACE = "place", "部位"
    DESCRIPTION = "description", "隐患描述"
    CATEGORY = "category", "类别"
    SUBCATEGORY = "subcategory", "小类"
    LEVEL = "level", "级别"
    LINE = "line", "办理层级"
    SOURCE = "source", "发现方式"
    FOUND = "found", "发现日期"
    STATE = "state", "状态"
    HOLDER = "holder", "现由谁办"
    FIXER = "fixer", "整改责任人"
    SUPERVISOR = "supervisor", "督办责任人"
    DUE = "due", "整改期限"
    LEFT = "left", "剩余时间"
    RUNG = "rung", "升级"
    LISTING = "listing", "挂牌"
    INTERIM = "interim", "临时管控"
    MEASURES = "measures", "整改措施"
    FUNDS = "funds", "资金（万元）"
    SPENT = "spent", "实际资金（万元）"
    CLOSED = "closed", "销号日期"
    CLOSING = "closing", "销号方式"


USUAL = (
    Column.NUMBER,
    Column.UNIT,
    Column.PLACE,
    Column.DESCRIPTION,
    Column.STATE,
    Column.HOLDER,
    Column.DUE,
    Column.RUNG,
)


class LedgerQuery(HazardFilter):
    """The whole view: what is wanted, and which columns are shown (none: the usual ones)."""

    column: list[Column] = Field(title="显示的列", default_factory=list, max_length=len(Column))

    @property
    def columns(self) -> list[Column]:
        """The columns shown, each once, in the order of the ledger."""
        chosen = set(self.column) or set(USUAL)
        return [column for column in Column if column in chosen]


def read_query(text: str) -> LedgerQuery:
    """A view out of the query of an address; empty texts are not given. Raises pydantic's ValidationError."""
    given = parse_qs(text, max_num_fields=200)
    return LedgerQuery.model_validate(given_as_model(given))


def given_as_model(given: dict[str, list[str]]) -> dict[str, Any]:
    """Repeated parameters as lists, single ones as texts."""
    read: dict[str, Any] = {}
    for name, values in given.items():
        texts = [value for value in values if value.strip()]
        field = LedgerQuery.model_fields.get(name)
        is_list = field is not None and isinstance(field.get_default(call_default_factory=True), list)
        if texts:
            read[name] = texts if is_list else texts[0]
    return read


def _of_unit(case: Case, unit: int | None) -> str:
    return case.directory.units[unit].name if unit else ""


def _seat(case: Case, seat: Seat | None) -> str:
    return seat.label(case.directory) if seat else ""


def _rung(case: Case) -> str:
    hazard = case.hazard
    if not hazard.rung:
        return ""
    return f"{hazard.rung} 级 {rung_name(hazard.rung, Level(hazard.level), listed=is_listed(hazard))}"


TEXTS: dict[Column, Callable[[Case, Reader], str]] = {
    Column.NUMBER: lambda c, _: c.hazard.number or c.hazard.ref,
    Column.UNIT: lambda c, _: _of_unit(c, c.hazard.unit_id),
    Column.DEPARTMENT: lambda c, _: _of_unit(c, c.hazard.department_id),
    Column.PLACE: lambda c, _: c.hazard.place,
    Column.DESCRIPTION: lambda c, _: c.hazard.description,
    Column.CATEGORY: lambda c, _: Category(c.hazard.category).label,
    Column.SUBCATEGORY: lambda c, _: Subcategory(c.hazard.subcategory).label if c.hazard.subcategory else "",
    Column.LEVEL: lambda c, _: Level(c.hazard.level).label + ("（疑似重大）" if c.hazard.suspected else ""),
    Column.LINE: lambda c, _: c.line.label,
    Column.SOURCE: lambda c, r: source_shown(c, to_the_authority=r.is_of_the_authority).label,
    Column.FOUND: lambda c, _: day_of(c.hazard.found_at).isoformat(),
    Column.STATE: lambda c, _: state_shown(c),
    Column.HOLDER: lambda c, _: _seat(c, holder(c)),
    Column.FIXER: lambda c, _: c.directory.name_of(c.hazard.fixer_id) if c.hazard.fixer_id else "",
    Column.SUPERVISOR: lambda c, _: _seat(c, supervisor(c)),
    Column.DUE: lambda c, _: last_day(c.hazard.rectify_by).isoformat() if c.hazard.rectify_by else "",
    Column.LEFT: lambda c, _: words_of(date_stands(c.hazard, c.at)) or "",
    Column.RUNG: lambda c, _: _rung(c),
    Column.LISTING: lambda c, _: Listing(c.hazard.listing).label if c.hazard.listing != "none" else "",
    Column.INTERIM: lambda c, _: c.hazard.interim or "",
    Column.MEASURES: lambda c, _: c.hazard.measures or "",
    Column.FUNDS: lambda c, _: "" if c.hazard.funds is None else f"{c.hazard.funds.normalize():f}",
    Column.SPENT: lambda c, _: "" if c.hazard.spent is None else f"{c.hazard.spent.normalize():f}",
    Column.CLOSED: lambda c, _: day_of(c.hazard.closed_at).isoformat() if c.hazard.closed_at else "",
    Column.CLOSING: lambda c, _: ClosingKind(c.hazard.closing_kind).label if c.hazard.closing_kind else "",
}


def texts_of(case: Case, reader: Reader, columns: list[Column]) -> list[str]:
    """One row of the ledger as texts."""
    return [TEXTS[column](case, reader) for column in columns]
