"""Who is who in the inbox: a vendor knows a person by an id, a number or a mailbox."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "people.json"


@dataclass(frozen=True)
class Reader:
    """Somebody whom messages reach; `known_as` are their ids with the vendors, their number, their mailbox."""

    key: str
    name: str
    title: str
    known_as: tuple[str, ...] = ()


def write_people(file: Path, readers: Iterable[Reader]) -> None:
    """Write them down for the inbox's process."""
    file.write_text(json.dumps([asdict(reader) for reader in readers], ensure_ascii=False), encoding="utf-8")


def read_people(file: Path) -> dict[str, Reader]:
    """Give each by every name a vendor knows them under; without a file nobody is known."""
    if not file.exists():
        return {}
    rows = json.loads(file.read_text(encoding="utf-8"))
    readers = [Reader(**{**row, "known_as": tuple(row["known_as"])}) for row in rows]
    return {name: reader for reader in readers for name in (reader.key, *reader.known_as)}
