"""Whether a JPEG is there to its last row. Its decoder fills what is missing with grey and says nothing.

Where the picture is whole, nothing that follows its last block is decoded any more. So it is decoded a second time
with other bytes there: what then looks different was missing. A picture that lacks the end marker alone is whole.
"""

import hashlib
import re
from dataclasses import dataclass, field

from PIL import Image

END = b"\xff\xd9"
_OTHER_BYTES = b"\x55\xaa" * 32
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_FIRST_RESTART, _RESTARTS = 0xD0, 8
_AFTER_A_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _WITHOUT_A_BODY = 0xDA, frozenset({0x01, *range(0xD0, 0xD9)})
_COEFFICIENTS = 64
_OWN_ZEROS = 2
BAND = 16
MAY_MISS = 50
"""Of a picture with its end marker, so small a share of its rows: some cameras cut the last blocks short."""


@dataclass
class Shape:
    """How a JPEG is built: where its last scan begins and ends, whether an end marker stands there, what was told."""

    scan: int
    end: int
    is_ended: bool
    wanted: frozenset[int]
    told: dict[tuple[int, int], int] = field(default_factory=dict)
    """(component, coefficient) -> how many of its last bits are still to come."""

    @property
    def has_every_scan(self) -> bool:
        """Whether each coefficient of each component was told to its last bit."""
        return bool(self.wanted) and all(
            self.told.get((component, n)) == 0 for component in self.wanted for n in range(_COEFFICIENTS)
        )


def shape_of(data: bytes) -> Shape:
    """Follow the markers of the first picture in a file (ISO/IEC 10918-1, annex B)."""
    shape, at = Shape(0, len(data), is_ended=False, wanted=frozenset()), 2
    while (found := _AFTER_A_SCAN.search(data, at)) is not None:
        marker, body = data[found.end() - 1], found.end()
        if marker == END[1]:
            shape.end, shape.is_ended = found.start(), True
            return shape
        if marker in _WITHOUT_A_BODY:
            at = body
            continue
        at = body + max(2, int.from_bytes(data[body : body + 2], "big"))
        if marker in _FRAMES:
            shape.wanted = frozenset(data[body + 8 : at : 3])
        elif marker == _SCAN:
            shape.scan = at
            _note_scan(shape, data[body + 2 : at])
    return shape


def _note_scan(shape: Shape, head: bytes) -> None:
    if not head or len(head) < 2 * head[0] + 4:
        return
    components, (first, last, bits) = head[1 : 1 + 2 * head[0] : 2], head[1 + 2 * head[0] :][:3]
    for component in components:
        for n in range(first, min(last, _COEFFICIENTS - 1) + 1):
            shape.told[component, n] = bits & 15


def ended(data: bytes, shape: Shape) -> bytes:
    """The picture with an end marker of ours."""
    return _begun(data, shape) + END


def ended_otherwise(data: bytes, shape: Shape) -> bytes:
    """The same with other bytes after its last block, and after the restart that would be next."""
    begun = _begun(data, shape)
    number = len(_RESTART.findall(begun, shape.scan)) % _RESTARTS
    return begun + _OTHER_BYTES + bytes([END[0], _FIRST_RESTART + number]) + _OTHER_BYTES + END


def _begun(data: bytes, shape: Shape) -> bytes:
    """Without the zeros of a file that was not written to its end; so few may be the picture's own."""
    kept = data[: shape.end].rstrip(b"\0")
    kept += bytes(min(_OWN_ZEROS, shape.end - len(kept)))
    return kept.rstrip(END[:1])


def bands(image: Image.Image) -> list[bytes]:
    """What its rows show, 16 together, in digests."""
    tops = range(0, image.height, BAND)
    parts = (image.crop((0, top, image.width, min(top + BAND, image.height))) for top in tops)
    return [hashlib.blake2b(part.tobytes(), digest_size=16).digest() for part in parts]


def is_whole(shape: Shape, seen: list[bytes], otherwise: list[bytes]) -> bool:
    """Whether nothing of the picture, or next to nothing where it has its end marker, is missing."""
    if not shape.is_ended:
        return shape.has_every_scan and seen == otherwise
    may_miss = len(seen) // MAY_MISS
    return seen[: len(seen) - may_miss] == otherwise[: len(otherwise) - may_miss]
