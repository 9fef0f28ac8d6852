"""存证: one code a day over everything on record, to be kept outside.

The chains show a changed line; whoever could rewrite a whole chain, or cut its end, cannot rewrite the codes that
others hold. `cast_anchor` is the only writer, `told_outside` marks what has gone out.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Row, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from domain.calendar import day_of
from domain.seals.chain import GENESIS
from domain.store.base import Store
from domain.tables.core import ANCHOR, JOURNAL, ORGANISATION_JOURNAL, SIGN_IN_LINK

SHOWN = 16
"""Bytes of a code that people copy: 128 bits."""
AT_ONCE = 5_000
WRITERS_END_WITHIN = "5s"


class Reach(NamedTuple):
    """How far an anchor covers: the last line of the hazards' journal, of the organisation's, and of sign-ins."""

    journal_id: int
    organisation_seq: int
    sign_in_seq: int = 0


class AnchorCode(NamedTuple):
    """An anchor as people read it: legal time, lines since the one before, its code, when it was told outside."""

    at: datetime
    lines: int
    code: str
    told_at: datetime | None


NOTHING = Reach(0, 0)


def cast_anchor(store: Store, at: datetime) -> int:
    """Anchor what is on record, once a legal day (Asia/Shanghai); gives how many anchors were made, 0 or 1.

    The first anchor waits for nothing but the first line.
    """
    with store.asking() as connection:
        last = connection.execute(select(ANCHOR).order_by(ANCHOR.c.seq.desc()).limit(1)).first()
    if last is not None and day_of(at) <= day_of(last.at):
        return 0
    journal_id = _last_settled_line(store)
    with store.engine.begin() as connection:
        reach = Reach(
            journal_id, _last(connection, ORGANISATION_JOURNAL.c.seq), _last(connection, SIGN_IN_LINK.c.seq)
        )
        if last is None and not any(reach):
            return 0
        code, lines = _code(connection, bytes(last.code) if last else GENESIS, _reach(last), reach)
        row = {"seq": last.seq + 1 if last else 1, "at": at, "lines": lines, "code": code, **reach._asdict()}
        made = insert(ANCHOR).values(**row).on_conflict_do_nothing().returning(ANCHOR.c.seq)
        return len(connection.execute(made).all())


def untold(connection: Connection) -> list[Any]:
    """The anchors that no address outside has taken yet, oldest first."""
    waiting = select(ANCHOR).where(ANCHOR.c.told_at.is_(None)).order_by(ANCHOR.c.seq)
    return list(connection.execute(waiting))


def told_outside(connection: Connection, seq: int) -> None:
    """An address outside has taken the code."""
    connection.execute(update(ANCHOR).where(ANCHOR.c.seq == seq).values(told_at=func.clock_timestamp()))


def latest_codes(connection: Connection, count: int = 7) -> list[AnchorCode]:
    """The newest anchors, newest first."""
    rows = connection.execute(select(ANCHOR).order_by(ANCHOR.c.seq.desc()).limit(count))
    return [AnchorCode(row.at, row.lines, shown(row.seq, bytes(row.code)), row.told_at) for row in rows]


def shown(seq: int, code: bytes) -> str:
    """The code as people copy it, such as `17-3f9a…`: the anchor's number and 32 hexadecimal digits."""
    return f"{seq}-{code[:SHOWN].hex()}"


def broken_anchors(connection: Connection) -> Iterator[str]:
    """What does not agree with the anchors, in Chinese: each is computed anew from the lines it covers."""
    previous, reach = GENESIS, NOTHING
    for n, anchor in enumerate(connection.execute(select(ANCHOR).order_by(ANCHOR.c.seq)).all(), start=1):
        if anchor.seq != n:
            yield f"存证第 {n} 号缺失（见到第 {anchor.seq} 号）"
            return
        code, lines = _code(connection, previous, reach, _reach(anchor))
        if (code, lines) != (bytes(anchor.code), anchor.lines) or not _ends_on_lines(
            connection, _reach(anchor)
        ):
            yield f"存证第 {n} 号与现有记录不符：它所涵盖的记录被改动、增删或截去"
            return
        previous, reach = code, _reach(anchor)


def stands(connection: Connection, copied: str) -> bool:
    """Whether a code kept outside is that of an anchor here; `broken_anchors` says whether the lines still give it."""
    number, _, digits = copied.strip().lower().partition("-")
    if not number.isdecimal():
        return False
    found = connection.execute(select(ANCHOR).where(ANCHOR.c.seq == int(number))).first()
    return found is not None and shown(found.seq, bytes(found.code)).partition("-")[2] == digits


def _reach(anchor: Row[Any] | None) -> Reach:
    return Reach(anchor.journal_id, anchor.organisation_seq, anchor.sign_in_seq) if anchor else NOTHING


def _ends_on_lines(connection: Connection, reach: Reach) -> bool:
    """Whether an anchor reaches to lines that there are: it was cast over the last of each."""
    keys = JOURNAL.c.id, ORGANISATION_JOURNAL.c.seq, SIGN_IN_LINK.c.seq
    return all(
        end == 0 or connection.execute(select(key).where(key == end)).first()
        for key, end in zip(keys, reach, strict=True)
    )


def _last(connection: Connection, key: ColumnElement[Any]) -> int:
    return int(connection.scalar(select(func.coalesce(func.max(key), 0))) or 0)


def _last_settled_line(store: Store) -> int:
    """The last line below which no writer is still at work: ids are drawn before their lines are seen."""
    with store.engine.begin() as connection:
        connection.execute(text(f"SET LOCAL lock_timeout = '{WRITERS_END_WITHIN}'"))
        connection.execute(text("SELECT bihuan_hold_the_journal()"))
        return _last(connection, JOURNAL.c.id)


def _code(connection: Connection, previous: bytes, after: Reach, until: Reach) -> tuple[bytes, int]:
    """SHA-256 over the code before and every line's hash in order, and how many lines there were."""
    digest, lines = hashlib.sha256(previous), 0
    for table, low, high in (
        (JOURNAL.c.id, after.journal_id, until.journal_id),
        (ORGANISATION_JOURNAL.c.seq, after.organisation_seq, until.organisation_seq),
        (SIGN_IN_LINK.c.seq, after.sign_in_seq, until.sign_in_seq),
    ):
        for (line,) in _in_order(connection, table.table.c.hash, table, low, high):
            digest.update(bytes(line))
            lines += 1
    return digest.digest(), lines


def _in_order(
    connection: Connection, hashes: Column[bytes], key: Column[int], low: int, high: int
) -> Iterator[Row[tuple[bytes]]]:
    wanted = select(hashes).where(key > low, key <= high).order_by(key)
    yield from connection.execute(wanted.execution_options(yield_per=AT_ONCE))
