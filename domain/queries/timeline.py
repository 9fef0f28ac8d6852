"""The record of one hazard (办理记录) as a reader may know it: the reporter is named to nobody but himself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from domain.actions import Action
from domain.queries.reader import Reader
from domain.rules.case import Case
from domain.rules.labels import CLOCK_LABELS, HIDDEN_SOURCES
from domain.rules.notices import HIDDEN_ACTORS
from domain.tables.core import JOURNAL
from domain.words import ServedBy, State, state_label

REPORTER = "上报人"
THE_SYSTEM = "系统自动"
_MACHINERY = frozenset({"clock", "since", "rung", "level", "because", "on_behalf_of"})


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
    hash: str


def timeline(reader: Reader, case: Case) -> list[Entry]:
    """Every line in order."""
    mine = select(JOURNAL).where(JOURNAL.c.hazard_id == case.hazard.id).order_by(JOURNAL.c.seq)
    returns = 0
    lines: list[Entry] = []
    for row in reader.connection.execute(mine):
        returns += row.action in (Action.SEND_BACK, Action.REFUSE_CLOSURE)
        lines.append(_entry(reader, case, row, returns))
    return lines


def _entry(reader: Reader, case: Case, row: Row[Any], returns: int) -> Entry:
    action = Action(row.action)
    who, who_key = _shown(reader, row, row.actor_id)
    for_whom, _ = _shown(reader, row, row.for_id) if row.for_id else (None, None)
    return Entry(
        seq=row.seq,
        action=action,
        label=_label(action, row.data, returns),
        who=who,
        who_key=who_key,
        for_whom=for_whom,
        at=row.at,
        recorded_at=row.recorded_at,
        from_label=state_label(State(row.from_state), case.line) if row.from_state else None,
        to_label=state_label(State(row.to_state), case.line),
        said=dict(_said(reader, row.data)),
        clock=CLOCK_LABELS[row.clock] if row.clock else None,
        rung=row.data.get("level") if row.clock else None,
        because=row.data.get("because"),
        flow_run_id=row.flow_run_id,
        hash=bytes(row.hash).hex(),
    )


def _shown(reader: Reader, row: Row[Any], person: int | None) -> tuple[str, str | None]:
    """(name, key) as this reader may know them."""
    if person is None:
        return THE_SYSTEM, None
    if row.action in HIDDEN_ACTORS and reader.person not in (row.actor_id, row.for_id):
        return REPORTER, None
    return reader.directory.name_of(person), reader.directory.people[person].key


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


def _said(reader: Reader, data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What was written, without the machinery; a unit never learns of a complaint."""
    for name, value in data.items():
        if name in _MACHINERY:
            continue
        if name == "source" and not reader.is_of_the_authority:
            yield name, str(HIDDEN_SOURCES.get(value, value))
        else:
            yield name, value
