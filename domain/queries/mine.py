"""What somebody had to do with: pressed (已办), reported (我报告的), or was told of (抄送我). Newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, exists, or_, select, true

from domain.actions import Action
from domain.cases.case import Case
from domain.errors import WrongInput
from domain.queries.reader import Reader, concerns, shares
from domain.queries.spelled import one_of
from domain.tables.core import HAZARD, JOURNAL

T = TypeVar("T")
A_PAGE = 30


@dataclass(frozen=True)
class Pressed:
    """A button that I pressed, on which hazard, when (legal time)."""

    case: Case
    action: Action
    at: datetime


@dataclass(frozen=True)
class Rows(Generic[T]):
    """A page of something, and the cursor of the next one, if there is one."""

    items: list[T]
    next_cursor: str | None


def done(reader: Reader, cursor: str | None = None, limit: int = A_PAGE) -> Rows[Pressed]:
    """已办: each button I pressed."""
    query = _pressed(reader).order_by(JOURNAL.c.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(JOURNAL.c.id < place_of(cursor))
    lines = reader.connection.execute(query).all()
    found = reader.cases(select(HAZARD).where(HAZARD.c.id.in_({line.case_id for line in lines[:limit]})))
    cases = {case.hazard.id: case for case in found}
    items = [Pressed(cases[line.case_id], Action(line.action), line.at) for line in lines[:limit]]
    return Rows(items, str(lines[limit - 1].id) if len(lines) > limit else None)


def reported(reader: Reader, cursor: str | None = None, limit: int = A_PAGE) -> Rows[Case]:
    """我报告的."""
    return _cases(reader, (HAZARD.c.reporter_id == reader.person) & reader.reported_openly(), cursor, limit)


def copied(reader: Reader, cursor: str | None = None, limit: int = A_PAGE) -> Rows[Case]:
    """抄送我: I am told of it, yet it is not mine to do, nor did I report it or press anything on it."""
    return _cases(reader, _only_told(reader), cursor, limit)


def _pressed(reader: Reader) -> Select[Any]:
    columns = (JOURNAL.c.id, JOURNAL.c.case_id, JOURNAL.c.action, JOURNAL.c.at)
    return (
        select(*columns)
        .join(HAZARD, HAZARD.c.id == JOURNAL.c.case_id)
        .where(JOURNAL.c.actor_id == reader.person, reader.visible(), _openly(reader, JOURNAL.c.at))
    )


def _only_told(reader: Reader) -> ColumnElement[bool]:
    pressed = exists().where(JOURNAL.c.case_id == HAZARD.c.id, JOURNAL.c.actor_id == reader.person)
    others = HAZARD.c.reporter_id.is_distinct_from(reader.person)
    told = ~shares(HAZARD.c.holders, [reader.person]) & others & ~pressed
    return told & _openly(reader, HAZARD.c.reported_at)


def _openly(reader: Reader, moment: ColumnElement[Any]) -> ColumnElement[bool]:
    """Nothing of the time before somebody else had a hand in this sign-in, until its owner confirms it.

    While it waits for a yes, only what was reported through it.
    """
    if reader.who.unconfirmed is None:
        return true()
    through_it = one_of(HAZARD.c.id, reader.who.reported)
    return through_it if reader.who.is_given else or_(through_it, moment >= reader.who.unconfirmed)


def _mine(reader: Reader, which: ColumnElement[bool]) -> Select[Any]:
    return select(HAZARD).where(concerns([reader.person]), which)  # whom it concerns may see it


def _cases(reader: Reader, which: ColumnElement[bool], cursor: str | None, limit: int) -> Rows[Case]:
    query = _mine(reader, which).order_by(HAZARD.c.id.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(HAZARD.c.id < place_of(cursor))
    found = reader.cases(query)
    return Rows(found[:limit], str(found[limit - 1].hazard.id) if len(found) > limit else None)


def place_of(cursor: str) -> int:
    """The row behind which a page goes on; raises WrongInput for a cursor that is none."""
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):  # noqa: PLR2004 - a bigint
        raise WrongInput("翻页标记无效，请从第一页重新查看。", field="cursor")
    return int(cursor)
