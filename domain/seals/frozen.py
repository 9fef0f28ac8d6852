"""The digest of a frozen table: of what it says, and of every row behind its figures in order."""

import hashlib
from collections.abc import Iterable


def digest_of_frozen(body: str, rows: Iterable[str]) -> bytes:
    """SHA-256 over the texts as they are kept, each with its length before it, so that none runs into the next."""
    digest = hashlib.sha256()
    for text in (body, *rows):
        kept = text.encode()
        digest.update(f"{len(kept)}:".encode())
        digest.update(kept)
    return digest.digest()
