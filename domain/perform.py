"""The only writer. One transaction locks, lets the clock go first, decides, and writes state, journal and notices."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from domain.actions import Action
from domain.calendar import national_calendar
from domain.commands import Command, Report
from domain.errors import NotFound, Stale, TryAgain, WrongInput
from domain.rules.acting import Written, act_on, let_the_clock_go_first
from domain.rules.case import Case
from domain.rules.drafting import draft, unit_of
from domain.rules.organisation import Actor
from domain.rules.visibility import may_see
from domain.rules.waits import unfired
from domain.store import idempotency, rows
from domain.store.base import Store
from domain.store.faults import fault_point
from domain.tables import Hazard, JournalEntry
from domain.words import State, state_label

RETRIED = frozenset({"40P01", "40001"})
TRIES = 3
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Done:
    """What was done: the hazard and the journal lines written."""

    hazard_id: int
    ref: str
    version: int
    entries: tuple[int, ...]


def perform(  # noqa: PLR0913 - who, what, when and on which terms
    store: Store,
    hazard: str | int | None,
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
    asked = [c for command in commands for c in _with_what_follows(command)]
    return _retried(store, partial(_perform, store, hazard, asked, by, at, version, key, run))


def advance(store: Store, hazard_id: int, *, at: datetime, run: str | None = None) -> int:
    """Let the clock do what it owes one hazard before `at`; gives the number of journal lines written.

    A hazard locked by somebody else is left to him: whoever acts lets the clock go first.
    """
    return _retried(store, partial(_advance, store, hazard_id, at, run))


def _perform(  # noqa: PLR0913
    store: Store,
    hazard: str | int | None,
    asked: list[Command],
    by: Actor,
    at: datetime,
    version: int | None,
    key: str | None,
    run: str | None,
    connection: Connection,
) -> Done:
    if key is not None and by.person_id is not None:
        said = [f"{c.action} {c.model_dump_json()}" for c in asked]
        stored = idempotency.claim(connection, by.person_id, key, idempotency.fingerprint(str(hazard), *said))
        if stored is not None:
            return Done(stored["hazard_id"], stored["ref"], stored["version"], tuple(stored["entries"]))
    if hazard is None:
        case = _drafted(connection, store, asked[0], by, at)
    else:
        case = _locked(connection, store, hazard, by, at)
        _refuse_if_stale(connection, case, version)
    done = _carry_out(connection, case, asked, by, run)
    if key is not None and by.person_id is not None:
        answer = {
            "hazard_id": done.hazard_id,
            "ref": done.ref,
            "version": done.version,
            "entries": done.entries,
        }
        idempotency.store_answer(connection, by.person_id, key, {**answer, "entries": list(done.entries)})
    return done


def _carry_out(connection: Connection, case: Case, asked: list[Command], by: Actor, run: str | None) -> Done:
    serial = partial(rows.next_serial, connection)
    was = case.hazard
    case, written = let_the_clock_go_first(case, serial)
    for command in asked:
        _refuse_unknown_photos(connection, case, command, by)
        if command.action is Action.CLOSE_ON_SPOT:
            days = case.policy.on_spot.not_again_within_days
            case = replace(
                case, on_spot_before=rows.closed_on_spot_before(connection, case.hazard, case.at, days)
            )
        case, line = act_on(case, command, by, serial)
        written.append(line)
    return _write(connection, was, case.hazard, written, run)


def _advance(store: Store, hazard_id: int, at: datetime, run: str | None, connection: Connection) -> int:
    found = rows.lock_hazard(connection, hazard_id, skip_locked=True)
    if found is None:
        return 0
    case = _case(connection, store, *found, at)
    after, written = let_the_clock_go_first(case, partial(rows.next_serial, connection))
    if written:
        _write(connection, case.hazard, after.hazard, written, run)
    else:
        repaired = next(iter(unfired(case)), None)
        now = type(case.hazard)(
            **{**vars(case.hazard), "next_action_at": repaired.due_at if repaired else None}
        )
        rows.update_hazard(connection, case.hazard, now)
    return len(written)


def _write(connection: Connection, was: Hazard, now: Hazard, written: list[Written], run: str | None) -> Done:
    """State, papers, journal lines and owed notices, in this order."""
    if was.version:
        hazard_id = int(was.id or 0)
        rows.update_hazard(connection, was, now)
    else:
        hazard_id = rows.insert_hazard(connection, now)
    for line in written:
        rows.write_papers(connection, hazard_id, line.papers)
    entries = rows.write_journal(connection, hazard_id, [line.entry for line in written], run)
    rows.write_notices(
        connection,
        [n for line, entry in zip(written, entries, strict=True) for n in _notices(line, entry, hazard_id)],
    )
    return Done(hazard_id, now.ref, now.version, tuple(entries))


def _notices(line: Written, entry_id: int, hazard_id: int) -> list[dict[str, Any]]:
    return [
        {
            "entry_id": entry_id,
            "hazard_id": hazard_id,
            "person_id": owed.person_id,
            "kind": str(owed.kind),
            "urgency": str(owed.urgency),
            "at": line.entry["at"],
            "data": owed.data,
        }
        for owed in line.owed
    ]


def _with_what_follows(command: Command) -> list[Command]:
    follows = command.then()
    return [command, *([] if follows is None else _with_what_follows(follows))]


def _drafted(connection: Connection, store: Store, report: Command, by: Actor, at: datetime) -> Case:
    if not isinstance(report, Report):
        raise NotFound
    directory = store.directory(connection)
    policy = store.policy_in_force(connection, directory, unit_of(report, directory)[0])
    return Case(draft(report, by, directory, policy, at), directory, policy, national_calendar(), at)


def _locked(connection: Connection, store: Store, hazard: str | int, by: Actor, at: datetime) -> Case:
    found = rows.lock_hazard(connection, hazard)
    if found is None:
        raise NotFound
    case = _case(connection, store, *found, at)
    if by.person_id is not None and not may_see(case.hazard, case.directory, by.person_id, at):
        raise NotFound
    return case


def _case(  # noqa: PLR0913
    connection: Connection,
    store: Store,
    hazard: Hazard,
    organisation: int,
    has_papers: bool,
    at: datetime,  # noqa: FBT001
) -> Case:
    papers = rows.papers_of(connection, int(hazard.id or 0)) if has_papers else ()
    directory = store.directory(connection, organisation)
    policy = store.policy(connection, hazard.policy)
    return Case(hazard, directory, policy, national_calendar(), max(at, hazard.acted_at), papers)


def _refuse_if_stale(connection: Connection, case: Case, version: int | None) -> None:
    """Stale only when a person acted since: the clock's reminders do not take the page out of his hand."""
    hazard = case.hazard
    by_person = hazard.terms.get("person", [0])[0]
    if version is None or by_person <= version <= hazard.version:
        return
    mine = (JournalEntry.hazard_id == hazard.id) & (JournalEntry.seq == by_person)
    last = connection.execute(select(JournalEntry.actor_id, JournalEntry.action).where(mine)).one()
    label = state_label(State(hazard.state), case.line)
    who = "上报人" if last.action == Action.REPORT else case.directory.name_of(last.actor_id)
    detail = (
        f"{who}刚刚已“{Action(last.action).timeline}”，现为“{label}”。请查看后再办，您填写的内容没有丢失。"
    )
    raise Stale(detail, state=hazard.state, version=hazard.version, won_by=who)


def _refuse_unknown_photos(connection: Connection, case: Case, command: Command, by: Actor) -> None:
    shown = command.photos_shown()
    if not shown:
        return
    known = (*case.hazard.before_photos, *case.hazard.after_photos)
    if rows.missing_evidence(connection, shown, by.person_id, known):
        raise WrongInput("有照片尚未上传成功，请重新上传后再提交。", field="photos")


def _retried(store: Store, work: Callable[[Connection], Answer]) -> Answer:
    """Run one unit of work; deadlocks and lost serialisations are tried anew, then the person is asked to."""
    for attempt in range(TRIES):
        try:
            with store.engine.begin() as connection:
                answer = work(connection)
                fault_point("perform.before_commit")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in RETRIED:
                raise
            time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - jitter, not a secret
        else:
            fault_point("perform.after_commit")
            return answer
    raise TryAgain
