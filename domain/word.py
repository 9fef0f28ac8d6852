"""What every word of the vocabulary is."""

from enum import StrEnum
from typing import Self, cast

from domain.typed_text import half_width


class Word(StrEnum):
    """A stored English word that knows its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the word as the stored value and the label beside it."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        """A code typed in full-width letters and digits is the plain one."""
        plain = half_width(value) if isinstance(value, str) else value
        return None if plain == value else cast("Self | None", cls._value2member_map_.get(plain))
