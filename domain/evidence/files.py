"""Evidence files: opened once in the darkroom, named by their SHA-256, on disk before their row is committed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.darkroom import Developed, develop
from domain.darkroom.limits import SIDES
from domain.directory.organisation import Actor
from domain.errors import TooLarge
from domain.evidence.originals import CHUNK, arrival, create, put
from domain.evidence.showing import put_copies
from domain.store.base import Store, policy_of
from domain.tables.core import CASE_EVIDENCE, EVIDENCE

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A kept file: its name, kind (media type), size in bytes, pixels for a picture, how many pictures show it."""

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None
    pages: int


def keep(store: Store, file: BinaryIO, *, by: Actor, at: datetime, taken_at: datetime | None = None) -> Kept:
    """Keep an uploaded file; raises TooLarge, or WrongInput when it is no photo or PDF. `at` is legal time.

    `taken_at` is the moment the sending phone claims; what the photo itself says goes before it.
    """
    with arrival(store) as folder:
        arriving = folder / "file"
        digest, size = _receive(file, arriving)
        found = develop(arriving, folder)
        kept = Kept(digest, found.kind, size, found.width, found.height, found.pages)
        with alone_with(store, digest) as connection, connection.begin():
            put(store, arriving, digest)
            row = vars(kept) | {"uploaded_by": by.person_id, "uploaded_at": at}
            row["picture"] = _picture(folder, kept.pages)
            put_copies(store, folder, digest)
            del row["pages"]
            row |= _as_the_policy_asks(store, connection, by, found, taken_at)
            _write(connection, row)
    return kept


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
    shown = exists().where(CASE_EVIDENCE.c.hash == EVIDENCE.c.hash)
    new = insert(EVIDENCE).values(**row)
    again = new.on_conflict_do_update(
        index_elements=[EVIDENCE.c.hash, EVIDENCE.c.uploaded_by],
        set_={"recorded_at": func.clock_timestamp()},
        where=~shown,
    )
    connection.execute(again)


def _as_the_policy_asks(
    store: Store, connection: Connection, by: Actor, told: Developed, claimed: datetime | None
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


def _picture(folder: Path, pages: int) -> str:
    """SHA-256 of what is shown, page by page: bytes behind the picture, or other tags, make no new photo of it."""
    shown = hashlib.sha256()
    for page in range(1, pages + 1):
        shown.update((folder / f"{page}.{SIDES['large']}.jpg").read_bytes())
    return shown.hexdigest()


def _receive(file: BinaryIO, path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with create(path) as out:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > MOST_BYTES:
                raise TooLarge(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请压缩后重新上传。", field="file")
            digest.update(chunk)
            out.write(chunk)
    return digest.hexdigest(), size
