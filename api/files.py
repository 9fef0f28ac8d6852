"""Papers handed out as files: each is looked at or kept, runs nothing and loads nothing."""

from fastapi import Response

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AS_A_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store"}


def pdf_file(body: bytes, name: str) -> Response:
    """A PDF, shown in the browser."""
    return _file(body, PDF, f'inline; filename="{name}"')


def word_file(body: bytes, name: str) -> Response:
    """A Word file, to be kept."""
    return _file(body, WORD, f'attachment; filename="{name}"')


def _file(body: bytes, media_type: str, disposition: str) -> Response:
    return Response(body, media_type=media_type, headers={**AS_A_FILE, "Content-Disposition": disposition})
