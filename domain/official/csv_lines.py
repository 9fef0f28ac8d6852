"""A table as CSV that a spreadsheet opens as a table and runs as nothing."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain, islice
from unicodedata import normalize

BEGINNING = "\ufeff"
"""By which a spreadsheet knows UTF-8."""
FORMULA = re.compile(r"[\s\"'\u200b-\u200f\u2060\ufeff]*[=+\-@;|]|[\t\r\n]")
"""What a spreadsheet would run, or cut in two, instead of showing; blanks and quotes before it are passed over."""
PLAIN = re.compile(r"[0-9A-Za-z\u4e00-\u9fff（]")
"""How almost every text begins: letters that are themselves in every width."""


def begun(parts: Iterator[str]) -> Iterator[str]:
    """The same parts, the beginning and the first page read at once: what is refused is refused before the answer."""
    first = list(islice(parts, 2))
    return chain(first, parts)


def runs(text: str) -> bool:
    """Whether a spreadsheet takes a text for a formula, typed in half or full width (＝)."""
    return PLAIN.match(text) is None and FORMULA.match(normalize("NFKC", text)) is not None


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if runs(text) else text


def csv_line(texts: list[str]) -> str:
    """One line, quoted where it must be."""
    out = io.StringIO()
    csv.writer(out).writerow(texts)
    return out.getvalue()
