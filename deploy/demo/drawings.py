"""Plainly invented pictures: a drawn corridor, cluttered before and clear afterwards; no photo of any real place."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw

WIDE, HIGH = 640, 480
FAR = (230, 150, 410, 290)
"""The end of the corridor, in perspective."""
CEILING, FLOOR, DOOR, LINE = (226, 230, 233), (176, 184, 190), (122, 138, 152), (96, 110, 122)
CLUTTER = ((201, 111, 68), (78, 121, 167), (160, 130, 90))
GREEN, WHITE = (46, 125, 50), (250, 250, 250)
Colour = tuple[int, int, int]


def drawing(key: str, *, clear: bool) -> BytesIO:
    """The corridor of one sample as a JPEG; the key decides its colours and what stands about."""
    chance = sha256(key.encode()).digest()
    image = Image.new("RGB", (WIDE, HIGH), CEILING)
    pen = ImageDraw.Draw(image)
    _room(pen, (205 + chance[0] % 30, 212 + chance[1] % 25, 214 + chance[2] % 25))
    if clear:
        pen.rounded_rectangle((276, 40, 364, 76), 6, fill=GREEN)
        pen.line((292, 58, 346, 58), fill=WHITE, width=5)
        pen.polygon([(336, 48), (352, 58), (336, 68)], fill=WHITE)
    else:
        for n in range(2 + chance[3] % 2):
            _box(pen, chance[4 + n], n)
    file = BytesIO()
    image.save(file, "JPEG", quality=80)
    file.seek(0)
    return file


def _room(pen: ImageDraw.ImageDraw, wall: Colour) -> None:
    """Walls, floor and the door at the end."""
    left, top, right, bottom = FAR
    pen.polygon([(0, 0), (left, top), (left, bottom), (0, HIGH)], fill=wall)
    pen.polygon([(WIDE, 0), (right, top), (right, bottom), (WIDE, HIGH)], fill=wall)
    pen.polygon([(0, HIGH), (left, bottom), (right, bottom), (WIDE, HIGH)], fill=FLOOR)
    pen.rectangle(FAR, fill=CEILING, outline=LINE)
    pen.rectangle((290, 180, 350, bottom), fill=DOOR, outline=LINE)
    for near, far in (((0, 0), (left, top)), ((WIDE, 0), (right, top)), ((0, HIGH), (left, bottom))):
        pen.line((near, far), fill=LINE, width=2)
    pen.line(((WIDE, HIGH), (right, bottom)), fill=LINE, width=2)


def _box(pen: ImageDraw.ImageDraw, chance: int, n: int) -> None:
    """Something that stands in the way, the nearer the larger."""
    size = 70 + 34 * n + chance % 24
    x, y = 210 + chance % 150 - 40 * n, 270 + 70 * n
    colour = CLUTTER[(chance + n) % len(CLUTTER)]
    pen.rectangle((x, y, x + size * 3 // 2, y + size * 4 // 5), fill=colour, outline=LINE, width=2)
    pen.polygon(
        [(x, y), (x + 22, y - 20), (x + 22 + size * 3 // 2, y - 20), (x + size * 3 // 2, y)],
        fill=tuple(min(255, part + 28) for part in colour),
        outline=LINE,
    )
