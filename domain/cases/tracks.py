"""A track: one thread of a case, with a table of its own and a state of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.cases.steps import Lifecycle
from domain.word import Word


@dataclass(frozen=True)
class Track:
    """A table, the column in which its state stands (None: on the parts of the case), and what each state waits for.

    Raises ValueError when a state has no row on the sheet.
    """

    name: str
    table: Lifecycle
    column: str | None
    sheet: Mapping[Any, Any]

    def __post_init__(self) -> None:
        """A state that nobody thought of must not come to run."""
        if missing := set(self.table.states) - set(self.sheet):
            msg = f"{self.name}: no row on the sheet for {', '.join(sorted(missing))}"
            raise ValueError(msg)

    def rests_in(self, state: str) -> bool:
        """Whether nothing is waited for in this state."""
        return self.sheet[self.table.states(state)] is None

    @property
    def rests(self) -> frozenset[Word]:
        """The states in which it has ended: nothing is waited for, and it is not the first."""
        return frozenset(state for state, wait in self.sheet.items() if wait is None) - {
            next(iter(self.table.states))
        }
