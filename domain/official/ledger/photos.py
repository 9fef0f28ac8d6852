"""The photos that a ledger with photos shows: small copies, and only what its reader may look at."""

from collections.abc import Iterable
from pathlib import Path

from domain.errors import Refusal
from domain.evidence.showing import copy_of, pages_of
from domain.evidence.vault import DamagedError
from domain.queries import Reader, evidence_shown
from domain.store.secrets import SealedForOthersError


def picture_of(reader: Reader, photos: Iterable[str]) -> Path | None:
    """The small copy of the first of these photos that the reader may see and that can be shown."""
    return next((path for photo in photos if (path := _small_copy(reader, photo)) is not None), None)


def _small_copy(reader: Reader, photo: str) -> Path | None:
    try:
        evidence_shown(reader, photo)
        pages_of(reader.store, photo)
    except (Refusal, DamagedError, SealedForOthersError):
        return None
    path = copy_of(reader.store, photo, "small")
    return path if path.exists() else None
