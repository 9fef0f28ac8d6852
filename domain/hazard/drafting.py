"""The hazard as a report first draws it, before the table has said whether it may be."""

from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import cast

from domain.cases.refs import new_ref
from domain.commands import Report
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import WrongInput
from domain.policy import Policy
from domain.tables import Hazard
from domain.words import AUTHORITY_SOURCES, Line, Source, State, UnitKind

_EMPTY = {
    name: field.default_factory() if field.default_factory else field.default  # type: ignore[call-arg] # none needed
    for name, field in Hazard.model_fields.items()
}


def unit_of(command: Report, directory: Directory) -> tuple[int, int | None]:
    """(institution, department) that the report means; a department may stand for its unit, never for another's."""
    named = directory.find_unit(command.unit, field="unit")
    home = directory.institution_of(named.id)
    if command.department is not None:
        return home.id, part_of(home, command.department, directory).id
    return home.id, named.id if named.kind == UnitKind.DEPARTMENT else None


def institution_of_report(command: Report, directory: Directory) -> UnitCard:
    """The institution whose hazard it becomes."""
    return directory.units[unit_of(command, directory)[0]]


def part_of(home: UnitCard, text: str, directory: Directory) -> UnitCard:
    """The department of this unit that a code or name means: two units may have departments of one name."""
    below = (u.id for u in directory.units.values() if u.path.startswith(home.path) and u.id != home.id)
    found = directory.unit_named(text, below, field="department")
    if found is None:
        other = directory.find_unit(text, field="department")
        raise WrongInput(f"“{other.name}”不是{home.name}的科室，请改选该单位的科室。", field="department")
    return found


def draft(command: Report, by: Actor, directory: Directory, policy: Policy, at: datetime) -> Hazard:
    """A hazard in `reported` with what the report says; what a unit's own people find is never 监督检查."""
    unit_id, department_id = unit_of(command, directory)
    entered_for = command.on_behalf_of
    named = partial(directory.find_person, near=unit_id)
    reporter = named(entered_for, field="on_behalf_of") if entered_for else by.person_id
    outside = reporter is not None and directory.belongs_to_authority(reporter, at)
    if command.source in AUTHORITY_SOURCES and not outside:
        raise WrongInput("单位人员上报的发现方式应为自查、员工上报等，监督检查由卫健委登记。", field="source")
    fixer = named(command.fixed.fixer, field="fixed.fixer") if command.fixed else None
    entered_by = by.person_id if entered_for and fixer else None
    values = {
        "ref": new_ref("h"),
        "unit_id": unit_id,
        "department_id": department_id,
        "policy": policy.version,
        "state": State.REPORTED,
        "category": command.category,
        "subcategory": command.subcategory,
        "place": command.place,
        "description": command.description,
        "source": command.source or (Source.INSPECTION if outside else Source.STAFF_REPORT),
        "suspected": command.suspected_major,
        "addressed_up": command.addressed_to == "authority" and not outside,
        "interim": command.interim,
        "reporter_id": reporter,
        "found_at": command.found_at or at,
        "reported_at": at,
        "acted_at": at,
        "before_photos": list(command.photos),
        "after_photos": list(command.fixed.photos) if command.fixed else [],
        "fixed_on_spot": command.fixed is not None,
        "fixer_id": fixer,
        "fixers": [p for p in (fixer, entered_by) if p],
        "line": Line.UNIT,
        "level": "general",
    }
    return cast("Hazard", SimpleNamespace(**as_new(values)))


def as_new(values: dict[str, object]) -> dict[str, object]:
    """The columns of a new hazard: those given, the others empty, each with lists and documents of its own."""
    whole = _EMPTY | values
    return {k: type(v)(v) if isinstance(v, (list, dict)) else v for k, v in whole.items()}
