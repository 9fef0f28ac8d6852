"""The journal of the organisation: one chain of hashes, so that no change of who may do what can be hidden."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from domain.directory.organisation import Actor
from domain.organisation.sealing import seals_of_this_transaction
from domain.seals.chain import GENESIS
from domain.tables.core import ORGANISATION_JOURNAL

COVERED = ("seq", "act", "actor_id", "account_id", "unit_id", "person_id", "at", "was", "becomes")


@dataclass(frozen=True)
class Line:
    """One change: which act, on which unit or person, from what to what (plain JSON)."""

    act: str
    unit_id: int | None
    person_id: int | None
    was: dict[str, Any]
    becomes: dict[str, Any]


def append(
    connection: Connection, line: Line, by: Actor, at: datetime, seals: dict[str, Any] | None = None
) -> int:
    """Write the line after the last one, whose writers come one after the other; gives its sequence.

    It seals what this transaction has written of the organisation, or what it is told to.
    """
    last = connection.execute(
        select(ORGANISATION_JOURNAL.c.seq, ORGANISATION_JOURNAL.c.hash)
        .order_by(ORGANISATION_JOURNAL.c.seq.desc())
        .limit(1)
    ).first()
    previous = bytes(last.hash) if last else GENESIS
    entry = {**vars(line), "seq": last.seq + 1 if last else 1, "at": at}
    entry |= {"actor_id": by.person_id, "account_id": by.account_id, "previous": previous}
    entry["seals"] = seals_of_this_transaction(connection) if seals is None else seals
    entry["hash"] = hash_of(entry, previous)
    connection.execute(insert(ORGANISATION_JOURNAL).values(**entry))
    return int(entry["seq"])


def hash_of(entry: Any, previous: bytes) -> bytes:  # noqa: ANN401 - a line to be written, or one as it was read
    """SHA-256 over the previous hash and every covered field in a canonical form; seals where a line has them."""
    body = {name: _plain(entry[name]) for name in COVERED}
    if entry["seals"]:
        body["seals"] = entry["seals"]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(previous + text.encode()).digest()


def broken_lines(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain, in Chinese; nothing when every line follows from the one before."""
    previous = GENESIS
    lines = connection.execute(select(ORGANISATION_JOURNAL).order_by(ORGANISATION_JOURNAL.c.seq))
    for n, line in enumerate(lines, start=1):
        if line.seq != n:
            yield f"组织变更记录第 {n} 行缺失（见到第 {line.seq} 行）"
            return
        if bytes(line.previous) != previous or hash_of(line._mapping, previous) != bytes(line.hash):  # noqa: SLF001 - to a dict
            yield f"组织变更记录第 {n} 行（{line.act}）的哈希不符，内容或前文被改动"
            return
        previous = bytes(line.hash)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
