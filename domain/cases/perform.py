"""One press. One transaction locks, lets the clock go first, decides, and writes state, journal and notices."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection

from domain.cases.case import Case
from domain.cases.kind import Kind
from domain.cases.store import idempotency
from domain.cases.store.asking_first import refuse_if_stale, refuse_unknown_photos
from domain.cases.store.changing import change
from domain.cases.store.given import remember_report
from domain.cases.store.taking_on import tell_whoever_took_it_on
from domain.cases.store.writing import Done, locked_case, repair, retried
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.directory.unconfirmed import not_there
from domain.errors import NotFound
from domain.kinds import HAZARD, kind_of_press
from domain.store.base import Store

__all__ = ["Done", "advance", "perform", "perform_and"]

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Press:
    """One press of a button: which case (None: a new one), what in which order, by whom, when, on which terms."""

    case: str | int | None
    asked: tuple[Command, ...]
    by: Actor
    at: datetime
    version: int | None
    key: str | None
    run: str | None

    @property
    def kind(self) -> Kind:
        """Whose cases these commands begin or move."""
        return kind_of_press(self.asked[0].action)


def perform(
    store: Store,
    case: str | int | None,
    *commands: Command,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
    run: str | None = None,
) -> Done:
    """Carry out one press (its commands in order, all or nothing), or raise the Refusal that explains itself.

    `at` is legal time. `version` refuses the press when a person acted since. `key` makes a repeated request one.
    """
    press = Press(case, _with_what_follows(commands), by, at, version, key, run)
    return retried(store, partial(_perform, store, press))


def perform_and(
    read: Callable[[Connection, Done], Answer],
    store: Store,
    case: str | int | None,
    *commands: Command,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Answer:
    """Carry out a press as `perform` does; its answer is read before its transaction ends: nobody came between."""
    press = Press(case, _with_what_follows(commands), by, at, version, key, None)
    return retried(store, lambda connection: read(connection, _perform(store, press, connection)))


def advance(store: Store, case_id: int, *, at: datetime, run: str | None = None, kind: Kind = HAZARD) -> int:
    """Let the clock do what it owes one case before `at`; gives the number of journal lines written.

    A case locked by somebody else is left to them: whoever acts lets the clock go first.
    """
    return retried(store, partial(_advance, store, case_id, at, run, kind))


def _perform(store: Store, press: Press, connection: Connection) -> Done:
    """The idempotency key first, then the hazard, then everything that hangs on it: one lock order for all."""
    if press.key is None or press.by.person_id is None:
        return _carried_out(connection, store, press)
    said = [f"{c.action} {c.model_dump_json()}" for c in press.asked]
    fingerprint = idempotency.fingerprint(str(press.case), *said)
    stored = idempotency.claim(connection, press.by.person_id, press.key, fingerprint)
    if stored is not None:
        return Done(
            stored.get("case_id") or stored["hazard_id"],
            stored["ref"],
            stored["version"],
            tuple(stored["entries"]),
        )
    done = _carried_out(connection, store, press)
    answer = {
        "case_id": done.case_id,
        "ref": done.ref,
        "version": done.version,
        "entries": list(done.entries),
    }
    idempotency.store_answer(connection, press.by.person_id, press.key, answer)
    return done


def _carried_out(connection: Connection, store: Store, press: Press) -> Done:
    placed = _placed(connection, store, press)
    case = _case(connection, store, placed)
    return _carry_out(connection, store, case, _with_others_begun(connection, store, case, placed))


def _with_others_begun(connection: Connection, store: Store, case: Case, press: Press) -> Press:
    """Begin what the commands begin besides (a finding becomes a hazard); they then tell its ref."""
    kind, asked = press.kind, list[Command]()
    for command in press.asked:
        others = [
            replace(press, case=None, asked=(each,), version=None) for each in kind.begins(case, command)
        ]
        if others:  # its own complaint about a photo names its own field
            refuse_unknown_photos(connection, case, command, press.by)
        refs = [_carried_out(connection, store, other).ref for other in others]
        asked.append(kind.with_refs(command, refs) if refs else command)
    return replace(press, asked=tuple(asked))


def _placed(connection: Connection, store: Store, press: Press) -> Press:
    """What begins a case, with what its kind knows of the place."""
    if press.case is not None:
        return press
    first = press.kind.placed(connection, store.directory(connection), press.asked[0])
    return replace(press, asked=(first, *press.asked[1:]))


def _case(connection: Connection, store: Store, press: Press) -> Case:
    if press.case is None:
        return _drafted(connection, store, press)
    case = locked_case(connection, store, press.case, press.at, kind=press.kind)
    seen = case and (
        not press.by.person_id or press.kind.may_see(case.row, case.directory, press.by, press.at)
    )
    if case is None or not seen:
        raise not_there(press.by)
    refuse_if_stale(connection, case, press.version)
    return case


def _carry_out(connection: Connection, store: Store, case: Case, press: Press) -> Done:
    was = case.row.state
    prepare = partial(_prepared, connection, press)
    changed = change(connection, case, press.asked, by=press.by, prepare=prepare, run=press.run)
    assert changed.done is not None  # noqa: S101 - a press holds one command at least
    if press.case is None and press.by.is_given:
        remember_report(connection, press.by, changed.done.case_id)
    state = changed.case.row.state
    if state != was:
        _tell_those_who_wait(connection, store, press.kind, changed.case)
    return changed.done


def _prepared(connection: Connection, press: Press, case: Case, command: Command) -> Case:
    """The case with what this command is compared with; raises WrongInput for photos that never arrived."""
    refuse_unknown_photos(connection, case, command, press.by)
    return press.kind.looks_up(connection, case, command, press.by)


def _tell_those_who_wait(connection: Connection, store: Store, kind: Kind, ended: Case) -> None:
    """Write on other cases what the end of this one means for them."""
    for follow in kind.follows(connection, ended):
        case = locked_case(connection, store, follow.case_id, ended.at, kind=kind)
        if case is not None and case.row.state == follow.state:
            change(connection, case, [follow.command])


def _advance(
    store: Store, case_id: int, at: datetime, run: str | None, kind: Kind, connection: Connection
) -> int:
    case = locked_case(connection, store, case_id, at, kind=kind, skip_locked=True)
    if case is None:
        return 0
    changed = change(connection, case, run=run)
    if changed.done is None:
        repair(connection, tell_whoever_took_it_on(connection, case))
    return changed.lines


def _with_what_follows(commands: Iterable[Command]) -> tuple[Command, ...]:
    return tuple(each for command in commands for each in _rows_of(command))


def _rows_of(command: Command) -> list[Command]:
    follows = command.then()
    return [command, *([] if follows is None else _rows_of(follows))]


def _drafted(connection: Connection, store: Store, press: Press) -> Case:
    first, kind = press.asked[0], press.kind
    if first.action not in kind.drafts:
        raise NotFound
    directory = store.directory(connection)
    unit = kind.unit_of(first, directory)
    policy = store.policy_in_force(connection, directory, unit.id, press.at)
    row = kind.drafts[first.action](first, press.by, directory, policy, press.at)
    calendar = store.calendar(connection, directory.version)
    return kind.case(row, directory, policy, calendar, press.at)
