"""One act applied to a case: the hazard as it becomes, its journal line, its papers and the notices it owes. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Any, cast

from domain.actions import Action
from domain.commands import ClockCommand, Command, HandOver, PaperCommand
from domain.lifecycle import TRACK_OF
from domain.rules.case import Case, line_of
from domain.rules.chain import GENESIS, hash_of
from domain.rules.changes import Changes, Columns
from domain.rules.clock_commands import clock_command
from domain.rules.clocks import Clock, is_unfired
from domain.rules.holders import everybody_holding, paper_holder
from domain.rules.names import names_of_the_day
from domain.rules.notices import Owed, owed
from domain.rules.numbers import hazard_number, listing_number, paper_number
from domain.rules.on_behalf import principal_of, stands_in_at_the_unit
from domain.rules.organisation import THE_CLOCK, Actor
from domain.rules.papers import ended, granted
from domain.rules.references import with_keys
from domain.rules.steps import Act, Step
from domain.rules.tracks import Track
from domain.rules.waits import clocks, unfired
from domain.rules.worked_on import those_who_worked
from domain.tables import Hazard, Paper

NextSerial = Callable[[str], int]
"""Gives the next serial of a series (unit and year), gapless."""
MAY_BE_NULL = frozenset({"clock", "since", "rung"})


@dataclass
class Written:
    """What one act leaves to be written."""

    entry: dict[str, Any]
    owed: list[Owed]
    papers: list[dict[str, Any]] = field(default_factory=list)
    listing: dict[str, Any] | None = None


def act_on(
    case: Case, command: Command, actor: Actor, next_serial: NextSerial, clock: Clock | None = None
) -> tuple[Case, Written]:
    """Carry out one command on the case, or raise the refusal that explains itself."""
    command = with_keys(case, command, actor)
    track = TRACK_OF[command.action]
    table = track.table
    case = table.focus(case, command, actor)
    if isinstance(command, PaperCommand) and case.paper is not None:
        command = command.model_copy(update={"paper": case.paper.seq})
    for_id = None if actor == THE_CLOCK else principal_of(case, table, command, actor)
    act = Act(actor, for_id, case.hazard.version + 1)
    step = table.decide(case, command, act)
    changes = step.effect(case, command, act)
    papers, paper_rows = _papers(case, step, changes, next_serial)
    moved = _moved(case, track, step, changes)
    entry = _entry(case, command, act, moved.get("state", case.hazard.state))
    hazard = _becomes(case, command, cast("Changes", {**changes, **moved}), entry, next_serial, actor)
    after = replace(case, hazard=hazard, papers=papers, paper=_left_by(changes, papers))
    ahead = recompute(after)
    for row in paper_rows:
        seat = paper_holder(after, row["kind"], row["state"])
        row["holders"] = sorted(seat.people) if seat else []
    told = owed(case, after, step, command, act, clock, ahead)
    # Whoever did something, hears of it or must act on a paper may open it.
    called = {*(one.person_id for one in told), *(p for row in paper_rows for p in row["holders"])}
    called |= {act.person} if actor != THE_CLOCK else set()
    hazard.involved = sorted({*hazard.involved, *called})
    return after, Written(entry, told, paper_rows, _listing_row(hazard, changes))


def first_owed(case: Case) -> Clock | None:
    """The first moment that has passed and has not fired."""
    first = next(iter(unfired(case)), None)
    return first if first and first.due_at <= case.at else None


def let_the_clock_go_first(case: Case, next_serial: NextSerial) -> tuple[Case, list[Written]]:
    """Everything due before `case.at`, in order, each at its own moment, whenever this is asked."""
    now, written = case.at, []
    while (clock := first_owed(case)) is not None:
        moment = max(clock.due_at, case.hazard.acted_at)
        case, line = act_on(
            replace(case, at=moment), clock_command(clock, now), THE_CLOCK, next_serial, clock
        )
        written.append(line)
        case = replace(case, at=now)
    return case, written


def _moved(case: Case, track: Track, step: Step, changes: Changes) -> dict[str, str]:
    """The state of the act's track afterwards, by its column; nothing where it stands on a part of the case."""
    if (column := track.column) is None:
        return {}
    return {column: str(changes.get(column, step.to or getattr(case.hazard, column)))}


def _entry(case: Case, command: Command, act: Act, to_state: str) -> dict[str, Any]:
    hazard, by_clock = case.hazard, command if isinstance(command, ClockCommand) else None
    said = command.model_dump(mode="json", exclude_none=True, exclude={"assign", "closing", *MAY_BE_NULL})
    if act.people or isinstance(command, HandOver):
        said["names"] = names_of_the_day(case, command, act)
    entry: dict[str, Any] = {
        "seq": act.seq,
        "action": str(command.action),
        "actor_id": act.actor.person_id,
        "for_id": act.for_id,
        "account_id": act.actor.account_id,
        "from_state": str(hazard.state) if hazard.version else None,
        "to_state": to_state,
        "at": max(case.at, hazard.acted_at),
        "data": said,
        "clock": by_clock.clock if by_clock else None,
        "since": by_clock.since if by_clock else None,
        "rung": by_clock.rung if by_clock else None,
        "previous": hazard.head or GENESIS,
    }
    entry["hash"] = hash_of(hazard.ref, entry, entry["previous"])
    return entry


def _listing_row(hazard: Hazard, changes: Changes) -> dict[str, Any] | None:
    """What the act writes of the listing that is in force: its own row, beside those before it."""
    row: dict[str, Any] | None = changes.get("listing_row")
    return None if row is None else {**row, "number": (hazard.listed or {}).get("number")}


def _becomes(
    case: Case,
    command: Command,
    changes: Changes,
    entry: dict[str, Any],
    next_serial: NextSerial,
    by: Actor,
) -> Hazard:
    """A copy of the hazard with the changes of one act."""
    was = case.hazard
    hazard = cast("Hazard", SimpleNamespace(**vars(was)))
    vars(hazard).update({name: value for name, value in changes.items() if name in Columns.__annotations__})
    actor = Actor(entry["actor_id"])
    entered = command.on_behalf_of is not None
    if stands_in_at_the_unit(case, actor, entry["for_id"], entered=entered):
        hazard.fixers = sorted({*hazard.fixers, entry["actor_id"]})
    if by.is_given and command.action is not Action.REPORT:
        hazard.fixers = sorted({*hazard.fixers, *by.givers})  # it may have been one of them
    hazard.version, hazard.head, hazard.acted_at = entry["seq"], entry["hash"], entry["at"]
    hazard.terms = _terms(was, hazard, changes, entry)
    if changes.get("give_number") and hazard.number is None:
        hazard.number = hazard_number(case, next_serial)
    if changes.get("give_listing_number"):
        hazard.listed = {**(hazard.listed or {}), "number": listing_number(case, next_serial)}
    hazard.fired = _fired(hazard, command, case.papers)
    return hazard


def _terms(was: Hazard, hazard: Hazard, changes: Changes, entry: dict[str, Any]) -> dict[str, Any]:
    """Terms that ended go, terms that began get this entry's sequence and moment; a changed state begins a wait."""
    terms = {name: term for name, term in was.terms.items() if name not in changes.get("end", ())}
    begun = set(changes.get("begin", ()))
    if hazard.state != was.state or not was.version:
        begun.add("state")
    if entry["actor_id"] is not None:
        begun.add("person")
    for name in sorted(begun):
        terms[name] = [entry["seq"], entry["at"].isoformat()]
    if "rectify" in begun:
        terms["rectify"].append(changes.get("rectify_because", ""))
    terms.update(changes.get("terms", {}))
    return terms


def _fired(hazard: Hazard, command: Command, papers: tuple[Paper, ...]) -> dict[str, Any]:
    """What fired in the terms that still run; the journal keeps all of it for ever."""
    running = {term[0] for term in hazard.terms.values()} | {paper.since for paper in papers}
    fired = {key: n for key, n in hazard.fired.items() if int(key.rpartition(":")[2]) in running}
    if isinstance(command, ClockCommand):
        fired[f"{command.clock}:{command.since}"] = command.rung
    return fired


def _papers(
    case: Case, step: Step, changes: Changes, next_serial: NextSerial
) -> tuple[tuple[Paper, ...], list[dict[str, Any]]]:
    """The hazard's papers after the act, and the rows to write."""
    rows: list[dict[str, Any]] = [dict(changes["paper"])] if "paper" in changes else []
    rows += granted(case, step.action)
    if "close_papers" in changes:
        met = {row["seq"] for row in rows}
        rows += [row for row in ended(case, changes["close_papers"]) if row["seq"] not in met]
    known = {paper.seq: paper for paper in case.papers}
    papers: list[Paper] = []
    for row in rows:
        if row.pop("give_number", False):
            row["number"] = paper_number(case, row["kind"], next_serial)
        old = vars(known.pop(row["seq"])) if row["seq"] in known else _NEW_PAPER
        merged = SimpleNamespace(**{**old, **row})
        row.update(kind=merged.kind, state=str(merged.state))
        papers.append(cast("Paper", merged))
    return (*known.values(), *papers), rows


def _left_by(changes: Changes, papers: tuple[Paper, ...]) -> Paper | None:
    """The paper that the act was about, as it left it."""
    seq = changes["paper"]["seq"] if "paper" in changes else None
    return next((paper for paper in papers if paper.seq == seq), None)


_BLANK = ("number", "signer_id", "signed_at", "names", "served", "served_on", "meeting", "answer")
_NEVER = ("declined_because", "look_again")
_NEW_PAPER: dict[str, Any] = dict.fromkeys(_BLANK + _NEVER) | {"holders": []}


def recompute(case: Case) -> list[Clock]:
    """The indexes that are true after every write; gives the moments that lie ahead, the next one first."""
    hazard = case.hazard
    hazard.line = line_of(hazard)
    hazard.fixers = those_who_worked(hazard)
    hazard.holders = everybody_holding(case)
    named = (hazard.reporter_id, hazard.fixer_id, hazard.receiver_id, hazard.assigner_id, hazard.submitted_by)
    lists = (
        *hazard.involved,
        *hazard.holders,
        *hazard.fixers,
        *hazard.helpers,
        *hazard.panel,
        *hazard.passed_by,
    )
    hazard.involved = sorted({*lists, *(p for p in named if p)})
    every = clocks(case)
    ahead = [clock for clock in every if is_unfired(case, clock)]
    missed = [c for c in every if c.is_missed_wait and not is_unfired(case, c)]
    hazard.late_holders = sorted({person for clock in missed for person in clock.told})
    hazard.next_action_at = ahead[0].due_at if ahead else None
    return ahead
