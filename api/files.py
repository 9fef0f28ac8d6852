"""Papers handed out as files: each is looked at or kept, runs nothing and loads nothing."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import StreamingResponse

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PIECE = 1024 * 1024
AS_A_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store"}


def pdf_file(body: bytes, name: str) -> Response:
    """A PDF, shown in the browser."""
    return _file(body, PDF, f'inline; filename="{name}"')


def word_file(body: bytes, name: str) -> Response:
    """A Word file, to be kept."""
    return _file(body, WORD, f'attachment; filename="{name}"')


def excel_file(body: BinaryIO, name: str) -> Response:
    """A workbook, to be kept; `body` is read to its end and closed."""
    named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return StreamingResponse(_pieces(body), media_type=EXCEL, headers={**AS_A_FILE, **named})


def _pieces(body: BinaryIO) -> Iterator[bytes]:
    with body:
        while piece := body.read(PIECE):
            yield piece


def _file(body: bytes, media_type: str, disposition: str) -> Response:
    return Response(body, media_type=media_type, headers={**AS_A_FILE, "Content-Disposition": disposition})
