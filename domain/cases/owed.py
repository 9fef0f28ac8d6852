"""What an act owes besides its journal line."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Owed:
    """One notice owed to one person."""

    person_id: int
    kind: str
    urgency: str
    data: dict[str, Any]
