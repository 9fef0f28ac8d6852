"""The SQL of lives, written down as it goes to the database and told to pgbench in pgbench's own language."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Engine, event, text

from deploy.bench.life import presses
from deploy.bench.town import Town
from domain import clock
from domain.cases.perform import perform
from domain.directory.organisation import Actor
from domain.store.base import Store

# Ids begin here, so that a parameter that is a hazard's or a line's id is nothing else.
FIRST_ID = 7_000_000_000
_NUMBERED = ("cases", "journal")
_LITERAL = re.compile(r"\s*(E?)'(.*)'(::\w+)?", re.DOTALL)
_BY_LOT = "\\set life random(1, 999999999999999)\n"


@dataclass
class Recording:
    """The statements of one life, in order, and the values that are another life's in the next."""

    steps: list[tuple[str, Sequence[dict[str, Any]]]] = field(default_factory=list)
    variables: dict[Any, str] = field(default_factory=dict)

    def script(self, connection: psycopg.Connection[Any]) -> str:
        """One life for pgbench: ids come from the statements that make them, ref and number are drawn by lot."""
        return _BY_LOT + "".join(self._told(connection, *step) for step in self.steps)

    def _told(
        self, connection: psycopg.Connection[Any], statement: str, rows: Sequence[dict[str, Any]]
    ) -> str:
        told = []
        for row in rows:
            values = {name: self._value(connection, value) for name, value in row.items()}
            told.append(statement % values if values else statement)
        if len(told) != 1:  # several rows of one statement go out in one pipeline, as the driver sends them
            return "\\startpipeline\n" + "".join(f"{each};\n" for each in told) + "\\endpipeline\n"
        keeps = re.match(r"INSERT INTO (hazard|journal) .* RETURNING", told[0], re.DOTALL)
        return f"{told[0]} \\gset {keeps[1]}_\n" if keeps else f"{told[0]};\n"

    def _value(self, connection: psycopg.Connection[Any], value: object) -> str:
        if isinstance(value, int | str) and value in self.variables:
            return self.variables[value]
        return without_colons(sql.Literal(value).as_string(connection))


def without_colons(literal: str) -> str:
    """The same literal in which pgbench can see no variable, and no line ends."""
    found = _LITERAL.fullmatch(literal)
    if found is None:
        return literal
    escaped, inside, cast = found.groups()
    inside = inside if escaped else inside.replace("\\", "\\\\")
    return f"E'{inside}'{cast or ''}".replace(":", "\\x3a", inside.count(":")).replace("\n", "\\n")


def number_from_afar(engine: Engine) -> None:
    """Let cases and journal lines have ids that no other number resembles."""
    with engine.begin() as connection:
        for table in _NUMBERED:
            connection.execute(text(f"ALTER TABLE {table} ALTER COLUMN id RESTART WITH {FIRST_ID}"))


def record(store: Store, town: Town, n: int) -> Recording:
    """Live the n-th life and write down its SQL."""
    recording, ref = Recording(), None
    with listening(store.engine, recording):
        for who, command in presses(town.hospital(n), n):
            done = perform(store, ref, command, by=Actor(town.people[who]), at=clock.machine_now())
            ref = done.ref
            recording.variables |= {done.case_id: ":hazard_id", ref: ":life"}
            recording.variables |= dict.fromkeys(done.entries, ":journal_id")
    with store.engine.connect() as connection:
        asked = text("SELECT number FROM hazard WHERE ref = :ref")
        recording.variables[connection.scalar(asked, {"ref": ref})] = ":life"
    return recording


Given = dict[str, Any] | list[dict[str, Any]] | None
"""What a statement is sent with: nothing, a row, or many."""


@contextmanager
def listening(engine: Engine, recording: Recording) -> Iterator[None]:
    """Write down what this engine sends meanwhile."""

    def statement(_c: object, _cursor: object, said: str, given: Given, _x: object, _many: object) -> None:
        recording.steps.append((said, given if isinstance(given, list) else [given or {}]))

    def begun(_connection: object) -> None:
        recording.steps.append(("BEGIN", [{}]))

    def committed(_connection: object) -> None:
        recording.steps.append(("COMMIT", [{}]))

    heard: dict[str, Callable[..., None]] = {
        "before_cursor_execute": statement,
        "begin": begun,
        "commit": committed,
    }
    for name, listener in heard.items():
        event.listen(engine, name, listener)
    try:
        yield
    finally:
        for name, listener in heard.items():
            event.remove(engine, name, listener)
