"""One effect and one answer for two identical requests: a second request waits on the first one's row."""

import hashlib
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.errors import KeyReused
from domain.tables.core import IDEMPOTENCY_KEY


def fingerprint(*parts: str) -> bytes:
    """What makes two requests identical."""
    return hashlib.sha256("\n".join(parts).encode()).digest()


def claim(connection: Connection, person_id: int, key: str, print_: bytes) -> dict[str, Any] | None:
    """Take the key, waiting for whoever holds it; gives the stored answer of an identical request.

    Raises KeyReused when the key was used for another request. A refusal rolls the claim back with everything else.
    """
    taken = (
        upsert(IDEMPOTENCY_KEY)
        .values(person_id=person_id, key=key, fingerprint=print_)
        .on_conflict_do_nothing()
        .returning(IDEMPOTENCY_KEY.c.key)
    )
    # Asked for what was inserted: the driver's row count of an INSERT is -1, which is no answer.
    if connection.execute(taken).first() is not None:
        return None
    mine = (IDEMPOTENCY_KEY.c.person_id == person_id) & (IDEMPOTENCY_KEY.c.key == key)
    stored = connection.execute(
        select(IDEMPOTENCY_KEY.c.fingerprint, IDEMPOTENCY_KEY.c.answer).where(mine)
    ).one()
    if bytes(stored.fingerprint) != print_:
        raise KeyReused
    answer: dict[str, Any] = stored.answer
    return answer


def store_answer(connection: Connection, person_id: int, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer in the transaction of its effect."""
    mine = (IDEMPOTENCY_KEY.c.person_id == person_id) & (IDEMPOTENCY_KEY.c.key == key)
    connection.execute(update(IDEMPOTENCY_KEY).where(mine).values(answer=answer))
