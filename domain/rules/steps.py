"""The engine: a table of steps that decides, offers and explains. Deny by default."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from domain.actions import Action, button
from domain.commands import Command
from domain.errors import NotAllowed, NotPossible, Refusal
from domain.rules.case import Case, People
from domain.rules.organisation import THE_CLOCK, Actor
from domain.rules.people import the_clock
from domain.word import Word
from domain.words import Line

Changes = dict[str, Any]
Guard = Callable[[Case, "Act"], None]
"""A condition on the hazard and the actor; raises NotReady saying in Chinese what is missing."""
InputGuard = Callable[[Case, Any, "Act"], None]
"""A condition on what the actor supplied; raises WrongInput naming the field."""
Effect = Callable[[Case, Any, "Act"], Changes]
Who = tuple[People | None, People | None, People | None]
_COLUMN = {line: column for column, line in enumerate(Line)}


@dataclass(frozen=True, slots=True)
class Act:
    """One act about to be journalled: who, for whom, and its sequence in the hazard's journal."""

    actor: Actor
    for_id: int | None
    seq: int

    @property
    def person(self) -> int:
        """The person whose duty it is: the principal when a delegate acts."""
        return self.for_id or self.actor.person_id or 0

    @property
    def people(self) -> frozenset[int]:
        """Both persons: the one who pressed and the one for whom."""
        return frozenset(p for p in (self.actor.person_id, self.for_id) if p)


@dataclass(frozen=True)
class Step:
    """A hazard that is FROM may be ACTION-ed by WHO on this line, provided GUARDS; EFFECT, TO, and TOLD hear of it."""

    action: Action
    from_: frozenset[Any]
    to: Word | None
    who: Who
    guards: tuple[Guard, ...]
    checks: tuple[InputGuard, ...]
    effect: Effect
    told: tuple[People, ...] = ()

    def people(self, line: Line) -> People | None:
        """Who may do this on a line; None when the line has no such step."""
        return self.who[_COLUMN[line]]

    @property
    def by_clock(self) -> bool:
        """Whether this is a row of the clock."""
        return self.who[0] is the_clock


class Lifecycle:
    """One table for one track; `where` reads the track's state from a case."""

    def __init__(
        self,
        name: str,
        where: Callable[[Case, Action, Command | None], Any],
        states: type[Word],
        *steps: Step,
    ) -> None:
        """Keep the rows in reading order."""
        self.name = name
        self.where = where
        self.states = states
        self.steps = steps

    def rows(self, action: Action, *, by_clock: bool) -> Iterator[Step]:
        """The rows of an action, the clock's or the people's."""
        return (s for s in self.steps if s.action is action and s.by_clock == by_clock)

    def decide(self, case: Case, command: Command, act: Act) -> Step:
        """The row that applies, or a refusal: not possible, not allowed, not ready, wrong input, in that order."""
        step = self._row(case, command.action, command, by_clock=act.actor == THE_CLOCK)
        if act.actor != THE_CLOCK:
            self._check_who(case, step, act)
        for guard in step.guards:
            guard(case, act)
        for check in step.checks:
            check(case, command, act)
        return step

    def principal(
        self, case: Case, action: Action, actor: Actor, command: Command | None = None
    ) -> int | None:
        """For whom the actor would do this: himself (None) or the first he is a delegate of."""
        people = self._people(case, self._row(case, action, command, by_clock=False))
        if actor.person_id is None or actor.person_id in people:
            return None
        mine = case.directory.principals_of(actor.person_id, case.at)
        return next((p for p in people if p in mine), None)

    def why_not(self, case: Case, action: Action, actor: Actor) -> Refusal | None:
        """Why this actor may not do this now, or None when he may (input aside)."""
        try:
            step = self._row(case, action, None, by_clock=False)
            act = Act(actor, self.principal(case, action, actor), case.hazard.version + 1)
            self._check_who(case, step, act)
            for guard in step.guards:
                guard(case, act)
        except Refusal as refusal:
            return refusal
        return None

    def _row(self, case: Case, action: Action, command: Command | None, *, by_clock: bool) -> Step:
        state = self.where(case, action, command)
        line = case.line
        for step in self.rows(action, by_clock=by_clock):
            if state in step.from_ and step.people(line) is not None:
                return step
        label = self.states(state).label if state else "没有可办的文书"
        raise NotPossible(f"{line.label}隐患现为“{label}”，不能办理“{button(action, line)}”。")

    def _people(self, case: Case, step: Step) -> tuple[int, ...]:
        who = step.people(case.line)
        return who(case) if who else ()

    def _check_who(self, case: Case, step: Step, act: Act) -> None:
        people = self._people(case, step)
        if act.person in people:
            return
        who = step.people(case.line)
        office = (who.__doc__ or "").strip() if who else ""
        # 上报人 is named to nobody, not even by a refusal.
        known = people if "上报人" not in office else tuple(p for p in people if p != case.hazard.reporter_id)
        names = "、".join(case.directory.name_of(p) for p in known[:5])
        now = f"（现为{names}）" if names else "" if people else "，现无合适人员"
        raise NotAllowed(f"“{button(step.action, case.line)}”由{office}办理{now}。")


def any_of(states: Iterable[Word]) -> frozenset[Word]:
    """Many source states as one composite state."""
    return frozenset(states)
