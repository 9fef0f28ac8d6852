"""The record of one hazard (办理记录) as a reader may know it: the reporter is named to nobody else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import Row, bindparam, select

from domain.actions import Action
from domain.cases.case import Case
from domain.cases.names import HIDDEN_ACTORS, shown_name
from domain.commands import OWN_WORDS
from domain.hazard.labels import CLOCK_LABELS, HIDDEN_SOURCES, source_shown
from domain.queries.reader import Reader
from domain.serving import ServedBy
from domain.tables import Hazard
from domain.tables.core import JOURNAL
from domain.use import Scope
from domain.words import AUTHORITY_SOURCES, Role, State, state_label

BEFORE_REGISTERING = frozenset({State.REPORTED, State.DISMISSED, State.VOIDED})
REPORTER = "上报人"
THE_SYSTEM = "系统自动"
ON_USE = frozenset({Action.SUSPEND_USE, Action.REQUEST_RESUME, Action.RESUME_USE, Action.REFUSE_RESUME})
_LINES = (
    select(JOURNAL.c.seq, JOURNAL.c.action, JOURNAL.c.to_state, JOURNAL.c.data)
    .where(JOURNAL.c.case_id == bindparam("hazard"))
    .order_by(JOURNAL.c.seq)
)
_MACHINERY = frozenset(
    {"clock", "since", "rung", "level", "because", "on_behalf_of", "names", "draft", "content"}
)


@dataclass(frozen=True)
class Entry:
    """One line: who did what, for whom, when; and for the clock, which rung of which clock and why.

    `at` is legal time, `recorded_at` machine time.
    """

    seq: int
    action: Action
    label: str
    who: str
    who_key: str | None
    for_whom: str | None
    at: datetime
    recorded_at: datetime
    from_label: str | None
    to_label: str
    said: dict[str, Any]
    clock: str | None
    rung: int | None
    because: str | None
    flow_run_id: str | None
    hash: str | None
    """For the auditor alone: it covers who acted, and from it a hidden reporter could be tried out."""
    names: dict[str, str]
    """By key: what those who are named in it were called that day."""
    unit: str | None
    """What the unit was called that day; of an old line unknown."""


def timeline(reader: Reader, case: Case) -> list[Entry]:
    """Every line in order that the reader may know."""
    mine = select(JOURNAL).where(JOURNAL.c.case_id == case.hazard.id).order_by(JOURNAL.c.seq)
    rows = reader.connection.execute(mine).all()
    hidden = _not_shown(reader, case.hazard, rows)
    returns, scope = 0, Scope.PART.label
    lines: list[Entry] = []
    for row in rows:
        returns += row.action in (Action.SEND_BACK, Action.REFUSE_CLOSURE)
        scope = _scope(row.data) if row.action == Action.SUSPEND_USE else scope
        if row.seq not in hidden or reader.person in (row.actor_id, row.for_id):
            lines.append(_entry(reader, case, row, returns, scope))
    return lines


def lines_kept_from(reader: Reader, hazard: Hazard) -> frozenset[int]:
    """The lines (by sequence) that were written in confidence and are not for this reader."""
    went_up = hazard.addressed_up or "written_up" in hazard.terms
    if not went_up or reader.knows_the_report(hazard):
        return frozenset()
    return _in_confidence(reader.connection.execute(_LINES, {"hazard": hazard.id}).all())


def lines_not_shown(reader: Reader, hazard: Hazard) -> frozenset[int]:
    """The lines (by sequence) that the record leaves out for this reader."""
    return _not_shown(reader, hazard, reader.connection.execute(_LINES, {"hazard": hazard.id}).all())


def _not_shown(reader: Reader, hazard: Hazard, rows: Sequence[Row[Any]]) -> frozenset[int]:
    """To a unit, what the commission found begins when it is registered: one who told it has no line to miss."""
    if reader.knows_the_report(hazard):
        return frozenset()
    found = _until_registered(rows) if hazard.source in AUTHORITY_SOURCES else frozenset()
    return found | _in_confidence(rows)


def _until_registered(rows: Sequence[Row[Any]]) -> frozenset[int]:
    return frozenset(row.seq for row in takewhile(lambda row: row.to_state in BEFORE_REGISTERING, rows))


def _in_confidence(rows: Iterable[Row[Any]]) -> frozenset[int]:
    """From a direct report (直报) until the commission registered it, or gave it back, in its own words."""
    found, kept = set(), False
    for row in rows:
        if row.action == Action.REPORT_UP or row.data.get("addressed_to") == "authority":
            kept = True
        elif row.action == Action.GIVE_BACK or row.to_state not in BEFORE_REGISTERING:
            kept = False
        if kept:
            found.add(row.seq)
    return frozenset(found)


def _entry(reader: Reader, case: Case, row: Row[Any], returns: int, scope: str) -> Entry:
    action = Action(row.action)
    who, who_key = _shown(reader, row, row.actor_id)
    for_whom, _ = _shown(reader, row, row.for_id) if row.for_id else (None, None)
    return Entry(
        seq=row.seq,
        action=action,
        label=f"{action.timeline}（{scope}）" if action in ON_USE else _label(action, row.data, returns),
        who=who,
        who_key=who_key,
        for_whom=for_whom,
        at=row.at,
        recorded_at=row.recorded_at,
        from_label=state_label(State(row.from_state), case.line) if row.from_state else None,
        to_label=state_label(State(row.to_state), case.line),
        said=dict(_said(reader, case, row)),
        clock=CLOCK_LABELS[row.clock] if row.clock else None,
        rung=row.data.get("level") if row.clock else None,
        because=row.data.get("because"),
        flow_run_id=row.flow_run_id,
        hash=bytes(row.hash).hex() if Role.AUDITOR in reader.roles else None,
        names=(row.data.get("names") or {}).get("people") or {},
        unit=(row.data.get("names") or {}).get("unit"),
    )


def signed_as(reader: Reader, cases: Iterable[Case]) -> Mapping[int, dict[int, str]]:
    """Hazard -> person -> what they were called when they accepted or closed it, read at once."""
    signed = sorted(int(c.hazard.id or 0) for c in cases if c.hazard.passed_by or c.hazard.closed_by)
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    if not signed:
        return found
    acts = (Action.PASS, Action.APPROVE_CLOSURE, Action.CLOSE_ON_SPOT)
    columns = (JOURNAL.c.case_id, JOURNAL.c.actor_id, JOURNAL.c.for_id, JOURNAL.c.data)
    lines = select(*columns).where(JOURNAL.c.case_id.in_(signed), JOURNAL.c.action.in_(acts))
    for row in reader.connection.execute(lines.order_by(JOURNAL.c.case_id, JOURNAL.c.seq)):
        card = reader.directory.people[row.for_id or row.actor_id]
        found[row.case_id][card.id] = shown_name(row.data, card.key, card.name)
    return found


def _shown(reader: Reader, row: Row[Any], person: int | None) -> tuple[str, str | None]:
    """(name, key) as this reader may know them."""
    if person is None:
        return THE_SYSTEM, None
    if row.action in HIDDEN_ACTORS and reader.person not in (row.actor_id, row.for_id):
        return REPORTER, None
    card = reader.directory.people[person]
    return shown_name(row.data, card.key, card.name), card.key


def _scope(data: dict[str, Any]) -> str:
    """How much an order takes out of use, and whether for good."""
    return Scope(data["scope"]).label + ("，永久" if data.get("for_good") else "")


def _label(action: Action, data: dict[str, Any], returns: int) -> str:
    if action is Action.REPORT and data.get("fixed"):
        return "上报（已当场整改）"
    if action is Action.SEND_BACK:
        return f"{action.timeline}（第 {returns} 次）"
    if action is Action.ACCEPT_FOR:
        return f"{action.timeline}（{ServedBy(data['way']).label}）"
    if action is Action.TRANSFER:
        return f"{action.timeline}（{data['letter_number']}）"
    return action.timeline


def _said(reader: Reader, case: Case, row: Row[Any]) -> Iterator[tuple[str, Any]]:
    """What was written, without the machinery; a unit never learns of a complaint, nor that a report was written up."""
    by_the_commission = source_shown(case, to_the_authority=False) in AUTHORITY_SOURCES
    written_up = (
        by_the_commission and row.action == Action.REGISTER and not reader.knows_the_report(case.hazard)
    )
    for name, value in row.data.items():
        if name in _MACHINERY or (written_up and name in OWN_WORDS):
            continue
        if name == "source" and not reader.is_of_the_authority:
            yield name, str(HIDDEN_SOURCES.get(value, value))
        else:
            yield name, value
