"""Every kind of case. What the engine does with one, it does with each: sweep, audit, recalculation, seals, press."""

from domain.actions import Action
from domain.cases.case import Case
from domain.cases.changes import Columns
from domain.cases.kind import Kind
from domain.cases.visibility import may_see
from domain.commands import Import, Report
from domain.directory.organisation import Directory, UnitCard
from domain.hazard.clock_commands import clock_command
from domain.hazard.deadlines import rectify_anew
from domain.hazard.drafting import draft, institution_of_report
from domain.hazard.finishing import derive, finish
from domain.hazard.holders import everybody_holding, holder, paper_holder
from domain.hazard.importing import draft_of_import, institution_of_import
from domain.hazard.labels import state_shown
from domain.hazard.notices import owed
from domain.hazard.papers_written import papers_after, records
from domain.hazard.store.precedents import follows, with_its_department, with_precedents
from domain.hazard.table import TRACKS
from domain.hazard.waits import every_clock
from domain.tables import core
from domain.task.kind import TASKS
from domain.words import OPEN_STATES


def institution_of(command: Report | Import, directory: Directory) -> UnitCard:
    """The institution of a hazard that is reported or imported."""
    if isinstance(command, Import):
        return institution_of_import(command, directory)
    return institution_of_report(command, directory)


HAZARD = Kind(
    name="hazard",
    label="隐患",
    table=core.HAZARD,
    case=Case,
    tracks=TRACKS,
    columns=frozenset(Columns.__annotations__),
    drafts={Action.REPORT: draft, Action.IMPORT: draft_of_import},
    unit_of=institution_of,
    derived=("line",),
    derive=derive,
    finish=finish,
    holder=holder,
    holding=everybody_holding,
    clocks=every_clock,
    owed=owed,
    may_see=may_see,
    open_states=OPEN_STATES,
    state_shown=state_shown,
    clock_command=clock_command,
    has_papers=True,
    paper_holder=paper_holder,
    papers=papers_after,
    records=records,
    placed=with_its_department,
    looks_up=with_precedents,
    follows=follows,
    dated_by="rectify",
    date_anew=rectify_anew,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (HAZARD, TASKS)}
"""By name, which is that of the table and stands in `cases.kind`."""

EVERY_TRACK = tuple(track for kind in KINDS.values() for track in kind.tracks)


def page_of(ref: str) -> str:
    """The address of a case's page: its ref begins with the letter of its kind."""
    return f"/{ref[:1]}/{ref}"


def kind_of_press(action: Action) -> Kind:
    """The kind whose cases people begin or move by this action; the first that knows it."""
    return next(kind for kind in KINDS.values() if action in kind.track_of)
