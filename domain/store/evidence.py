"""Evidence files: judged by their bytes, named by their SHA-256, on disk before their row is committed."""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.errors import TooLarge
from domain.rules.organisation import Actor
from domain.store.base import Store, policy_of
from domain.store.capture import Capture, read_capture
from domain.store.pictures import PDF, judge
from domain.tables.core import EVIDENCE, HAZARD_EVIDENCE

MOST_BYTES = 20 * 1024 * 1024
CHUNK = 1024 * 1024
SHOWN_PIXELS = {"large": 2000, "small": 320}
"""The longest side of a copy for showing, by its size."""


@dataclass(frozen=True)
class Kept:
    """A kept file: its name, kind (media type), size in bytes, and pixels for a picture."""

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None


def keep(store: Store, file: BinaryIO, *, by: Actor, at: datetime, taken_at: datetime | None = None) -> Kept:
    """Keep an uploaded file; raises TooLarge, or WrongInput when it is no photo or PDF. `at` is legal time.

    `taken_at` is the moment the sending phone claims; what the photo itself says goes before it.
    """
    arriving = store.evidence / "arriving" / secrets.token_hex(16)
    arriving.parent.mkdir(parents=True, exist_ok=True)
    try:
        digest, size = _receive(file, arriving)
        verdict = judge(arriving)
        told = Capture() if verdict.kind == PDF else read_capture(arriving)
        kept = Kept(digest, verdict.kind, size, verdict.width, verdict.height)
        with alone_with(store, digest) as connection, connection.begin():
            _move(arriving, path_of(store, digest))
            row = vars(kept) | {"uploaded_by": by.person_id, "uploaded_at": at}
            row |= _as_the_policy_asks(store, connection, by, told, taken_at)
            _write(connection, row)
    finally:
        arriving.unlink(missing_ok=True)
    return kept


def path_of(store: Store, digest: str) -> Path:
    """Where a file lies; only a digest names one."""
    return store.evidence / digest[:2] / digest[2:]


def copy_of(store: Store, digest: str, size: str) -> Path:
    """Where the copy for showing of this size lies, once somebody has asked for it."""
    return store.evidence / "shown" / digest[:2] / f"{digest[2:]}.{SHOWN_PIXELS[size]}.jpg"


def copies_of(store: Store, digest: str) -> list[Path]:
    """Where every copy for showing would lie."""
    return [copy_of(store, digest, size) for size in SHOWN_PIXELS]


@contextmanager
def alone_with(store: Store, digest: str) -> Iterator[Connection]:
    """A connection that meanwhile is the only one to put this content in its place or clear it away."""
    lock = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
    with store.engine.connect() as connection:
        connection.execute(select(func.pg_advisory_lock(lock)))
        connection.commit()
        try:
            yield connection
        finally:
            connection.execute(select(func.pg_advisory_unlock(lock)))
            connection.commit()


def _write(connection: Connection, row: dict[str, Any]) -> None:
    """Write the row; sent once more before any hazard shows it, it counts as sent now."""
    shown = exists().where(HAZARD_EVIDENCE.c.hash == EVIDENCE.c.hash)
    new = insert(EVIDENCE).values(**row)
    again = new.on_conflict_do_update(
        index_elements=[EVIDENCE.c.hash, EVIDENCE.c.uploaded_by],
        set_={"recorded_at": func.clock_timestamp()},
        where=~shown,
    )
    connection.execute(again)


def _as_the_policy_asks(
    store: Store, connection: Connection, by: Actor, told: Capture, claimed: datetime | None
) -> dict[str, Any]:
    """When and where the photo was taken, as far as the policy of the uploader's authority wants it known."""
    directory = store.directory(connection)
    wanted = policy_of(directory, directory.people[by.person_id or 0].unit_id).evidence
    row: dict[str, Any] = {}
    if wanted.keep_time and (told.taken_at or claimed):
        row |= {"taken_at": told.taken_at or claimed, "taken_from": "exif" if told.taken_at else "device"}
    if wanted.keep_place and told.latitude is not None:
        row |= {"latitude": told.latitude, "longitude": told.longitude}
    return row


def _receive(file: BinaryIO, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooLarge(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请压缩后重新上传。", field="file")
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _move(arriving: Path, place: Path) -> None:
    """Into its place, durably: the directory that names it is synced too."""
    place.parent.mkdir(exist_ok=True)
    arriving.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
