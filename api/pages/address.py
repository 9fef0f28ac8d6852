"""What the address of a page asks, without what chats and sign-ins of others hang on our links."""

from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from domain.words import Source, State

ASKED_BACK = ("code", "state")
"""WeCom, DingTalk and WeChat come back from their sign-in with both, behind whatever stood there (OAuth 2.0, 4.1.2)."""
SHARED: dict[str, type[StrEnum]] = {"state": State, "source": Source}
"""Filters of ours whose names others use too: a value that is no word of ours is theirs."""
ALIKE = 0.75


def asked_of_us(pairs: Iterable[tuple[str, str]], states: type[StrEnum] = State) -> dict[str, list[str]]:
    """The values of each parameter; a parameter that nobody here knows is for the page to leave alone.

    `states`: those of the kind that the page lists.
    """
    asked = _asked(pairs)
    for name, words in (SHARED | {"state": states}).items():
        asked[name] = [value for value in asked.get(name, ()) if value in set(words)]
    return {name: values for name, values in asked.items() if values}


def unknown_to_us(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(filter, value) of what somebody meant for a word of ours and is none: told, for it filters nothing.

    Chats and sign-ins hang marks of plain letters under the same names: those are nobody's wish.
    """
    asked = _asked(pairs)
    found = ((name, value.strip()) for name in SHARED for value in asked.get(name, ()) if value.strip())
    return [(name, value) for name, value in found if _is_meant(value, [*SHARED[name]])]


def _is_meant(value: str, ours: list[str]) -> bool:
    """Whether somebody meant a word of ours and missed it: in Chinese, or nearly as it is written."""
    return value not in ours and (
        not value.isascii() or bool(get_close_matches(value, ours, n=1, cutoff=ALIKE))
    )


def _asked(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The values of each parameter, without what a sign-in came back with."""
    asked: dict[str, list[str]] = {}
    for name, value in pairs:
        asked.setdefault(name, []).append(value)
    if all(name in asked for name in ASKED_BACK):
        for name in ASKED_BACK:
            asked[name].pop()
    return asked
