"""The judge counts afterwards, in the database and in the sink. A run that fails the count has no time."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text

from deploy.bench.life import LINES
from deploy.bench.sink import Sink
from domain.audit.cases import verify_chains
from domain.store.base import Store

_CLOSED = "SELECT count(*) FROM hazard WHERE state = 'closed'"
_LINES = "SELECT count(*) FROM journal WHERE clock IS NULL"
_NOTICES = "SELECT count(*) FROM notice"
_NOT_ONCE = """SELECT count(*) FROM (
    SELECT notice.id FROM notice LEFT JOIN (
        SELECT unnest(notices) AS id FROM attempt WHERE state = 'sent') AS carried USING (id)
    GROUP BY notice.id HAVING count(carried.id) <> 1) AS wrong"""
_SENT = "SELECT id FROM attempt WHERE state = 'sent'"


def faults(engine: Engine, sink: Sink, lives: int) -> Iterator[str]:
    """What is wrong after so many lives; nothing when the count holds."""
    with engine.connect() as connection:
        counted = {name: int(connection.scalar(text(sql)) or 0) for name, sql in _counts().items()}
        sent = {str(row.id) for row in connection.execute(text(_SENT))}
    expected = {"closed hazards": lives, "journal lines": LINES * lives, "notices not delivered once": 0}
    for name, number in expected.items():
        if counted[name] != number:
            yield f"{name}: {counted[name]} instead of {number}"
    if counted["notices"] == 0:
        yield "nobody was told anything"
    for difference in verify_chains(Store(engine, Path())):
        yield f"{difference.ref}: {difference.detail}"
    came = sink.times_accepted()
    if false := sent - came.keys():
        yield f"{len(false)} messages marked sent never reached the sink"
    if unknown := came.keys() - sent:
        yield f"{len(unknown)} messages reached the sink and are not marked sent"
    if twice := [name for name, times in came.items() if times > 1]:
        yield f"{len(twice)} messages reached the sink twice"


def notices_and_messages(engine: Engine) -> tuple[int, int]:
    """How many notices were owed and how many messages carried them."""
    with engine.connect() as connection:
        owed = int(connection.scalar(text(_NOTICES)) or 0)
        return owed, len(connection.execute(text(_SENT)).all())


def _counts() -> dict[str, str]:
    return {
        "closed hazards": _CLOSED,
        "journal lines": _LINES,
        "notices": _NOTICES,
        "notices not delivered once": _NOT_ONCE,
    }
