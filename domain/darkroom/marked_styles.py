"""The styles of a workbook with ours beside them: each style that a bad cell has, once more in the mark's colour."""

from copy import deepcopy

from lxml import etree

from domain.darkroom.limits import RefusedError
from domain.darkroom.packed import STRANGE

AMBER, RED = "FFFFE69A", "FFF8B4AC"
"""Of a cell that waits for a decision, and of one that cannot be taken in; our own marks are known again by them."""
MOST_BYTES = 16 * 1024 * 1024


def parsed(body: bytes) -> etree._Element:
    """A part of a workbook as a tree; raises RefusedError for one too large, or that is no plain XML."""
    if len(body) > MOST_BYTES:
        raise RefusedError(STRANGE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise RefusedError(STRANGE) from None
    if tree.getroottree().docinfo.doctype:
        raise RefusedError(STRANGE)
    return tree


class Styles:
    """The part `xl/styles.xml`: what it has, what was asked of it, and itself with that."""

    def __init__(self, body: bytes) -> None:
        self._tree = parsed(body)
        self._fills, self._styles = self._list("fills"), self._list("cellXfs")
        ours = {str(n) for n, fill in enumerate(self._fills) if _colour_of(fill) in (AMBER, RED)}
        self.marked_before = frozenset(n for n, one in enumerate(self._styles) if one.get("fillId") in ours)
        """Styles that marks of an earlier time left."""
        self._fill_of = {refused: self._new_fill(RED if refused else AMBER) for refused in (False, True)}
        self._made: dict[tuple[int, str, bool], int] = {}

    def marked(self, style: int, *, refused: bool, of_words: bool = False) -> int:
        """The same style in the colour of a mark; `of_words`: with its lines broken, as of the cell that says why."""
        return self._with_fill(style, self._fill_of[refused], of_words=of_words)

    def unmarked(self, style: int) -> int:
        """The same style without the colour that a mark of an earlier time gave it."""
        return self._with_fill(style, "0", of_words=False)

    def body(self) -> bytes:
        """The part with what was asked of it."""
        for one in (self._fills, self._styles):
            one.set("count", str(len(one)))
        body: bytes = etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        return body

    def _with_fill(self, style: int, fill: str, *, of_words: bool) -> int:
        known = self._made.get((style, fill, of_words))
        if known is not None:
            return known
        one = deepcopy(self._styles[style if style < len(self._styles) else 0])
        one.set("fillId", fill)
        one.set("applyFill", "1")
        if of_words:
            self._break_lines(one)
        self._styles.append(one)
        self._made[style, fill, of_words] = len(self._styles) - 1
        return len(self._styles) - 1

    def _break_lines(self, style: etree._Element) -> None:
        for old in [one for one in style if etree.QName(one).localname == "alignment"]:
            style.remove(old)
        style.insert(0, style.makeelement(self._name("alignment"), {"vertical": "top", "wrapText": "1"}))
        style.set("applyAlignment", "1")

    def _new_fill(self, colour: str) -> str:
        fill = etree.SubElement(self._fills, self._name("fill"))
        pattern = etree.SubElement(fill, self._name("patternFill"), {"patternType": "solid"})
        etree.SubElement(pattern, self._name("fgColor"), {"rgb": colour})
        etree.SubElement(pattern, self._name("bgColor"), {"indexed": "64"})
        return str(len(self._fills) - 1)

    def _list(self, name: str) -> etree._Element:
        found = self._tree.find(self._name(name))
        if found is None or not len(found):
            raise RefusedError(STRANGE)
        return found

    def _name(self, local: str) -> str:
        return f"{{{etree.QName(self._tree).namespace}}}{local}"


def _colour_of(fill: etree._Element) -> str | None:
    colour = next((one for one in fill.iter() if etree.QName(one).localname == "fgColor"), None)
    return None if colour is None else colour.get("rgb")
