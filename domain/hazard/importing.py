"""历史导入 (rows 41, 42): a row of a ledger becomes a hazard as it stood, and may be taken back again."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import cast

from domain.calendar import at_time, end_of
from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.refs import new_ref
from domain.cases.steps import Act
from domain.commands import Import, UndoImport
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import NotReady
from domain.hazard.deadlines import exceeds
from domain.hazard.drafting import as_new, part_of
from domain.hazard.effects.intake import without_proposals
from domain.policy import Policy
from domain.tables import Hazard
from domain.words import ClosingKind, Level, Line, State

NOON = "12:00"
"""A ledger tells days; noon is on that day wherever it is read."""
NO_PHOTOS: dict[str, object] = {"before_photos": [], "after_photos": []}
NOT_IN_HAND = {State.CLOSED, State.REGISTERED}


def institution_of_import(command: Import, directory: Directory) -> UnitCard:
    """The institution whose hazard it is."""
    return directory.institution_of(directory.find_unit(command.unit, field="unit").id)


def draft_of_import(command: Import, by: Actor, directory: Directory, policy: Policy, at: datetime) -> Hazard:
    """The hazard as the ledger tells it. Nobody reported it here; whoever imports it hands what is open over."""
    unit = institution_of_import(command, directory)
    fixer = directory.find_person(command.fixer, field="fixer", near=unit.id) if command.fixer else None
    state = state_of(command, fixer)
    found, fixed = _noon(command.found_on, at), _noon(command.fixed_on, at)
    until = end_of(command.due) if command.due else None
    values = {
        "ref": new_ref("h"),
        "unit_id": unit.id,
        "department_id": part_of(unit, command.department, directory).id if command.department else None,
        "policy": policy.version,
        "state": state,
        "level": command.level,
        "category": command.category,
        "place": command.place,
        "description": command.description,
        "source": command.source,
        "criterion": command.basis if command.level is Level.MAJOR else None,
        "original_number": command.original_number,
        "found_at": found,
        "reported_at": found,
        **NO_PHOTOS,
        "acted_at": at,
        **command.model_dump(include={"measures", "interim", "funds"}),
        "spent": command.funds if state is State.CLOSED else None,
        "fixer_id": fixer,
        "fixers": [fixer] if fixer else [],
        "assigner_id": None if state in NOT_IN_HAND else by.person_id,
        "immediate": command.immediate and command.level is Level.GENERAL,
        "rectify_by": until,
        "first_rectify_by": until,
        "submitted_by": fixer if fixed else None,
        "submitted_at": fixed,
        "closed_at": _noon(command.closed_on, at),
        "closing_kind": ClosingKind.RECTIFIED if state is State.CLOSED else None,
        "line": Line.UNIT,
    }
    return cast("Hazard", SimpleNamespace(**as_new(values)))


def state_of(command: Import, fixer: int | None) -> State:
    """Where it stands with us: what is under way waits for the unit to sign where no 责任人 is known."""
    working = State.RECTIFYING if fixer else State.ASSIGNED
    known = {"registered": State.REGISTERED, "verifying": State.VERIFYING, "closed": State.CLOSED}
    return known.get(command.stage, working)


def begins_here(case: Case, _act: Act) -> None:
    """A hazard is imported once, as it begins."""
    if case.row.version:
        raise NotReady("这条隐患已在系统中，不能再导入；请在隐患页办理。")


def is_as_imported(case: Case, _act: Act) -> None:
    """What somebody has acted on since is no more only imported."""
    terms = case.row.terms
    if "imported" not in terms:
        raise NotReady("这条隐患不是导入的，不能撤销导入。")
    if terms["person"][0] != terms["imported"][0]:
        raise NotReady("导入后已有人办理过，不能撤销导入；请按正常程序办理。")


def take_it_in(case: Case, command: Import, _act: Act) -> Changes:
    """Its terms begin now: what is open has a holder and clocks from here, and joins the ladder where it stands."""
    state, begin = case.hazard.state, ["imported"]
    changes: Changes = {"give_number": True}
    if state != State.CLOSED and case.line is Line.MAJOR:
        begin.append("major")
    if state not in NOT_IN_HAND:
        planned = case.line is Line.MAJOR or exceeds(
            case, case.at, case.hazard.rectify_by, case.policy.rectify.longest_days
        )
        begin += ["assigned", "rectify", "progress", *(["plan"] if planned else [])]
        changes["rectify_because"] = f"历史台账的期限 {command.due}"
    return {**changes, "begin": tuple(begin)}


def take_it_out(case: Case, _command: UndoImport, _act: Act) -> Changes:
    """撤销导入: the number is kept; what was only proposed falls, and no day of closing counts."""
    return {**without_proposals(case, "已撤销导入"), "closed_at": None, "closing_kind": None}


def _noon(day: date | None, at: datetime) -> datetime | None:
    return min(at_time(day, NOON), at) if day else None
