"""Evidence files: judged by their bytes, named by their SHA-256, on disk before their row is committed."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.dialects.postgresql import insert

from domain.errors import TooLarge
from domain.rules.organisation import Actor
from domain.store.base import Store
from domain.store.pictures import judge
from domain.tables.core import EVIDENCE

MOST_BYTES = 20 * 1024 * 1024
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A kept file: its name, kind (media type), size in bytes, and pixels for a picture."""

    hash: str
    kind: str
    size: int
    width: int | None
    height: int | None


def keep(store: Store, file: BinaryIO, *, by: Actor, at: datetime) -> Kept:
    """Keep an uploaded file; raises TooLarge, or WrongInput when it is no photo or PDF. `at` is legal time."""
    arriving = store.evidence / "arriving" / secrets.token_hex(16)
    arriving.parent.mkdir(parents=True, exist_ok=True)
    try:
        digest, size = _receive(file, arriving)
        verdict = judge(arriving)
        _move(arriving, path_of(store, digest))
    finally:
        arriving.unlink(missing_ok=True)
    kept = Kept(digest, verdict.kind, size, verdict.width, verdict.height)
    with store.engine.begin() as connection:
        row = insert(EVIDENCE).values(**vars(kept), uploaded_by=by.person_id, uploaded_at=at)
        connection.execute(row.on_conflict_do_nothing())
    return kept


def path_of(store: Store, digest: str) -> Path:
    """Where a file lies; only a digest names one."""
    return store.evidence / digest[:2] / digest[2:]


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
