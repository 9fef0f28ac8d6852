"""A person is told of every act on their sign-in, contact or delegation, over all their ways and at the old address."""

from typing import Any

from sqlalchemy import Connection, insert, select, text

from domain.store.secrets import Keyring
from domain.tables.core import ORGANISATION_JOURNAL as LINES, PERSON, PERSONAL_NOTICE

OBJECT = "如非您本人要求，请立即联系本单位主要负责人或卫健委。"
SECURITY, DELEGATION = "账号安全", "委托代办"
_WAKE = text("SELECT pg_notify('bihuan_notices', '')")


def tell(connection: Connection, person: int, title: str, words: str, **code: Any) -> None:  # noqa: ANN401 - columns
    """Owe a person these words; whoever delivers is woken. Before a change of phone or mail is written."""
    kept = connection.execute(select(PERSON.c.phone, PERSON.c.email).where(PERSON.c.id == person)).one()
    row = {
        "person_id": person,
        "title": title,
        "words": words[:600],
        "phone": kept.phone,
        "email": kept.email,
    }
    connection.execute(insert(PERSONAL_NOTICE).values(**row, **code))
    connection.execute(_WAKE)


def tell_with_code(
    connection: Connection, keys: Keyring, person: int, words: str, code: str, *, kept_from: frozenset[int]
) -> bool:
    """Tell it with a code, only at addresses that nobody in `kept_from` wrote last; says whether there is one."""
    by_phone, by_email = (_is_their_own(connection, person, field, kept_from) for field in ("phone", "email"))
    sealed = keys.seal({"code": code})
    where = {"code_by_phone": by_phone, "code_by_email": by_email}
    tell(connection, person, SECURITY, words, code=sealed, kept_from=sorted(kept_from), **where)
    return by_phone or by_email


def told_to(connection: Connection, person: int, limit: int = 30) -> list[Any]:
    """What a person was told, newest first (id, at, title, words); never a code."""
    columns = (PERSONAL_NOTICE.c.id, PERSONAL_NOTICE.c.at, PERSONAL_NOTICE.c.title, PERSONAL_NOTICE.c.words)
    query = select(*columns).where(PERSONAL_NOTICE.c.person_id == person)
    return list(connection.execute(query.order_by(PERSONAL_NOTICE.c.id.desc()).limit(limit)))


def _is_their_own(connection: Connection, person: int, field: str, kept_from: frozenset[int]) -> bool:
    """Whether an address was last written by nobody of these, however long ago."""
    if not connection.execute(select(PERSON.c[field]).where(PERSON.c.id == person)).scalar_one():
        return False
    written = select(LINES.c.actor_id).where(
        LINES.c.person_id == person,
        LINES.c.act.in_(["add_person", "change_person"]),
        LINES.c.becomes[field].astext != "",
    )
    last = connection.execute(written.order_by(LINES.c.seq.desc()).limit(1)).first()
    return last is None or last.actor_id not in kept_from
