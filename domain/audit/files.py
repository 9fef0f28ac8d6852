"""Every file of evidence against its name, which is the digest of what it holds."""

from collections.abc import Iterator

from sqlalchemy import select

from domain.errors import NotFound
from domain.evidence.originals import original
from domain.evidence.vault import DamagedError
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError
from domain.tables.core import EVIDENCE

CHUNK = 1000


def damaged_files(store: Store) -> Iterator[str]:
    """Files that are gone, or no longer the bytes that were uploaded, in Chinese."""
    last = ""
    while names := _next_names(store, last):
        for digest in names:
            try:
                for _ in original(store, digest):
                    pass
            except (DamagedError, NotFound, SealedForOthersError) as wrong:
                yield f"照片或文件 {digest[:12]}…：{wrong}"
        last = names[-1]


def _next_names(store: Store, last: str) -> list[str]:
    names = select(EVIDENCE.c.hash).distinct().where(EVIDENCE.c.hash > last).order_by(EVIDENCE.c.hash)
    with store.asking() as connection:
        return list(connection.scalars(names.limit(CHUNK)))
