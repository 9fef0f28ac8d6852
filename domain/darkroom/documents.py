"""A .docx as the package it is: macros, links to outside, foreign files and what unpacks too large are refused."""

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO

from lxml import etree
from PIL import Image

from domain.darkroom.limits import RefusedError

MOST_PARTS, MOST_BYTES_UNPACKED = 300, 30 * 1024 * 1024
MOST_PIXELS_OF_A_PICTURE = 40_000_000
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES, RELS = "[Content_Types].xml", ".rels"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PICTURES = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
KEPT = frozenset({"xml", "rels", "odttf", *PICTURES})
THUMBNAIL = "docProps/thumbnail."
REFUSED_RELATIONS = {
    "vbaProject": "宏",
    "oleObject": "嵌入的对象",
    "package": "嵌入的文件",
    "control": "控件",
    "aFChunk": "插入的其他文件",
    "subDocument": "子文档",
    "attachedTemplate": "关联的模板文件",
}
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES"})
"""Fields that count pages; all others fetch, run or show what is not in the paper."""
REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
SHOWN = 60
Parts = dict[str, bytes]


def open_document(data: bytes) -> Parts:
    """The parts of a Word document by name, each looked at; raises RefusedError saying what must be changed."""
    parts = _unpacked(data)
    trees = {name: _parsed(name, body) for name, body in parts.items() if name.endswith((".xml", ".rels"))}
    _refuse_another_type(trees)
    for name, tree in trees.items():
        if name.endswith(RELS):
            _refuse_relations(tree)
        elif name.startswith("word/"):
            _refuse_fields(tree)
            _refuse_revisions(tree)
    for name, body in parts.items():
        _refuse_foreign(name, body)
    return parts


def _unpacked(data: bytes) -> Parts:
    if data.startswith(OLE):
        locked = ENCRYPTED in data
        raise RefusedError(
            "文件设有打开密码，请去掉密码后上传"
            if locked
            else "这是旧版 Word（.doc）或 WPS（.wps）文件，请另存为 .docx 后上传"
        )
    if not data.startswith(b"PK\x03\x04"):
        raise RefusedError("这不是 Word 文档（.docx），请用 Word 或 WPS 另存为 .docx 后上传")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _refuse_a_bomb(package)
            return {one.filename: package.read(one) for one in package.infolist() if not one.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise RefusedError("文件不完整或已损坏，打不开，请用 Word 或 WPS 重新保存后上传") from None


def _refuse_a_bomb(package: zipfile.ZipFile) -> None:
    """What its table of contents says is asked before anything is unpacked; no part gives more than it said."""
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    size = sum(entry.file_size for entry in entries)
    if len(names) > MOST_PARTS or size > MOST_BYTES_UNPACKED:
        raise RefusedError(
            f"文件展开后太大（最多 {MOST_PARTS} 个部分、{MOST_BYTES_UNPACKED // 1024 // 1024} MB），"
            "请删去大图片后上传"
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError("文件设有密码，请去掉密码后上传")
    if len(set(names)) < len(names) or any(
        name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names
    ):
        raise RefusedError("文件结构不正常，请用 Word 或 WPS 重新保存后上传")


def _parsed(name: str, body: bytes) -> etree._ElementTree:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        tree = etree.parse(BytesIO(body), parser)
    except etree.XMLSyntaxError:
        raise RefusedError(f"文件的“{name[:SHOWN]}”已损坏，请用 Word 或 WPS 重新保存后上传") from None
    if tree.docinfo.doctype or (tree.docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII"):
        raise RefusedError("文件结构不正常，请用 Word 或 WPS 重新保存后上传")
    return tree


def _refuse_another_type(trees: Mapping[str, etree._ElementTree]) -> None:
    if TYPES not in trees:
        raise RefusedError("这是压缩包，不是 Word 文档（.docx）")
    types = [str(each.get("ContentType")) for each in trees[TYPES].getroot() if isinstance(each.tag, str)]
    if any("macroEnabled" in each or "vbaProject" in each for each in types):
        raise RefusedError("文件含有宏，请另存为不含宏的 .docx 后上传")
    if MAIN not in types:
        raise RefusedError(
            "这不是普通的 Word 文档，请另存为“Word 文档（.docx）”后上传，不要存为模板（.dotx）或严格格式"
        )
    if any(
        name.startswith("word/comments") and tree.getroot().findall(f"{W}comment")
        for name, tree in trees.items()
    ):
        raise RefusedError("文件里有批注，请删除全部批注后上传")


def _refuse_relations(tree: etree._ElementTree) -> None:
    for relation in tree.getroot():
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        if kind in REFUSED_RELATIONS:
            raise RefusedError(f"文件含有{REFUSED_RELATIONS[kind]}，请删去后上传")
        if str(relation.get("TargetMode", "")).lower() == "external":
            target = str(relation.get("Target", ""))[:SHOWN]
            raise RefusedError(f"文件含有指向外部的链接（{target}），请取消超链接、把图片改为嵌入后上传")


def _refuse_fields(tree: etree._ElementTree) -> None:
    for code in _fields(tree):
        word = code.split()[0].upper() if code.split() else ""
        if word and word not in FIELDS:
            raise RefusedError(
                f"文件含有域“{code.strip()[:SHOWN]}”，模板里只能用页码域，请改为普通文字后上传"
            )


def _fields(tree: etree._ElementTree) -> Iterator[str]:
    """The code of every field; one may be cut into many pieces."""
    open_codes: list[str] = []
    for element in tree.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        kind = element.get(f"{W}fldCharType")
        if element.tag == f"{W}fldSimple":
            yield str(element.get(f"{W}instr", ""))
        elif element.tag == f"{W}instrText":
            if open_codes:
                open_codes[-1] += element.text or ""
            else:
                yield element.text or ""
        elif kind == "begin":
            open_codes.append("")
        elif kind == "end" and open_codes:
            yield open_codes.pop()
    yield from open_codes


def _refuse_revisions(tree: etree._ElementTree) -> None:
    if next(tree.iter(*REVISIONS), None) is not None:
        raise RefusedError("文件里有未接受的修订，请先“接受所有修订”并关闭修订，再上传")


def _refuse_foreign(name: str, body: bytes) -> None:
    ending = name.rsplit(".", 1)[-1].lower()
    if name.startswith(THUMBNAIL):
        return
    if ending not in KEPT:
        raise RefusedError(f"文件里夹带“{name[:SHOWN]}”，请删去后上传；图片请用 PNG 或 JPEG")
    if ending not in PICTURES:
        return
    try:
        with Image.open(BytesIO(body), formats=[PICTURES[ending]]) as picture:
            large = picture.width * picture.height > MOST_PIXELS_OF_A_PICTURE
            picture.verify()
    except Exception:  # noqa: BLE001 - a decoder may fail in any way on a hostile file
        raise RefusedError(f"文件里的图片“{name[:SHOWN]}”打不开，请换成 PNG 或 JPEG 图片后上传") from None
    if large:
        raise RefusedError(f"文件里的图片“{name[:SHOWN]}”太大，请缩小后上传")
