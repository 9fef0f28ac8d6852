"""消息: what somebody was told in the app, newest first, in the words that a messenger would carry."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from domain.errors import NotFound
from domain.messages.rendering import TO_READ, render_notice, subject_of
from domain.queries.facts import ReadNotice, read_notices
from domain.queries.mine import A_PAGE, Rows, place_of
from domain.queries.reader import Reader
from domain.queries.spelled import one_of
from domain.tables.core import HAZARD, NOTICE, TASK
from domain.task.kind import TASKS
from domain.task.words import TaskState
from domain.words import OPEN_STATES, Line, State, state_label

MOST_COUNTED = 100
# What asked for an act on a hazard that has ended asks for nothing any more. Asked as a value and not as `EXISTS`,
# which is answered by looking through every hazard first.
_ITS_STATE = select(HAZARD.c.state).where(HAZARD.c.id == NOTICE.c.case_id).scalar_subquery()
_STATE_OF_THE_TASK = select(TASK.c.state).where(TASK.c.id == NOTICE.c.case_id).scalar_subquery()
_UNREAD = NOTICE.c.acknowledged_at.is_(None) & (
    one_of(NOTICE.c.kind, TO_READ)
    | one_of(_ITS_STATE, OPEN_STATES)
    | one_of(_STATE_OF_THE_TASK, (TaskState.OPEN, TaskState.MISSED))
)
# The journal lines of a person's messages, each told once: an index keeps them in this order (`notice_once`).
_NEWEST_FIRST = NOTICE.c.entry_id.desc()


@dataclass(frozen=True)
class Message:
    """A message: `ref` names its hazard, `to_read` asks for nothing; `at` and `acknowledged_at` are legal time.

    `over`: how the hazard ended, once nothing is asked any more.
    """

    id: int
    ref: str
    title: str
    text: str
    to_read: bool
    urgent: bool
    at: datetime
    acknowledged_at: datetime | None
    over: str


def messages(
    reader: Reader, cursor: str | None = None, limit: int = A_PAGE, *, unread: bool = False
) -> Rows[Message]:
    """My messages; `unread` leaves out those answered by 知道了."""
    columns = (NOTICE.c.id, NOTICE.c.entry_id, NOTICE.c.at, NOTICE.c.acknowledged_at)
    query = select(*columns).where(_mine(reader))
    if unread:
        query = query.where(_UNREAD)
    if cursor is not None:
        query = query.where(NOTICE.c.entry_id < place_of(cursor))
    rows = reader.connection.execute(query.order_by(_NEWEST_FIRST).limit(limit + 1)).all()
    told = read_notices(reader.connection, [row.id for row in rows[:limit]])
    items = [_message(told[row.id], row.at, row.acknowledged_at) for row in rows[:limit]]
    return Rows(items, str(rows[limit - 1].entry_id) if len(rows) > limit else None)


def message(reader: Reader, notice: int) -> Message:
    """One of my messages; raises NotFound."""
    mine = (NOTICE.c.id == notice) & _mine(reader)
    query = select(NOTICE.c.at, NOTICE.c.acknowledged_at).where(mine)
    row = reader.connection.execute(query).first()
    if row is None:
        raise NotFound
    return _message(read_notices(reader.connection, [notice])[notice], row.at, row.acknowledged_at)


def how_many_unread(reader: Reader) -> int:
    """Messages that still ask for something or were not yet read, and not answered by 知道了, counted up to 100."""
    mine = select(NOTICE.c.id).where(_mine(reader), _UNREAD).order_by(_NEWEST_FIRST)
    counted = select(func.count()).select_from(mine.limit(MOST_COUNTED).subquery())
    return int(reader.connection.execute(counted).scalar_one())


def _mine(reader: Reader) -> ColumnElement[bool]:
    """The reader's own; of an unconfirmed sign-in only what came since: earlier ones tell what the reader reported.

    While it waits for a yes it reads by no post: only of hazards that it sees.
    """
    mine = NOTICE.c.person_id == reader.person
    if reader.who.unconfirmed:
        mine &= NOTICE.c.at > reader.who.unconfirmed
    if reader.who.waits_for_a_yes:
        mine &= NOTICE.c.case_id.in_(select(HAZARD.c.id).where(reader.visible()))
    return mine


def _message(told: ReadNotice, at: datetime, acknowledged_at: datetime | None) -> Message:
    """Say it as on the day on which it was written: nothing is reckoned anew."""
    facts = told.facts(lambda _ref: "", at)
    return Message(
        id=told.id,
        ref=told.row.ref,
        title=subject_of(facts),
        text=render_notice(facts),
        to_read=facts.kind in TO_READ,
        urgent=told.urgent,
        at=at,
        acknowledged_at=acknowledged_at,
        over="" if facts.kind in TO_READ else _how_it_ended(told),
    )


def _how_it_ended(told: ReadNotice) -> str:
    """The state in which its case rests, in words; nothing while it goes on."""
    row = told.row
    if row.of_kind == TASKS.name:
        return "" if row.state in (TaskState.OPEN, TaskState.MISSED) else TaskState(row.state).label
    return "" if row.state in OPEN_STATES else state_label(State(row.state), Line(row.line))
