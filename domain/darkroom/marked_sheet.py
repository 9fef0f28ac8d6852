"""One sheet of a workbook, its bad cells coloured and a column 错误说明 beside its table; all else byte for byte."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any
from xml.sax.saxutils import escape

from domain.darkroom.in_place import Copied
from domain.darkroom.limits import RefusedError
from domain.darkroom.marked_styles import Styles
from domain.darkroom.packed import STRANGE

TITLE = "错误说明"
WIDTH = 60
MOST_LETTERS = 4000
LETTERS, BEFORE_A = 26, ord("A") - 1
_QUOTED = rb"""\s*=\s*("[^"]*"|'[^']*')"""
_STYLE, _SPANS, _MIN, _MAX = (
    re.compile(rb"\s%s" % name + _QUOTED) for name in (b"s", b"spans", b"min", b"max")
)
_REF = re.compile(rb"""(\sref\s*=\s*["'])([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?(?=["'])""")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook would read as the code of another letter."""


@dataclass(frozen=True)
class Mark:
    """What is said of a line: its bad columns (from 0), why, and whether it cannot be taken in."""

    columns: tuple[int, ...]
    text: str
    refused: bool


@dataclass(frozen=True)
class Told:
    """What is said of a sheet: the line of its head, the column (from 0) of the answers, and of which line what.

    `ours`: answers and colours of an earlier time stand in it, and go.
    """

    head: int
    beside: int
    mark_of: Callable[[int], Mark | None]
    ours: bool = False


class MarkedSheet:
    """Copies one sheet and marks it on the way; `marked`: how many lines it has marked."""

    def __init__(self, told: Told, styles: Styles, write: Callable[[bytes], Any]) -> None:
        self.marked = 0
        self._told, self._styles = told, styles
        self._copied = Copied(write, self._begins, self._ends)
        self._prefix = b""
        self._has_width = self._leaves_out = False
        self._line, self._column = 0, -1
        self._mark: Mark | None = None
        self._waiting: list[int] = []
        self._style_of_row = self._style_before = 0
        self._closed_in_itself = self._passes_by = False
        self._local: dict[str, str] = {}

    def run(self, source: IO[bytes]) -> None:
        """Copy it; raises RefusedError for what is no sheet as workbooks have them."""
        try:
            self._copied.run(source)
        except (ValueError, KeyError):
            raise RefusedError(STRANGE) from None

    def _begins(self, name: str, given: dict[str, str]) -> None:
        local = self._local.get(name) or self._local.setdefault(name, name.rpartition(":")[2])
        if local == "c":
            if not self._passes_by:
                self._begin_cell(given)
        elif local == "row":
            self._begin_row(given)
        elif local == "dimension":
            self._widen()
        elif local == "col":
            self._make_room(int(given["min"]), int(given["max"]))
        elif local in ("worksheet", "sheetData"):
            self._prefix = name.encode()[: -len(local)]
            if local == "sheetData" and not self._has_width:
                self._copied.put(b"<%scols>%s</%scols>" % (self._prefix, self._width(), self._prefix))

    def _ends(self, name: str) -> None:
        local = self._local[name]
        if local == "c":
            if self._leaves_out:
                self._copied.left_out()
                self._leaves_out = False
        elif local == "row":
            self._put_until(None)
            if self._closed_in_itself:
                self._copied.put(b"</%srow>" % self._prefix)
                self._closed_in_itself = False
        elif local == "cols" and not self._has_width:
            self._copied.put(self._width())

    def _widen(self) -> None:
        """The sheet says how far it reaches: our column is beyond."""
        tag, beside = self._copied.tag(), self._told.beside
        found = _REF.search(tag)
        if found is not None and column_at((found[4] or found[2]).decode()) < beside:
            corner = found[1] + found[2] + found[3] + b":" + letters_of(beside) + (found[5] or found[3])
            self._copied.put(tag[: found.start()] + corner + tag[found.end() :], instead_of=tag)

    def _make_room(self, first: int, last: int) -> None:
        """A run of columns of one width (from 1): ours stands before it, or is taken out of it."""
        ours = self._told.beside + 1
        if self._has_width or last < ours:
            return
        tag = self._copied.tag()
        if not tag.endswith(b"/>"):
            raise RefusedError(STRANGE)
        before = _of_columns(tag, first, ours - 1) if first < ours else b""
        after = _of_columns(tag, max(first, ours + 1), last) if last > ours else b""
        self._copied.put(before + self._width() + after, instead_of=tag)

    def _width(self) -> bytes:
        self._has_width = True
        ours = self._told.beside + 1
        return b'<%scol min="%d" max="%d" width="%d" customWidth="1"/>' % (self._prefix, ours, ours, WIDTH)

    def _begin_row(self, given: dict[str, str]) -> None:
        self._line = int(given.get("r", self._line + 1))
        self._column = -1
        self._mark = self._told.mark_of(self._line)
        if self._mark is None and self._line != self._told.head:
            self._passes_by = not self._told.ours
            return
        self._passes_by = False
        tag = self._copied.tag()
        self._closed_in_itself = tag.endswith(b"/>")
        opened = tag[:-2].rstrip() + b">" if self._closed_in_itself else tag
        self._copied.put(_SPANS.sub(b"", opened), instead_of=tag)
        self._style_of_row = int(given.get("s", 0)) if given.get("customFormat") in ("1", "true") else 0
        self._style_before = self._style_of_row
        bad = self._mark.columns if self._mark else ()
        self._waiting = sorted({*bad, self._told.beside}, reverse=True)
        self.marked += self._mark is not None

    def _begin_cell(self, given: dict[str, str]) -> None:
        column = column_of(given["r"]) if "r" in given else self._column + 1
        self._column, style = column, int(given.get("s", 0))
        self._put_until(column)
        if column == self._told.beside and self._line >= self._told.head:
            self._copied.leave_out()
            self._leaves_out = True
            return
        if self._waiting and self._waiting[-1] == column and self._mark is not None:
            self._waiting.pop()
            self._restyle(self._styles.marked(style, refused=self._mark.refused))
        elif style in self._styles.marked_before:
            self._restyle(self._styles.unmarked(style))
        self._style_before = style

    def _restyle(self, style: int) -> None:
        tag = self._copied.tag()
        bare = _STYLE.sub(b"", tag)
        end = len(bare) - (2 if bare.endswith(b"/>") else 1)
        self._copied.put(bare[:end] + b' s="%d"' % style + bare[end:], instead_of=tag)

    def _put_until(self, column: int | None) -> None:
        """The cells that are still to be written before this column; all of them at the end of a row."""
        while self._waiting and (column is None or self._waiting[-1] < column):
            self._copied.put(self._cell(self._waiting.pop()))

    def _cell(self, column: int) -> bytes:
        mark, p = self._mark, self._prefix
        name = b"%s%d" % (letters_of(column), self._line)
        if mark is not None and column != self._told.beside:
            style = self._styles.marked(self._style_of_row, refused=mark.refused)
            return b'<%sc r="%s" s="%d"/>' % (p, name, style)
        style = self._style_before
        if mark is not None:
            style = self._styles.marked(style, refused=mark.refused, of_words=True)
        said = _plain(TITLE if mark is None else mark.text)
        inside = b'<%sis><%st xml:space="preserve">%s</%st></%sis>' % (p, p, said, p, p)
        return b'<%sc r="%s" s="%d" t="inlineStr">%s</%sc>' % (p, name, style, inside, p)


def column_of(name: str) -> int:
    """The column (from 0) of a cell by its name, such as K8; raises ValueError."""
    return column_at(name.rstrip("0123456789"))


@lru_cache(maxsize=1024)
def column_at(letters: str) -> int:
    """The same by the letters alone."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper()):
        raise ValueError(letters)
    found = 0
    for letter in letters:
        found = found * LETTERS + ord(letter) - BEFORE_A
    return found - 1


def letters_of(column: int) -> bytes:
    """The letters of a column (from 0)."""
    letters, column = b"", column + 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        letters = bytes([BEFORE_A + 1 + rest]) + letters
    return letters


def _of_columns(tag: bytes, first: int, last: int) -> bytes:
    return _MAX.sub(b' max="%d"' % last, _MIN.sub(b' min="%d"' % first, tag))


def _plain(text: str) -> bytes:
    """As a text that no workbook works out: it stands in the cell itself, and begins with a word of ours."""
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _NOT_IN_XML.sub("", text[:MOST_LETTERS]))).encode(
        "ascii", "xmlcharrefreplace"
    )
