"""Files sealed on disk, readable only with a key that does not lie beside them.

Each file has a key of its own, which stands in its head, sealed by the installation's. Its content follows in pieces,
AES-256-GCM each, numbered and the last one marked (the STREAM construction, Hoang et al., CRYPTO 2015), so that
nothing can be changed, moved or cut off unnoticed and a large file never stands in memory whole.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import HasMessage
from domain.store.secrets import Keyring

MAGIC = b"BIHUAN-SEALED-1\n"
PIECE = 1024 * 1024
TAG = 16
_LENGTH = struct.Struct(">H")
_NUMBER = struct.Struct(">3xQ?")


class DamagedError(HasMessage, Exception):
    """A kept file no longer has the bytes that were uploaded."""

    message = "文件已损坏或被改动，与上传时不符。"

    def __init__(self) -> None:
        super().__init__(self.message)


def is_sealed(file: BinaryIO) -> bool:
    """Whether the file begins as a sealed one does; it is left at its beginning when it does not."""
    if file.read(len(MAGIC)) == MAGIC:
        return True
    file.seek(0)
    return False


def seal(keys: Keyring, plain: BinaryIO, out: BinaryIO) -> None:
    """Write what `plain` holds, sealed."""
    key = AESGCM.generate_key(256)
    _write_head(out, keys.seal_key(key))
    cipher = AESGCM(key)
    out.writelines(cipher.encrypt(nonce, piece, MAGIC) for nonce, piece in _numbered(plain, PIECE))


def opened(keys: Keyring, file: BinaryIO) -> Iterator[bytes]:
    """What a sealed file holds, piece by piece; raises SealedForOthersError, DamagedError."""
    cipher = AESGCM(keys.open_key(_read_head(file)))
    try:
        for nonce, piece in _numbered(file, PIECE + TAG):
            yield cipher.decrypt(nonce, piece, MAGIC)
    except InvalidTag:
        raise DamagedError from None


def needs_a_new_head(keys: Keyring, file: BinaryIO) -> bool:
    """Whether an older key than the first sealed this file; raises SealedForOthersError when none of ours did."""
    return not keys.is_by_the_first(_read_head(file))


def seal_anew(keys: Keyring, file: BinaryIO, out: BinaryIO) -> None:
    """The same sealed content under a head made with the first key."""
    _write_head(out, keys.seal_key(keys.open_key(_read_head(file))))
    while piece := file.read(PIECE):
        out.write(piece)


def _write_head(out: BinaryIO, sealed_key: bytes) -> None:
    out.write(MAGIC + _LENGTH.pack(len(sealed_key)) + sealed_key)


def _read_head(file: BinaryIO) -> bytes:
    """The sealed key of a file whose magic was read."""
    try:
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
    except struct.error:
        raise DamagedError from None
    return file.read(length)


def _numbered(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Pieces, each with its nonce: its number and whether it is the last. An empty file is one empty piece."""
    number, piece = 0, file.read(size)
    while following := file.read(size):
        yield _NUMBER.pack(number, False), piece  # noqa: FBT003 - a field of the nonce
        number, piece = number + 1, following
    yield _NUMBER.pack(number, True), piece  # noqa: FBT003 - a field of the nonce
