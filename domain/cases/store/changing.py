"""The only writer: an act on one case. The clock goes first, then the acts in order, then all is written at once."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from domain.cases.acting import act_on, let_the_clock_go_first
from domain.cases.case import Case
from domain.cases.store import rows
from domain.cases.store.writing import Done, write
from domain.commands import Command
from domain.directory.organisation import THE_CLOCK, Actor

Prepare = Callable[[Case, Command], Case]
"""Adds to the case what this command needs to know, or refuses it."""


class Change(NamedTuple):
    """The case as it became, what was written (None: nothing), and how many journal lines that were."""

    case: Case
    done: Done | None
    lines: int


def change(
    connection: Connection,
    case: Case,
    commands: Iterable[Command] = (),
    *,
    by: Actor = THE_CLOCK,
    prepare: Prepare = lambda case, _command: case,
    run: str | None = None,
) -> Change:
    """Change a locked case in the caller's transaction; raises the refusal of the first act that may not be.

    `by`: who acts, after the clock has done what it owed before `case.at`. `run`: the Prefect run that did it.
    """
    serial, was = partial(rows.next_serial, connection), case
    case, written = let_the_clock_go_first(case, serial)
    for command in commands:
        case, line = act_on(prepare(case, command), command, by, serial)
        written.append(line)
    done = write(connection, was, case, written, run) if written else None
    return Change(case, done, len(written))
