"""知道了: a person answers a message. It stops the repetition of the message, never the clock of the hazard."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, update

from domain.directory.organisation import Actor
from domain.errors import NotFound
from domain.store.base import Store
from domain.tables.core import NOTICE


def acknowledge(store: Store, notice: int, *, by: Actor, at: datetime) -> None:
    """Answer one message of one's own; a second answer changes nothing. Raises NotFound for anybody else's."""
    mine = (NOTICE.c.id == notice) & (NOTICE.c.person_id == by.person_id)
    if _answer(store, mine, at) == 0:
        raise NotFound


def acknowledge_all(store: Store, up_to: int, *, by: Actor, at: datetime) -> int:
    """Answer every message up to the newest one that the person saw; gives how many there were."""
    unread = (NOTICE.c.person_id == by.person_id) & (NOTICE.c.id <= up_to)
    return _answer(store, unread & NOTICE.c.acknowledged_at.is_(None), at)


def _answer(store: Store, which: ColumnElement[bool], at: datetime) -> int:
    answered = update(NOTICE).where(which).values(acknowledged_at=_first(at)).returning(NOTICE.c.id)
    with store.engine.begin() as connection:
        return len(connection.execute(answered).all())


def _first(at: datetime) -> ColumnElement[datetime]:
    """The first answer stands."""
    return func.coalesce(NOTICE.c.acknowledged_at, at)
