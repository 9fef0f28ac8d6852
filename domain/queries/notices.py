"""消息: what somebody was told in the app, newest first, in the words that a messenger would carry."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from domain.errors import NotFound
from domain.messages.whole import TO_READ, one, title
from domain.queries.facts import Told, read_notices
from domain.queries.mine import A_PAGE, Rows, place_of
from domain.queries.reader import Reader
from domain.tables.core import NOTICE

MOST_COUNTED = 100


@dataclass(frozen=True)
class Message:
    """A message: `ref` names its hazard, `to_read` asks for nothing; `at` and `acknowledged_at` are legal time."""

    id: int
    ref: str
    title: str
    text: str
    to_read: bool
    urgent: bool
    at: datetime
    acknowledged_at: datetime | None


def messages(
    reader: Reader, cursor: str | None = None, limit: int = A_PAGE, *, unread: bool = False
) -> Rows[Message]:
    """My messages; `unread` leaves out those answered by 知道了."""
    query = select(NOTICE.c.id, NOTICE.c.at, NOTICE.c.acknowledged_at).where(
        NOTICE.c.person_id == reader.person
    )
    if unread:
        query = query.where(NOTICE.c.acknowledged_at.is_(None))
    if cursor is not None:
        query = query.where(NOTICE.c.id < place_of(cursor))
    rows = reader.connection.execute(query.order_by(NOTICE.c.id.desc()).limit(limit + 1)).all()
    told = read_notices(reader.connection, [row.id for row in rows[:limit]])
    items = [_message(reader, told[row.id], row.at, row.acknowledged_at) for row in rows[:limit]]
    return Rows(items, str(rows[limit - 1].id) if len(rows) > limit else None)


def message(reader: Reader, notice: int) -> Message:
    """One of my messages; raises NotFound."""
    query = select(NOTICE.c.at, NOTICE.c.acknowledged_at).where(
        NOTICE.c.id == notice, NOTICE.c.person_id == reader.person
    )
    row = reader.connection.execute(query).first()
    if row is None:
        raise NotFound
    return _message(reader, read_notices(reader.connection, [notice])[notice], row.at, row.acknowledged_at)


def how_many_unread(reader: Reader) -> int:
    """Messages not yet answered by 知道了, counted up to 100."""
    mine = select(NOTICE.c.id).where(NOTICE.c.person_id == reader.person, NOTICE.c.acknowledged_at.is_(None))
    counted = select(func.count()).select_from(mine.limit(MOST_COUNTED).subquery())
    return int(reader.connection.execute(counted).scalar_one())


def _message(reader: Reader, told: Told, at: datetime, acknowledged_at: datetime | None) -> Message:
    facts = told.facts(lambda _ref: "", reader.at)
    return Message(
        id=told.id,
        ref=told.row.ref,
        title=title(facts),
        text=one(facts),
        to_read=facts.kind in TO_READ,
        urgent=told.urgent,
        at=at,
        acknowledged_at=acknowledged_at,
    )
