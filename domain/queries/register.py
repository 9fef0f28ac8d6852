"""文书登记簿: every paper of the hazards that the reader sees, the latest proposal first; counts open their lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Row, Select, and_, func, select

from domain.calendar import at_time, end_of
from domain.fields import WRITTEN_PLAINLY, Day, Reference, ShortText
from domain.queries.mine import Rows, place_of
from domain.queries.reader import Reader, shares
from domain.queries.searching import in_short
from domain.tables.core import HAZARD, JOURNAL, PAPER
from domain.words import PaperKind, PaperState

MOST = 200
A_PAGE = 50
WAITING = frozenset({PaperState.PROPOSED, PaperState.ISSUED, PaperState.AGREED, PaperState.SERVED})


class PaperFilter(BaseModel):
    """Which papers: of a kind, in a state, of a unit, that wait for me; `q` is part of a number or a place."""

    model_config = ConfigDict(extra="forbid")

    kind: PaperKind | None = Field(None, title="文种")
    state: PaperState | None = Field(None, title="文书状态")
    unit: Reference | None = Field(None, title="单位")
    q: ShortText | None = Field(None, title="文号或地点")
    mine: bool = Field(default=False, title="由我办理的")
    signed_from: Day | None = Field(None, title="签发日期起")
    signed_to: Day | None = Field(None, title="签发日期止")
    limit: Annotated[int, Field(title="每页条数", ge=1, le=MOST), WRITTEN_PLAINLY] = A_PAGE
    cursor: str | None = Field(None, title="翻页标记")

    def query(self) -> str:
        """As the query of an address."""
        return urlencode(self.model_dump(mode="json", exclude_defaults=True)).replace("True", "true")


@dataclass(frozen=True)
class Registered:
    """A line of the register; moments are legal time, names those of today unless the paper kept its own."""

    ref: str
    hazard: str
    seq: int
    kind: PaperKind
    state: PaperState
    number: str
    place: str
    unit: str
    proposed_at: datetime
    signer: str
    signed_at: datetime | None
    served: str
    answer: str
    waits_for: tuple[str, ...]
    opens: bool
    """Whether its sheet opens to the reader: a draft only to whoever acts on it, as far as a list can know."""


def register(reader: Reader, wanted: PaperFilter) -> Rows[Registered]:
    """A page of the papers that match."""
    query = _asked(reader, wanted).order_by(JOURNAL.c.id.desc()).limit(wanted.limit + 1)
    if wanted.cursor is not None:
        query = query.where(JOURNAL.c.id < place_of(wanted.cursor))
    rows = reader.connection.execute(query).all()
    shown = [_line(reader, row) for row in rows[: wanted.limit]]
    return Rows(shown, str(rows[wanted.limit - 1].line) if len(rows) > wanted.limit else None)


def every_line(reader: Reader, wanted: PaperFilter) -> Iterator[Registered]:
    """All that match, page by page."""
    place: str | None = None
    while True:
        page = register(reader, wanted.model_copy(update={"cursor": place, "limit": MOST}))
        yield from page.items
        if (place := page.next_cursor) is None:
            return


def counts(reader: Reader, wanted: PaperFilter) -> dict[PaperState, int]:
    """How many of the papers that match stand in each state, as many as its list shows."""
    every = _asked(reader, wanted.model_copy(update={"state": None})).subquery()
    found = reader.connection.execute(select(every.c.state, func.count()).group_by(every.c.state)).all()
    known = {str(row[0]): int(row[1]) for row in found}
    return {state: known.get(state, 0) for state in PaperState}


def papers_by_unit(reader: Reader, wanted: PaperFilter) -> dict[int, int]:
    """How many of the papers that match each unit has."""
    every = _asked(reader, wanted).subquery()
    query = select(every.c.unit_id, func.count()).group_by(every.c.unit_id)
    return {int(row[0]): int(row[1]) for row in reader.connection.execute(query)}


_COLUMNS = (
    HAZARD.c.ref, HAZARD.c.number.label("hazard"), HAZARD.c.place, HAZARD.c.unit_id, PAPER.c.seq, PAPER.c.kind,
    PAPER.c.state, PAPER.c.number, PAPER.c.signer_id, PAPER.c.signed_at, PAPER.c.served, PAPER.c.answer,
    PAPER.c.names, PAPER.c.holders, JOURNAL.c.id.label("line"), JOURNAL.c.at,
)  # fmt: skip


def _asked(reader: Reader, wanted: PaperFilter) -> Select[Any]:
    proposal = and_(JOURNAL.c.case_id == PAPER.c.hazard_id, JOURNAL.c.seq == PAPER.c.seq)
    papers = PAPER.join(HAZARD, HAZARD.c.id == PAPER.c.hazard_id).join(JOURNAL, proposal)
    return select(*_COLUMNS).select_from(papers).where(reader.visible(), *_conditions(reader, wanted))


def _conditions(reader: Reader, wanted: PaperFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.kind is not None:
        yield PAPER.c.kind == wanted.kind
    if wanted.state is not None:
        yield PAPER.c.state == wanted.state
    if wanted.unit is not None:
        top = reader.directory.find_unit(wanted.unit, field="unit").path
        yield HAZARD.c.unit_id.in_([u.id for u in reader.directory.units.values() if u.path.startswith(top)])
    if wanted.q is not None:
        yield in_short([PAPER.c.number, HAZARD.c.place], wanted.q)
    if wanted.signed_from is not None:
        yield PAPER.c.signed_at >= at_time(wanted.signed_from, "00:00")
    if wanted.signed_to is not None:
        yield PAPER.c.signed_at < end_of(wanted.signed_to)
    if wanted.mine:
        yield shares(PAPER.c.holders, reader.scope.people)


def _line(reader: Reader, row: Row[Any]) -> Registered:
    directory, names = reader.directory, row.names or {}
    signer = directory.name_of(row.signer_id) if row.signer_id else ""
    waits = row.holders if row.state in WAITING else ()
    return Registered(
        ref=row.ref,
        hazard=row.hazard or row.ref,
        seq=row.seq,
        kind=PaperKind(row.kind),
        state=PaperState(row.state),
        number=row.number or "",
        place=row.place,
        unit=names.get("unit") or directory.units[row.unit_id].name,
        proposed_at=row.at,
        signer=names.get("signer", signer),
        signed_at=row.signed_at,
        served=row.served or "",
        answer=row.answer or "",
        waits_for=tuple(directory.name_of(person) for person in waits),
        opens=row.signed_at is not None
        or bool(reader.scope.people & set(waits))
        or _is_of_its_body(reader, row),
    )


def _is_of_its_body(reader: Reader, row: Row[Any]) -> bool:
    """Whether the reader holds a post of the body that issues it: of the unit for its own orders, else above."""
    scope = reader.scope
    return row.unit_id in (scope.institutions if row.kind == PaperKind.INTERNAL_ORDER else scope.handled)
