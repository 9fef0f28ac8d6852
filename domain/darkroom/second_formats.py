"""A second format before, in or behind a photo: a page, a PDF, an archive that some program would open instead.

Tags are not looked through. A camera, an app or a reporter may write anything into EXIF, XMP or a comment, the word
`<html>` too; no browser takes it for a page, since the first bytes decide (WHATWG MIME Sniffing, 7.1).
"""

import re
from collections.abc import Iterator

from domain.darkroom.kinds import HEAD, JPEG, PNG, WEBP
from domain.darkroom.limits import RefusedError

_MARKUP = re.compile(rb"<html[\s>]|<script[\s>/]|<!doctype\s+html|<iframe\s|<\?php", re.IGNORECASE)
_PDF = b"%PDF-"
_END_OF_AN_ARCHIVE = re.compile(rb"PK\x05\x06.{16}(..)", re.DOTALL)
_LONGEST_END_OF_AN_ARCHIVE = 66_000
_TOLD_IN_JPEG = re.compile(rb"\xff[\xe0-\xef\xfe](..)", re.DOTALL)
_TOLD_IN_PNG = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP")
_TOLD_IN_WEBP = (b"EXIF", b"XMP ", b"ICCP")
_HEAD_OF_PNG, _HEAD_OF_WEBP = 8, 12
_AROUND = {PNG: 12, WEBP: 8}
"""Bytes of a chunk that are not its body: length, name and, in PNG, a sum."""


def refuse_second_formats(data: bytes, kind: str) -> None:
    """Raise RefusedError where a photo of this kind is something else as well."""
    if any(_MARKUP.search(piece) for piece in _beside_its_tags(data, kind)):
        raise RefusedError("文件中夹带网页代码，不能保存")
    if any(_PDF in piece for piece in _beside_its_tags(data[:HEAD], kind)) or _ends_an_archive(data):
        raise RefusedError("文件中夹带另一种格式，不能保存")


def _ends_an_archive(data: bytes) -> bool:
    """Whether the last record of a ZIP closes the file: with its own comment, it ends where the file does."""
    tail = data[-_LONGEST_END_OF_AN_ARCHIVE:]
    ends = _END_OF_AN_ARCHIVE.finditer(tail)
    return any(end.end() + int.from_bytes(end[1], "little") == len(tail) for end in ends)


def _beside_its_tags(data: bytes, kind: str) -> Iterator[bytes]:
    """The pieces of a JPEG, PNG or WebP that are no tags; nothing of other kinds, whose tags lie among the picture."""
    if kind == JPEG:
        yield from _of_jpeg(data)
    elif kind in (PNG, WEBP):
        yield from _of_chunks(data, kind)


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """Within the picture no byte looks like the beginning of tags (ISO/IEC 10918-1, B.1.1.5)."""
    at = 0
    while (found := _TOLD_IN_JPEG.search(data, at)) is not None:
        yield data[at : found.start()]
        at = found.start() + 2 + max(2, int.from_bytes(found[1], "big"))
    yield data[at:]


def _of_chunks(data: bytes, kind: str) -> Iterator[bytes]:
    is_png = kind == PNG
    told, at = (_TOLD_IN_PNG, _HEAD_OF_PNG) if is_png else (_TOLD_IN_WEBP, _HEAD_OF_WEBP)
    while at + 8 <= len(data):
        first, second = data[at : at + 4], data[at + 4 : at + 8]
        length, name = (first, second) if is_png else (second, first)
        many = int.from_bytes(length, "big" if is_png else "little")
        end = at + _AROUND[kind] + many + (0 if is_png else many % 2)
        if name not in told:
            yield data[at:end]
        at = end
    yield data[at:]
