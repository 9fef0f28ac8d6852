"""The files as they were uploaded, named by the SHA-256 of what they hold and sealed on the disk.

Every original is sealed as it arrives: which photo belongs to a direct report (直报) nobody knows before its report
comes, and what once lay open may be in a backup. Files of releases that did not seal are read as they are, until
`seal_what_lies_open` has passed.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from domain.errors import NotFound
from domain.evidence import vault
from domain.store.base import Store
from domain.store.secrets import Keyring, SealedForOthersError

CHUNK = 1024 * 1024


def path_of(store: Store, digest: str) -> Path:
    """Where a file lies; only a digest names one."""
    return store.evidence / digest[:2] / digest[2:]


def original(store: Store, digest: str) -> Iterator[bytes]:
    """The bytes of a piece of evidence as they were uploaded, in chunks.

    Raises NotFound when there is no such file, SealedForOthersError when no key of ours opens it, and at the end, or
    before, DamagedError when they are not the bytes that its name stands for.
    """
    try:
        file = path_of(store, digest).open("rb")
    except FileNotFoundError:
        raise NotFound("文件不在存储中，请联系管理员。") from None
    seen = hashlib.sha256()
    with file:
        chunks = vault.opened(store.keys, file) if vault.is_sealed(file) else _chunks(file)
        for chunk in chunks:
            seen.update(chunk)
            yield chunk
    if seen.hexdigest() != digest:
        raise vault.DamagedError


@contextmanager
def arrival(store: Store) -> Iterator[Path]:
    """A folder for a file that has just arrived, or is taken out to be looked at; nothing is left of it afterwards."""
    folder = private_folder(store.evidence / "arriving" / secrets.token_hex(16))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put(store: Store, arriving: Path, digest: str) -> None:
    """Seal it into its place."""
    with arriving.open("rb") as plain:
        _replace(path_of(store, digest), lambda out: vault.seal(store.keys, plain, out))


def seal_what_lies_open(evidence: Path, keys: Keyring) -> tuple[int, list[str]]:
    """Seal files of earlier releases, and anew what an older key sealed; how many, and names that no key opens."""
    done, lost = 0, []
    for path in sorted(evidence.glob("[0-9a-f][0-9a-f]/*")):
        try:
            done += _seal_one(path, keys)
        except (SealedForOthersError, vault.DamagedError):
            lost.append(path.parent.name + path.name)
    return done, lost


def private_folder(path: Path) -> Path:
    """Make a folder, and those above it that are missing, which only our own user may enter."""
    for folder in (*reversed(path.parents), path):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, exist_ok=True)
    return path


def create(path: Path) -> BinaryIO:
    """A new file that only our own user may read, whatever the umask."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _seal_one(path: Path, keys: Keyring) -> bool:
    """Whether there was something to do."""
    with path.open("rb") as file:
        if not vault.is_sealed(file):
            _replace(path, lambda out: vault.seal(keys, file, out))
            return True
        if not vault.needs_a_new_head(keys, file):
            return False
        file.seek(len(vault.MAGIC))
        _replace(path, lambda out: vault.seal_anew(keys, file, out))
        return True


def _replace(place: Path, write: Callable[[BinaryIO], None]) -> None:
    """Put a whole file there or none, durably: the directory that names it is synced too."""
    draft = private_folder(place.parent) / f"{place.name}.{secrets.token_hex(4)}"
    try:
        with create(draft) as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
