"""What stands in each column of the ledger for a reader: a text, a day, an amount, or nothing.

The reporter stands in none of them: whoever found a hazard is shown as a side (单位人员, 检查人员), never by name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from domain.calendar import day_of, last_day
from domain.cases.case import Case, Seat
from domain.hazard.holders import holder, supervisor
from domain.hazard.labels import date_stands, is_listed, source_shown, state_shown, words_of
from domain.hazard.letters.planned import LEVELS
from domain.official.ledger.columns import Column
from domain.organisation.seeing import Eyes
from domain.queries import Reader
from domain.queries.signatures import Signatures, signatures
from domain.root_causes import RootCause
from domain.rungs import rung_name
from domain.subcategories import Subcategory
from domain.use import Use
from domain.words import AUTHORITY_SOURCES, Category, ClosingKind, Level, Listing, Source

Value = str | date | Decimal | int | None
FINDERS = {
    Source.THIRD_PARTY: "第三方机构",
    Source.DEVICE_ALARM: "监测设备",
    Source.HIGHER_SUPERVISION: "上级督查组",
    Source.DEPARTMENT_TRANSFER: "移交部门",
    Source.HISTORY_IMPORT: "",
}
"""Which side found it, where it is neither the unit's people nor those who inspect."""
LISTED = (Listing.LISTED, Listing.LIFTING)


@dataclass
class Looks:
    """Through whose eyes a ledger is read, with what is asked once for all rows."""

    reader: Reader
    phones: dict[int, str] = field(default_factory=dict)

    @cached_property
    def eyes(self) -> Eyes:
        """What the reader sees of people."""
        reader = self.reader
        return Eyes(reader.directory, reader.person, reader.at, confirmed=not reader.who.waits_for_a_yes)

    def phone_of(self, person: int) -> str:
        """A telephone, as far as the reader may call."""
        if person not in self.phones:
            card = self.reader.directory.people[person]
            self.phones[person] = card.phone if self.eyes.may_call(card) else ""
        return self.phones[person]


@dataclass(frozen=True)
class LedgerRow:
    """A hazard in a ledger, with what its record keeps of signatures where the columns ask for it."""

    case: Case
    looks: Looks
    signed: Signatures


def ledger_rows(looks: Looks, cases: list[Case], columns: Iterable[Column]) -> Iterator[LedgerRow]:
    """Some hazards as rows; their records are read at once, and only for columns that need them."""
    signed = signatures(looks.reader, cases) if SIGNED & set(columns) else {}
    for case in cases:
        yield LedgerRow(case, looks, signed.get(int(case.hazard.id or 0)) or NOT_READ)


def texts_of(row: LedgerRow, columns: Iterable[Column]) -> list[str]:
    """A row as texts."""
    return [in_words(VALUES[column](row)) for column in columns]


def in_words(value: Value) -> str:
    """A value as text: days by ISO 8601, amounts without idle zeros."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


NOT_READ = Signatures()
SIGNED = frozenset({Column.REGISTRAR, Column.VERIFIER, Column.VERIFIED_ON, Column.OPINION, Column.CLOSER})
"""Columns that stand in a hazard's record, not in its row."""


def _of_unit(case: Case, unit: int | None) -> str:
    return case.directory.units[unit].name if unit else ""


def _seat(case: Case, seat: Seat | None) -> str:
    return seat.label(case.directory) if seat else ""


def _name(case: Case, person: int | None) -> str:
    return case.directory.name_of(person) if person else ""


def _rung(case: Case) -> str:
    hazard = case.hazard
    if not hazard.rung:
        return ""
    return f"{hazard.rung} 级 {rung_name(hazard.rung, Level(hazard.level), listed=is_listed(hazard))}"


def _source(row: LedgerRow) -> Source:
    return source_shown(row.case, to_the_authority=row.looks.reader.is_of_the_authority)


def _finder(row: LedgerRow) -> str:
    source = _source(row)
    return FINDERS.get(source, "检查人员" if source in AUTHORITY_SOURCES else "单位人员")


def _signed_by(row: LedgerRow, people: Iterable[int]) -> str:
    return "、".join(row.signed.names.get(person) or _name(row.case, person) for person in people)


def _supervision(case: Case) -> str:
    """县级挂牌督办, or how far it has climbed."""
    if case.hazard.listing in LISTED:
        return f"{LEVELS.get((case.hazard.listed or {}).get('level', ''), '')}挂牌督办"
    return _rung(case)


def _cause(case: Case) -> str:
    """产生原因 with what was said of it."""
    said = case.hazard.cause or {}
    words = [RootCause(said["cause"]).label if "cause" in said else "", said.get("note", "")]
    return "：".join(part for part in words if part)


def _remark(case: Case) -> str:
    """What else a reader of the row must know."""
    hazard = case.hazard
    sent = hazard.transfer or {}
    told = [
        f"第 {hazard.round} 轮整改" if hazard.round > 1 else "",
        f"延期 {hazard.extensions} 次" if hazard.extensions else "",
        f"移交{sent.get('department', '')}（{sent.get('letter_number', '')}）" if sent else "",
        "人员不足·验收兼销号" if hazard.thin_staff else "",
    ]
    return "；".join(part for part in told if part)


VALUES: dict[Column, Callable[[LedgerRow], Value]] = {
    Column.NUMBER: lambda x: x.case.hazard.number or x.case.hazard.ref,
    Column.ORIGINAL_NUMBER: lambda x: x.case.hazard.original_number,
    Column.UNIT: lambda x: _of_unit(x.case, x.case.hazard.unit_id),
    Column.DEPARTMENT: lambda x: _of_unit(x.case, x.case.hazard.department_id),
    Column.PLACE: lambda x: x.case.hazard.place,
    Column.DESCRIPTION: lambda x: x.case.hazard.description,
    Column.CATEGORY: lambda x: Category(x.case.hazard.category).label,
    Column.SUBCATEGORY: lambda x: (
        Subcategory(x.case.hazard.subcategory).label if x.case.hazard.subcategory else ""
    ),
    Column.LEVEL: lambda x: (
        Level(x.case.hazard.level).label + ("（疑似重大）" if x.case.hazard.suspected else "")
    ),
    Column.CRITERION: lambda x: x.case.hazard.criterion,
    Column.LINE: lambda x: x.case.line.label,
    Column.SOURCE: lambda x: _source(x).label,
    Column.FINDER: _finder,
    Column.FOUND: lambda x: day_of(x.case.hazard.found_at),
    Column.REGISTRAR: lambda x: x.signed.registrar,
    Column.STATE: lambda x: state_shown(x.case),
    Column.HOLDER: lambda x: _seat(x.case, holder(x.case)),
    Column.MEASURES: lambda x: x.case.hazard.measures,
    Column.INTERIM: lambda x: x.case.hazard.interim,
    Column.CAUSE: lambda x: _cause(x.case),
    Column.LASTING_MEASURE: lambda x: (x.case.hazard.cause or {}).get("measure"),
    Column.FIXERS_DEPARTMENT: lambda x: _of_unit(x.case, x.case.department),
    Column.FIXER: lambda x: _name(x.case, x.case.hazard.fixer_id),
    Column.PHONE: lambda x: x.looks.phone_of(x.case.hazard.fixer_id) if x.case.hazard.fixer_id else "",
    Column.FIRST_DUE: lambda x: (
        last_day(x.case.hazard.first_rectify_by) if x.case.hazard.first_rectify_by else None
    ),
    Column.EXTENDED_TO: lambda x: (
        last_day(x.case.hazard.rectify_by) if x.case.hazard.extensions and x.case.hazard.rectify_by else None
    ),
    Column.DUE: lambda x: last_day(x.case.hazard.rectify_by) if x.case.hazard.rectify_by else None,
    Column.LEFT: lambda x: words_of(date_stands(x.case.hazard, x.case.at)),
    Column.RUNG: lambda x: _rung(x.case),
    Column.FUNDS: lambda x: x.case.hazard.funds,
    Column.SPENT: lambda x: x.case.hazard.spent,
    Column.BEFORE: lambda x: len(x.case.hazard.before_photos),
    Column.AFTER: lambda x: len(x.case.hazard.after_photos),
    Column.SUBMITTED: lambda x: day_of(x.case.hazard.submitted_at) if x.case.hazard.submitted_at else None,
    Column.VERIFIER: lambda x: _signed_by(x, x.case.hazard.passed_by),
    Column.VERIFIED_ON: lambda x: (
        day_of(x.signed.accepted_at) if x.signed.accepted_at and x.case.hazard.passed_by else None
    ),
    Column.OPINION: lambda x: x.signed.opinion if x.case.hazard.passed_by else "",
    Column.LISTING: lambda x: (
        Listing(x.case.hazard.listing).label if x.case.hazard.listing != Listing.NONE else ""
    ),
    Column.USE: lambda x: Use(x.case.hazard.use).label if x.case.hazard.use != Use.IN_USE else "",
    Column.SUPERVISION: lambda x: _supervision(x.case),
    Column.SUPERVISOR: lambda x: _seat(x.case, supervisor(x.case)),
    Column.CLOSED: lambda x: day_of(x.case.hazard.closed_at) if x.case.hazard.closed_at else None,
    Column.CLOSING: lambda x: (
        ClosingKind(x.case.hazard.closing_kind).label if x.case.hazard.closing_kind else ""
    ),
    Column.CLOSER: lambda x: _signed_by(x, [x.case.hazard.closed_by] if x.case.hazard.closed_by else []),
    Column.REMARK: lambda x: _remark(x.case),
}
