"""Many cases begun in one transaction, each by its own act: what a press begins one by one, in a few statements."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from domain.calendar import Calendar
from domain.cases.acting import Written, act_on
from domain.cases.case import Case
from domain.cases.kind import Kind
from domain.cases.store import rows
from domain.cases.store.sealing import seal_last_line
from domain.cases.store.writing import notices_of
from domain.commands import Command
from domain.directory.organisation import Actor, Directory
from domain.errors import Refusal
from domain.policy import Policy
from domain.store.base import Store


@dataclass(frozen=True)
class Begun:
    """What became of one command: the id and ref of the new case, or why there is none."""

    case_id: int = 0
    ref: str = ""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Ground:
    """What all of them stand on: the organisation, the calendar, the policy of each unit, who begins them and when."""

    directory: Directory
    calendar: Calendar
    policy_of: Callable[[int], Policy]
    by: Actor
    at: datetime


class Serials:
    """Numbers of several series, gapless: each series stays locked until the transaction ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, int] = {}

    def next(self, series: str) -> int:
        """The next number of a series."""
        if series not in self._last:
            self._last[series] = rows.next_serial(self._connection, series)
        else:
            self._last[series] += 1
        return self._last[series]

    def settle(self) -> None:
        """Write how far each series has come."""
        rows.set_serials(self._connection, self._last)


def begin_many(
    connection: Connection, store: Store, kind: Kind, commands: Iterable[Command], by: Actor, at: datetime
) -> list[Begun]:
    """Begin a case by each command, in their order; what the table refuses is told and leaves nothing behind."""
    serials = Serials(connection)
    directory = store.directory(connection)
    of_units: dict[int, Policy] = {}

    def policy_of(unit_id: int) -> Policy:
        if unit_id not in of_units:
            of_units[unit_id] = store.policy_in_force(connection, directory, unit_id, at)
        return of_units[unit_id]

    ground = Ground(directory, store.calendar(connection, directory.version), policy_of, by, at)
    decided = [_decided(kind, command, ground, serials) for command in commands]
    ids = _write(connection, kind, [one for one in decided if not isinstance(one, Refusal)])
    serials.settle()
    return [
        Begun(refusal=one) if isinstance(one, Refusal) else Begun(ids[one[0].row.ref], one[0].row.ref)
        for one in decided
    ]


def _decided(kind: Kind, command: Command, on: Ground, serials: Serials) -> tuple[Case, Written] | Refusal:
    directory, by, at = on.directory, on.by, on.at
    try:
        policy = on.policy_of(kind.unit_of(command, directory).id)
        row = kind.drafts[command.action](command, by, directory, policy, at)
        return act_on(kind.case(row, directory, policy, on.calendar, at), command, by, serials.next)
    except Refusal as refusal:
        return refusal


def _write(connection: Connection, kind: Kind, begun: list[tuple[Case, Written]]) -> dict[str, int]:
    """Rows, journal lines, each of them sealed, and owed notices; gives ref -> id."""
    for case, line in begun:
        seal_last_line(connection, kind.name, case.row, [line])
    ids = rows.insert_rows(connection, kind, [case.row for case, _ in begun])
    entries: list[dict[str, Any]] = [{**line.entry, "case_id": ids[case.row.ref]} for case, line in begun]
    lines = rows.write_first_lines(connection, entries, [ids[c.row.ref] for c, line in begun if line.owed])
    notices = [
        notice
        for case, line in begun
        if line.owed
        for notice in notices_of(line, lines[ids[case.row.ref]], ids[case.row.ref])
    ]
    rows.write_notices(connection, notices)
    return ids
