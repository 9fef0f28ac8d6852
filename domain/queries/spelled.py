"""`column IN (...)` with its values spelled out in the statement, not sent beside it.

The server then reads such a list once, and plans for these values. Sent beside it, the list is built anew for every
row as soon as the statement's plan is kept; a board asks it of some ten thousand rows, thirty times over.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, false


def one_of(column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """Whether it is one of these words or ids: ours, or such as a filter lets through, never free text."""
    listed = sorted(set(values))
    if not listed:
        return false()
    return column.in_(bindparam(None, listed, type_=column.type, expanding=True, literal_execute=True))
