"""How much one file may cost, whoever made it. Measured: a photo of 200 megapixels takes 180 MB and 2 s."""

from math import sqrt

MOST_PIXELS = 210_000_000
"""A little more than the largest sensors of phones have (16384 × 12288)."""
MOST_PAGES = 40
MOST_BYTES_OF_MEMORY = 340 * 1024 * 1024
"""Of data, beside the program itself (about 50 MB)."""
MOST_CPU_SECONDS = 30
MOST_SECONDS = 90
MOST_BYTES_WRITTEN = 64 * 1024 * 1024
MOST_LINES, MOST_COLUMNS, MOST_PARTS = 200_000, 400, 2_000
"""Of a ledger: lines that hold anything in a sheet, columns, parts of a workbook's package."""
MOST_BYTES_UNPACKED = 600 * 1024 * 1024
MOST_BYTES_OF_MEMORY_OF_A_LEDGER = 250 * 1024 * 1024
"""So that opening one never takes more than 300 MB with the program itself."""
MOST_CPU_SECONDS_OF_A_LEDGER, MOST_BYTES_OF_LINES = 80, 512 * 1024 * 1024
SIDES = {"large": 2000, "small": 320}
"""The longest side of a copy for showing, in pixels, by its size."""
LONG, SHORT_SIDE = 3, 720
"""A picture longer than so many times its short side is a screenshot to be read: it keeps so much of the short side."""
MOST_PIXELS_OF_A_COPY, LONGEST_SIDE = 10_000_000, 65_000
"""Of a long copy; a JPEG has no longer side."""


def longest_of(width: float, height: float) -> int:
    """The longest side of the large copy of such a picture."""
    long, short = max(width, height, 1), max(min(width, height), 1)
    if long <= LONG * short:
        return SIDES["large"]
    readable = min(SHORT_SIDE * long / short, sqrt(MOST_PIXELS_OF_A_COPY * long / short), LONGEST_SIDE)
    return max(SIDES["large"], round(readable))


class RefusedError(Exception):
    """The file cannot be kept; the message is a sentence for whoever sent it, without its full stop."""
