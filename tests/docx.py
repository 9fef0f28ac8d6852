"""Word templates made by hand: the shipped one with something changed in it, added to it or hidden in it."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from domain.papers.placeholders import shipped_template

DOCUMENT, TYPES, RELS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
END = "</w:body>"


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parts_of(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def text_of(docx: bytes) -> str:
    """What a Word file says in its text, without markup."""
    body = parts_of(docx)[DOCUMENT].decode()
    return "".join(piece.split("<", 1)[0] for piece in body.split(">"))


def changed(*pairs: tuple[str, str], part: str = DOCUMENT) -> bytes:
    """The shipped template with texts of one part replaced."""
    parts = parts_of(shipped_template(1))
    body = parts[part].decode()
    for old, new in pairs:
        assert old in body, old
        body = body.replace(old, new)
    return packed(parts | {part: body.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
