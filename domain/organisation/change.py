"""What every change of the organisation is: a frozen command with its word in the record."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Change(BaseModel):
    """One change that somebody asks for. What it changes is named beside it: a unit's code or a person's key."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    act: ClassVar[str]
    label: ClassVar[str]


class UnitChange(Change):
    """A change of the unit that is named."""


class PersonChange(Change):
    """A change that concerns the person who is named."""
