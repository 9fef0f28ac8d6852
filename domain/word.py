"""What every word of the vocabulary is."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A stored English word that knows its Chinese label."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the word as the stored value and the label beside it."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word
