"""A part of a package copied byte by byte while it is read, changed only where whoever reads says so.

Everything that nobody speaks of comes out as it went in, whatever it means; no tree is built, so none can be a bomb.
"""

import re
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

from domain.darkroom.limits import RefusedError
from domain.darkroom.packed import STRANGE

PIECE = 256 * 1024
_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Copied:
    """Copies while it tells of elements: `begins(name, attributes)` and `ends(name)`, names as they are written.

    Inside either, `tag`, `put` and `leave_out` speak of the element that is told of.
    """

    def __init__(
        self,
        write: Callable[[bytes], Any],
        begins: Callable[[str, dict[str, str]], None],
        ends: Callable[[str], None],
    ) -> None:
        self._write, self._begins, self._ends = write, begins, ends
        self._raw, self._first, self._here = bytearray(), 0, 0
        self._left_out = False
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._begun
        self._parser.EndElementHandler = self._ended
        self._parser.StartDoctypeDeclHandler = self._strange
        self._parser.XmlDeclHandler = self._declared

    def run(self, source: IO[bytes]) -> None:
        """Copy all of it. Raises RefusedError for what is no XML of a workbook."""
        try:
            while piece := source.read(PIECE):
                if not self._first and not self._raw and piece.startswith(_MARKS_OF_UTF_16):
                    self._strange()
                self._raw += piece
                self._parser.Parse(piece, False)  # noqa: FBT003 - expat's way to say that more comes
                if not self._left_out:
                    self._flush()
            self._parser.Parse(b"", True)  # noqa: FBT003 - its own signature
        except expat.ExpatError:
            raise RefusedError(STRANGE) from None
        self._write(bytes(self._raw))

    def tag(self) -> bytes:
        """The tag of the element that begins here, as it is written."""
        found = _TAG.match(self._raw, self._here - self._first)
        return found[0] if found else b""

    def put(self, text: bytes, *, instead_of: bytes = b"") -> None:
        """Write this here, before what stands here or instead of the beginning of it."""
        self._flush()
        self._write(text)
        self._pass(len(instead_of))

    def leave_out(self) -> None:
        """Write nothing of the element that begins here; its end is to be told by `left_out`."""
        tag = self.tag()
        if tag.endswith(b"/>"):
            self.put(b"", instead_of=tag)
        else:
            self._flush()
            self._left_out = True

    def left_out(self) -> None:
        """The element that is left out ends here."""
        if self._left_out:
            self._pass(self._here - self._first + len(self.tag()))
            self._left_out = False

    def _begun(self, name: str, given: dict[str, str]) -> None:
        self._here = self._parser.CurrentByteIndex
        self._begins(name, given)

    def _ended(self, name: str) -> None:
        self._here = self._parser.CurrentByteIndex
        self._ends(name)

    def _flush(self) -> None:
        ready = self._here - self._first
        if ready > 0:
            self._write(bytes(memoryview(self._raw)[:ready]))
            self._pass(ready)

    def _pass(self, many: int) -> None:
        del self._raw[:many]
        self._first += many

    def _declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            self._strange()

    def _strange(self, *_: object) -> None:
        raise RefusedError(STRANGE)
