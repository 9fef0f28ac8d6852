"""The ledger (台账): filtered, searched and paged by keyset, newest first unless asked otherwise."""

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, DateTime, and_, func, literal, or_, select, tuple_

from domain.calendar import at_time
from domain.errors import WrongInput
from domain.fields import Day
from domain.queries.reader import Reader
from domain.rules.case import Case
from domain.rules.escalation import WORKING
from domain.tables.core import HAZARD, HAZARD_WORDS
from domain.words import Category, Level, Line, Listing, State

MOST = 200
PART_OF_A_NUMBER = re.compile(r"[\d-]{3,}", re.ASCII)
FAR = literal("infinity", DateTime(timezone=True))
_DUE = func.coalesce(HAZARD.c.rectify_by, FAR)


class Order(StrEnum):
    """How the ledger is ordered."""

    NEWEST = "newest"
    DUE = "due"


ORDERED_BY = {Order.NEWEST: (HAZARD.c.id.desc(),), Order.DUE: (_DUE, HAZARD.c.id)}


class Wanted(BaseModel):
    """What is looked for. `unit` is a code or name and means its whole subtree; days are Asia/Shanghai."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Annotated[list[State], Field(max_length=len(State))] = []
    unit: Annotated[str | None, Field(max_length=120)] = None
    level: Level | None = None
    line: Line | None = None
    category: Category | None = None
    overdue: bool | None = None
    listed: bool | None = None
    q: Annotated[str | None, Field(max_length=100)] = None
    found_from: Day | None = None
    found_to: Day | None = None
    order: Order = Order.NEWEST
    cursor: Annotated[str | None, Field(max_length=400)] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


@dataclass(frozen=True)
class Page:
    """A page of the ledger; `next_cursor` is None on the last one."""

    cases: list[Case]
    next_cursor: str | None


def page(reader: Reader, wanted: Wanted) -> Page:
    """The hazards the reader may see among those wanted."""
    query = select(HAZARD).where(reader.visible(), *_conditions(reader, wanted))
    query = query.order_by(*ORDERED_BY[wanted.order])
    if wanted.cursor:
        query = query.where(_behind(wanted))
    cases = reader.cases(query.limit(wanted.limit + 1))
    shown = cases[: wanted.limit]
    return Page(shown, _cursor(wanted, shown[-1]) if len(cases) > len(shown) else None)


def _conditions(reader: Reader, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.state:
        found.append(HAZARD.c.state.in_(wanted.state))
    for column, value in (("level", wanted.level), ("line", wanted.line), ("category", wanted.category)):
        if value is not None:
            found.append(HAZARD.c[column] == value)
    if wanted.unit:
        found.append(_in_the_subtree(reader, wanted.unit))
    if wanted.overdue is not None:
        late = is_overdue(reader.at)
        found.append(late if wanted.overdue else ~late)
    if wanted.listed is not None:
        listed = HAZARD.c.listing.in_([Listing.LISTED, Listing.LIFTING])
        found.append(listed if wanted.listed else ~listed)
    if wanted.q and wanted.q.strip():
        found.append(_holds_the_words(wanted.q.strip()))
    if wanted.found_from:
        found.append(HAZARD.c.found_at >= at_time(wanted.found_from, "00:00"))
    if wanted.found_to:
        found.append(HAZARD.c.found_at < at_time(wanted.found_to + timedelta(days=1), "00:00"))
    return found


def is_overdue(at: datetime) -> ColumnElement[bool]:
    """已超期, as `domain.rules.labels.is_overdue` says of one hazard."""
    in_work = HAZARD.c.state.in_(WORKING)
    waits = HAZARD.c.state.in_([State.VERIFYING, State.VERIFIED])
    submitted_late = and_(waits, HAZARD.c.submitted_at > HAZARD.c.rectify_by)
    return func.coalesce(and_(HAZARD.c.rectify_by <= at, or_(in_work, submitted_late)), False)


def _in_the_subtree(reader: Reader, text: str) -> ColumnElement[bool]:
    top = reader.directory.find_unit(text, field="unit").path
    below = [unit.id for unit in reader.directory.units.values() if unit.path.startswith(top)]
    return or_(HAZARD.c.unit_id.in_(below), HAZARD.c.department_id.in_(below))


def _holds_the_words(text: str) -> ColumnElement[bool]:
    """Every word somewhere in place or description; a ref or any part of a number finds its hazard."""
    words = (HAZARD_WORDS.c.words.ilike(f"%{_plain(word)}%", escape="\\") for word in text.split())
    found = select(HAZARD_WORDS.c.hazard_id).where(*words)
    part = HAZARD.c.number.contains(text) if PART_OF_A_NUMBER.fullmatch(text) else HAZARD.c.number == text
    named = select(HAZARD.c.id).where(or_(HAZARD.c.ref == text, part))
    return HAZARD.c.id.in_(found.union(named))


def _plain(word: str) -> str:
    """The word itself, where % and _ mean nothing."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _cursor(wanted: Wanted, last: Case) -> str:
    due = last.hazard.rectify_by
    place = [wanted.order, last.hazard.id, due.isoformat() if due else None]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _behind(wanted: Wanted) -> ColumnElement[bool]:
    """What comes after the last row of the page before."""
    try:
        padded = (wanted.cursor or "") + "=" * (-len(wanted.cursor or "") % 4)
        order, last, due = json.loads(base64.urlsafe_b64decode(padded))
        moment: Any = datetime.fromisoformat(due) if due else FAR
        if order != wanted.order or not isinstance(last, int):
            raise ValueError(order)  # noqa: TRY301 - one answer for every wrong cursor
    except (ValueError, TypeError, binascii.Error):
        raise WrongInput("翻页标记无效或与排序不符，请从第一页重新查询。", field="cursor") from None
    if wanted.order is Order.NEWEST:
        return HAZARD.c.id < last
    return tuple_(_DUE, HAZARD.c.id) > tuple_(moment, literal(last))
