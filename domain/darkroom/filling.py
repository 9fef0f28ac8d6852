"""A template filled with what a paper says: looked at first, filled in a sandbox, the same bytes every time.

Raises RefusedError where the file cannot be a template at all; what can be mended is told place by place.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from domain.darkroom.documents import Parts, W, open_document
from domain.darkroom.limits import RefusedError
from domain.darkroom.placeholders import (
    TAG,
    Paragraph,
    Reading,
    Word,
    environment,
    paragraphs_of,
    read_paragraphs,
    read_source,
)

FILLED = "filled.docx"
FILLED_PARTS = {"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注"}
_PART = re.compile(r"word/(document|header|footer|footnotes)\d*\.xml")
_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_MARKUP = re.compile(r"<[^>]+>")
EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The moment on everything inside a filled file: the first that the format knows."""
MOST_PROBLEMS = 8
BROKEN = "套用后版式不完整：循环、条件的开头和结尾请各占一段（或表格的一行），不要和其他文字写在一起"


def fill_template(asked: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Write the filled file into the folder; what must be mended (`problems`) and which words it shows (`used`).

    `words` are the placeholders there are, `shown` what stands for each; `is_new` looks at what came out as well.
    """
    words, shown = asked["words"], asked["shown"]
    data = Path(asked["path"]).read_bytes()
    parts = open_document(data)
    reading = Reading({name: Word(**word) for name, word in words.items()})
    _read(reading, parts)
    if not reading.problems:
        template = DocxTemplate(BytesIO(data))
        _read_what_is_filled(reading, template)
    missing = [name for name, word in reading.words.items() if word.required and name not in reading.used]
    if not reading.problems and missing:
        named = "、".join(f"{{{{ {name} }}}}" for name in missing)
        reading.problems.append(f"全文没有 {named}，每份文书都要有，请补上")
    if not reading.problems:
        filled = _filled(template, shown)
        if asked["is_new"]:
            _look_at_what_came_out(reading, filled, shown)
        (folder / FILLED).write_bytes(filled)
    told, more = reading.problems[:MOST_PROBLEMS], len(reading.problems) - MOST_PROBLEMS
    if more > 0:
        told.append(f"另有 {more} 处")
    return {"problems": told, "used": sorted(reading.used)}


def _read(reading: Reading, parts: Parts) -> None:
    """Each part by its paragraphs; in what is never filled nothing may stand."""
    for name, body in sorted(parts.items()):
        if not name.endswith(".xml"):
            continue
        if found := _PART.fullmatch(name):
            read_paragraphs(reading, paragraphs_of(FILLED_PARTS[found[1]], etree.fromstring(body)))
        elif b"{{" in body or b"{%" in body:
            where = "文档属性（标题、作者等）" if name.startswith("docProps/") else f"“{name}”"
            reading.problems.append(f"{where}里写了 {{{{ }}}}，系统只填正文、表格、页眉、页脚和脚注，请删去")


def _read_what_is_filled(reading: Reading, template: DocxTemplate) -> None:
    """The same once more as the library hands it on, markup and all: nothing may hide between the paragraphs."""
    for xml in _sources(template):
        source = _PARAGRAPH.sub("\n<w:p", template.patch_xml(xml).replace("\n", " "))
        lines = [Paragraph("", _MARKUP.sub("", line)) for line in source.split("\n")]
        read_source(reading, source, lines)


def _sources(template: DocxTemplate) -> Iterator[str]:
    template.init_docx()
    yield template.get_xml()
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.get_part_xml(part)
    for part in template.docx.part.package.parts:
        if part.content_type.endswith("wordprocessingml.footnotes+xml"):
            yield part.blob.decode()


def _filled(template: DocxTemplate, shown: Mapping[str, Any]) -> bytes:
    try:
        template.render_init()
        etree.fromstring(template.build_xml(dict(shown), environment()))  # the library mends in silence
        template.render(dict(shown), environment(), autoescape=True)
    except (TemplateError, etree.XMLSyntaxError, TypeError, ValueError, AttributeError, KeyError):
        raise RefusedError(BROKEN) from None
    about = template.docx.core_properties
    about.author = about.last_modified_by = ""
    about.modified = EPOCH
    out = BytesIO()
    template.save(out)
    return _packed_anew(out)


def _packed_anew(made: BytesIO) -> bytes:
    """The same parts without the moment of packing, so that the same paper is the same file."""
    out = BytesIO()
    with zipfile.ZipFile(made) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again:
        for entry in package.infolist():
            kept = zipfile.ZipInfo(entry.filename, EPOCH.timetuple()[:6])
            again.writestr(kept, package.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _look_at_what_came_out(reading: Reading, filled: bytes, shown: Mapping[str, Any]) -> None:
    """Of an example, which holds no brace of its own: nothing is left unfilled, and every paper says what it must."""
    with zipfile.ZipFile(BytesIO(filled)) as package:
        trees = [etree.fromstring(package.read(name)) for name in package.namelist() if _PART.fullmatch(name)]
    said = "".join("".join(piece.text or "" for piece in tree.iter(f"{W}t")) for tree in trees)
    if left := TAG.search(said):
        reading.problems.append(f"“{left[0][:40]}”没有被填写，请删去重写")
    plain = "".join(said.split())
    for name, word in reading.words.items():
        if word.required and any("".join(text.split()) not in plain for text in _texts(shown[name])):
            reading.problems.append(f"{{{{ {name} }}}}套用后没有全部显示出来，请检查它所在的条件和循环")


def _texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
