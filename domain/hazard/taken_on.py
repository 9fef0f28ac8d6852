"""What somebody is told of that they came to hold without an act of theirs: its step and its own date."""

from collections.abc import Iterator
from datetime import datetime

from domain.actions import Action
from domain.calendar import day_of, end_of
from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.hazard.holders import BESIDE, holder, paper_holder
from domain.hazard.sheets import MEASURE_SHEET, RECTIFICATION_SHEET
from domain.words import PaperKind, PaperState, State


def of_what_they_hold(after: Case, people: list[int], ahead: list[Clock]) -> dict[int, dict[str, str]]:
    """Person -> what to do and until when: for themselves, or for whom they are a delegate of."""
    held, found = list(_tracks(after)), dict[int, dict[str, str]]()
    for person in people:
        meant = {person} | after.directory.principals_of(person, after.at)
        step, kind = next(((step, kind) for seat, step, kind in held if meant & seat), ("", ""))
        waits = (c for c in ahead if c.waiting and c.rung == 1 and c.kind == kind and meant & set(c.told))
        by = next((until(clock).isoformat() for clock in waits), "")
        found[person] = {name: said for name, said in (("step", step), ("act_by", by)) if said}
    return found


def _tracks(after: Case) -> Iterator[tuple[set[int], str, str]]:
    """Of each track: its holders, its step and the clock of its wait. The rectification's step is its state's."""
    if (work := RECTIFICATION_SHEET[State(after.hazard.state)]) and (seat := holder(after)):
        yield set(seat.people), "", work.clock
    for track in BESIDE:
        if (wait := track.wait(after)) and (seat := track.holder(after)):
            yield set(seat.people), wait.step, wait.clock
    for paper in after.papers:
        of_it, seat = MEASURE_SHEET[PaperState(paper.state)], paper_holder(after, paper.kind, paper.state)
        if of_it and seat:
            yield set(seat.people), f"{of_it.step}{PaperKind(paper.kind).label}", of_it.clock


def until(clock: Clock) -> datetime:
    """The end of a wait; one that is reminded of on its last day ends with that day."""
    return end_of(day_of(clock.due_at)) if clock.action is Action.REMIND else clock.due_at
