"""One act applied to a case: its row as it becomes, its journal line, its papers and the notices it owes. Pure."""

from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.clocks import Clock, in_order, is_unfired
from domain.cases.kind import Finish, Kind, NextSerial, Records
from domain.cases.names import names_of_the_day
from domain.cases.on_behalf import principal_of
from domain.cases.owed import Owed
from domain.cases.references import with_keys
from domain.cases.steps import Act, Step
from domain.cases.tracks import Track
from domain.commands import ClockCommand, Command, HandOver, PaperCommand, Recalculate
from domain.directory.organisation import THE_CLOCK, Actor
from domain.kinds import KINDS
from domain.seals.chain import GENESIS, hash_of
from domain.tables import Paper
from domain.tables.cases import CaseRow

MAY_BE_NULL = frozenset({"clock", "since", "rung"})


@dataclass
class Written:
    """What one act leaves to be written."""

    entry: dict[str, Any]
    owed: list[Owed]
    papers: list[dict[str, Any]] = field(default_factory=list)
    records: Records = field(default_factory=dict)


def act_on(
    case: Case, command: Command, actor: Actor, next_serial: NextSerial, clock: Clock | None = None
) -> tuple[Case, Written]:
    """Carry out one command on the case, or raise the refusal that explains itself."""
    kind = KINDS[case.kind]
    command = with_keys(case, command, actor)
    track = kind.track_of[command.action]
    table = track.table
    case = table.focus(case, command, actor)
    if isinstance(command, PaperCommand) and case.paper is not None:
        command = command.model_copy(update={"paper": case.paper.seq})
    for_id = None if actor == THE_CLOCK else principal_of(case, table, command, actor)
    act = Act(actor, for_id, case.row.version + 1)
    step = table.decide(case, command, act)
    changes = step.effect(case, command, act)
    moved = _moved(case, track, step, changes)
    all_changes = cast("Changes", {**changes, **moved})
    done = Finish(case=case, command=command, act=act, changes=all_changes, next_serial=next_serial)
    papers, paper_rows = kind.papers(done, step)
    done = replace(done, papers=papers)
    entry = _entry(case, command, act, moved.get("state", case.row.state), paper_rows)
    now = _becomes(kind, done, entry)
    after = replace(case, row=now, papers=papers, paper=_left_by(changes, papers))
    ahead = recompute(after)
    for row in paper_rows:
        seat = kind.paper_holder(after, row["kind"], row["state"])
        row["holders"] = sorted(seat.people) if seat else []
    told = kind.owed(case, after, step, command, act, clock, ahead)
    # Whoever did something, hears of it or must act on a paper may open it.
    called = {*(one.person_id for one in told), *(p for row in paper_rows for p in row["holders"])}
    called |= {act.person} if actor != THE_CLOCK else set()
    now.involved = sorted({*now.involved, *called})
    return after, Written(entry, told, paper_rows, kind.records(after, changes))


def first_owed(case: Case) -> Clock | None:
    """The first moment that has passed and has not fired."""
    first = next(iter(KINDS[case.kind].unfired(case)), None)
    return first if first and first.due_at <= case.at else None


def let_the_clock_go_first(case: Case, next_serial: NextSerial) -> tuple[Case, list[Written]]:
    """Everything due before `case.at`, in order, each at its own moment, whenever this is asked."""
    now, written, command = case.at, [], KINDS[case.kind].clock_command
    while (clock := first_owed(case)) is not None:
        moment = max(clock.due_at, case.row.acted_at)
        case, line = act_on(replace(case, at=moment), command(clock, now), THE_CLOCK, next_serial, clock)
        written.append(line)
        case = replace(case, at=now)
    return case, written


def _moved(case: Case, track: Track, step: Step, changes: Changes) -> dict[str, str]:
    """The state of the act's track afterwards, by its column; nothing where it stands on a part of the case."""
    if (column := track.column) is None:
        return {}
    return {column: str(changes.get(column, step.to or getattr(case.row, column)))}


def _names_somebody(command: Command) -> bool:
    """Whether an act of the system tells who ordered it, or agreed to it."""
    return isinstance(command, HandOver) or (isinstance(command, Recalculate) and bool(command.agreed_by))


def _entry(
    case: Case, command: Command, act: Act, to_state: str, papers: list[dict[str, Any]]
) -> dict[str, Any]:
    row, by_clock = case.row, command if isinstance(command, ClockCommand) else None
    said = command.model_dump(mode="json", exclude_none=True, exclude={"assign", "closing", *MAY_BE_NULL})
    if act.people or _names_somebody(command):
        said["names"] = names_of_the_day(case, command, act)
    if signed := [row["content_hash"].hex() for row in papers if "content_hash" in row]:
        said["content"] = signed[0]  # what was signed, to the letter
    entry: dict[str, Any] = {
        "seq": act.seq,
        "action": str(command.action),
        "actor_id": act.actor.person_id,
        "for_id": act.for_id,
        "account_id": act.actor.account_id,
        "from_state": str(row.state) if row.version else None,
        "to_state": to_state,
        "at": max(case.at, row.acted_at),
        "data": said,
        "clock": by_clock.clock if by_clock else None,
        "since": by_clock.since if by_clock else None,
        "rung": by_clock.rung if by_clock else None,
        "previous": row.head or GENESIS,
    }
    entry["hash"] = hash_of(row.ref, entry, entry["previous"])
    return entry


def _becomes(kind: Kind, act: Finish, entry: dict[str, Any]) -> CaseRow:
    """A copy of the row with the changes of one act."""
    was, changes = act.case.row, act.changes
    row = cast("CaseRow", SimpleNamespace(**vars(was)))
    vars(row).update({name: value for name, value in changes.items() if name in kind.columns})
    row.version, row.head, row.acted_at = entry["seq"], entry["hash"], entry["at"]
    row.terms = _terms(was, row, changes, entry)
    kind.finish(row, act)
    row.fired = _fired(row, act.command, act.case.papers)
    return row


def _terms(was: CaseRow, row: CaseRow, changes: Changes, entry: dict[str, Any]) -> dict[str, Any]:
    """Terms that ended go, terms that began get this entry's sequence and moment; a changed state begins a wait."""
    terms = {name: term for name, term in was.terms.items() if name not in changes.get("end", ())}
    begun = set(changes.get("begin", ()))
    if row.state != was.state or not was.version:
        begun.add("state")
    if entry["actor_id"] is not None:
        begun.add("person")
    for name in sorted(begun):
        terms[name] = [entry["seq"], entry["at"].isoformat()]
    if "rectify" in begun:
        terms["rectify"].append(changes.get("rectify_because", ""))
    terms.update(changes.get("terms", {}))
    return terms


def _fired(row: CaseRow, command: Command, papers: tuple[Paper, ...]) -> dict[str, Any]:
    """What fired in the terms that still run; the journal keeps all of it for ever."""
    running = {term[0] for term in row.terms.values()} | {paper.since for paper in papers}
    fired = {key: n for key, n in row.fired.items() if int(key.rpartition(":")[2]) in running}
    if isinstance(command, ClockCommand):
        fired[f"{command.clock}:{command.since}"] = command.rung
    return fired


def _left_by(changes: Changes, papers: tuple[Paper, ...]) -> Paper | None:
    """The paper that the act was about, as it left it."""
    seq = changes["paper"]["seq"] if "paper" in changes else None
    return next((paper for paper in papers if paper.seq == seq), None)


def recompute(case: Case) -> list[Clock]:
    """The indexes that are true after every write; gives the moments that lie ahead, the next one first."""
    row, kind = case.row, KINDS[case.kind]
    kind.derive(case)
    row.holders = kind.holding(case)
    every = in_order(kind.clocks(case))
    ahead = [clock for clock in every if is_unfired(case, clock)]
    missed = [c for c in every if c.is_missed_wait and not is_unfired(case, c)]
    row.late_holders = sorted({person for clock in missed for person in clock.told})
    row.next_action_at = ahead[0].due_at if ahead else None
    return ahead
