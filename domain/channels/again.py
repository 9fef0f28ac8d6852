"""A message that was set aside is tried again, because whoever runs the system asked for it."""

from datetime import datetime

from sqlalchemy import text

from domain.directory.organisation import Actor
from domain.directory.who_sets_up import authority_of
from domain.errors import NotFound
from domain.store.base import Store

_AGAIN = text("""
    UPDATE attempt SET state = 'waiting', tries = 0, finished_at = NULL, ask_at = NULL, reached = NULL,
        lost = NULL, copies = NULL, receipt = NULL, next_try_at = clock_timestamp()
    FROM person JOIN unit AS home ON home.id = person.unit_id
    WHERE attempt.id = :attempt AND attempt.state = 'set_aside' AND person.id = attempt.person_id
        AND starts_with(home.path, (SELECT path FROM unit WHERE id = :authority))
    RETURNING attempt.id
""")
_WAKE = text("SELECT pg_notify('bihuan_notices', '')")


def try_again(store: Store, attempt: int, *, by: Actor, at: datetime) -> None:
    """Let one failed message go out once more, with eight tries; whoever delivers is woken."""
    with store.engine.begin() as connection:
        authority = authority_of(store.directory(connection), by, at)
        terms = {"attempt": attempt, "authority": authority}
        if connection.execute(_AGAIN, terms).first() is None:
            raise NotFound("没有这条已放弃的消息，可能已经重发。")
        connection.execute(_WAKE)
