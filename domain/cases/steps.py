"""The engine: a table of steps that decides, offers and explains. Deny by default."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from domain.actions import Action, button
from domain.cases.called import called, name_of
from domain.cases.case import Case, People
from domain.cases.changes import Changes
from domain.cases.confiding import as_known_to, without_reporter
from domain.cases.visibility import nameable, names_for
from domain.commands import Command
from domain.directory.organisation import THE_CLOCK, Actor
from domain.directory.unconfirmed import principals_of, refuse_unconfirmed
from domain.errors import NotAllowed, NotPossible, Refusal, WrongInput
from domain.word import Word
from domain.words import Line, PaperKind

Guard = Callable[[Case, "Act"], None]
"""A condition on the hazard and the actor; raises NotReady saying in Chinese what is missing."""
InputGuard = Callable[[Case, Any, "Act"], None]
"""A condition on what the actor supplied; raises WrongInput naming the field."""
Effect = Callable[[Case, Any, "Act"], Changes]
Parts = Callable[[Case, Action], tuple[Case, ...]]
"""The case once for each part (a paper) that an action could mean."""
Who = tuple[People | None, People | None, People | None]
NO_SUCH_PAPER = "没有处于这一步的文书"
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


class Move(NamedTuple):
    """From one of these states to another; None: it stays."""

    from_: frozenset[Any]
    to: Word | None


class States(frozenset[Any]):
    """Many source states as one composite state; `states >> to` is a move."""

    def __rshift__(self, to: Word | None) -> Move:
        return Move(self, to)


def any_of(*states: Word | None) -> States:
    """Any of these states."""
    return States(states)


def by(*, unit: People | None = None, authority: People | None = None, major: People | None = None) -> Who:
    """Who may act on 单位级, 监管级 and 重大; on a line that is not named nobody may."""
    return unit, authority, major


def on_every_line(people: People) -> Who:
    """The same people on all three lines."""
    return people, people, people


@called("系统")
def the_clock(_case: Case) -> tuple[int, ...]:
    """Nobody: the system itself."""
    return ()


@dataclass(frozen=True)
class Step:
    """A hazard that is FROM may be ACTION-ed by WHO on this line, provided GUARDS; EFFECT, TO, and TOLD hear of it."""

    action: Action
    move: Move
    who: Who
    guards: tuple[Guard, ...] = ()
    checks: tuple[InputGuard, ...] = ()
    effect: Effect = field(kw_only=True)
    told: tuple[People, ...] = ()

    @property
    def from_(self) -> frozenset[Any]:
        """The states in which it may be done."""
        return self.move.from_

    @property
    def to(self) -> Word | None:
        """The state afterwards; None: the one that it had."""
        return self.move.to

    def people(self, line: Line) -> People | None:
        """Who may do this on a line; None when the line has no such step."""
        return self.who[_COLUMN[line]]

    @property
    def by_clock(self) -> bool:
        """Whether this is a row of the clock."""
        return self.who[0] is the_clock


def the_case_itself(case: Case, _action: Action) -> tuple[Case, ...]:
    """A track without parts."""
    return (case,)


class Lifecycle:
    """One table for one track; `where` reads the track's state from a case, `parts` finds what an action could mean."""

    def __init__(
        self,
        name: str,
        where: Callable[[Case], Any],
        states: type[Word],
        *steps: Step,
        parts: Parts = the_case_itself,
    ) -> None:
        """Keep the rows in reading order."""
        self.name = name
        self.where = where
        self.states = states
        self.steps = steps
        self.parts = parts

    def rows(self, action: Action, *, by_clock: bool) -> Iterator[Step]:
        """The rows of an action, the clock's or the people's."""
        return (s for s in self.steps if s.action is action and s.by_clock == by_clock)

    def focus(self, case: Case, command: Command, actor: Actor) -> Case:
        """The case with the part that the command means: the one named, else the only one this actor may act on."""
        found = self.parts(replace(case, paper=None), command.action)
        if (named := getattr(command, "paper", None)) is not None:
            found = tuple(part for part in found if part.paper and part.paper.seq == named)
            if not found:
                raise WrongInput("这份文书不在可办理的状态，请在文书列表中选择。", field="paper")
        if not found:
            raise NotPossible(NO_SUCH_PAPER)
        if len(found) > 1 and command.on_behalf_of is None:
            mine = tuple(part for part in found if self._refusal(part, command.action, actor) is None)
            found = mine or found[:1]
        if len(found) > 1:
            kinds = "、".join(f"{p.paper.seq}（{PaperKind(p.paper.kind).label}）" for p in found if p.paper)
            raise WrongInput(f"有多份文书可办：{kinds}，请用 paper 指明一份。", field="paper")
        return found[0]

    def decide(self, case: Case, command: Command, act: Act) -> Step:
        """The row that applies, or a refusal: not possible, not allowed, not ready, wrong input, in that order."""
        step = self._row(case, command.action, by_clock=act.actor == THE_CLOCK)
        if act.actor != THE_CLOCK:
            self._check_who(case, step, act)
        for guard in step.guards:
            guard(case, act)
        for check in step.checks:
            check(case, command, act)
        return step

    def principal(self, case: Case, action: Action, actor: Actor) -> int | None:
        """For whom the actor would do this: themselves (None) or the first they are a delegate of.

        A report is its reporter's own: what they may do as such, no delegate of theirs does, or learns of.
        """
        step = self._row(case, action, by_clock=False)
        people = self._people(as_known_to(case, actor), step)
        if actor.person_id is None or actor.person_id in people:
            return None
        mine = principals_of(case.directory, actor, case.at) & {*self._people(without_reporter(case), step)}
        return next((p for p in people if p in mine), None)

    def why_not(self, case: Case, action: Action, actor: Actor) -> Refusal | None:
        """Why this actor may not do this now, or None when they may, to one of the parts at least (input aside)."""
        refusals = [self._refusal(part, action, actor) for part in self.parts(case, action)]
        if None in refusals:
            return None
        return refusals[0] if refusals else NotPossible(NO_SUCH_PAPER)

    def _refusal(self, case: Case, action: Action, actor: Actor) -> Refusal | None:
        try:
            step = self._row(case, action, by_clock=False)
            act = Act(actor, self.principal(case, action, actor), case.hazard.version + 1)
            self._check_who(case, step, act)
            for guard in step.guards:
                guard(case, act)
        except Refusal as refusal:
            return refusal
        return None

    def _row(self, case: Case, action: Action, *, by_clock: bool) -> Step:
        state = self.where(case)
        line = case.line
        for step in self.rows(action, by_clock=by_clock):
            if state in step.from_ and step.people(line) is not None:
                return step
        label = self.states(state).label if state else "没有可办的文书"
        raise NotPossible(f"{case.called}现为“{label}”", step=button(action, line))

    def _people(self, case: Case, step: Step) -> tuple[int, ...]:
        who = step.people(case.line)
        return who(case) if who else ()

    def _check_who(self, case: Case, step: Step, act: Act) -> None:
        refuse_unconfirmed(case.directory, act.actor, case.at, step.action)
        people = self._people(as_known_to(case, act.actor), step)
        if act.person in people:
            return
        who = step.people(case.line)
        office = name_of(who) if who else ""
        now = self._who_may_instead(case, step, act, people)
        raise NotAllowed(f"“{button(step.action, case.line)}”由{office}办理{now}。")

    def _who_may_instead(self, case: Case, step: Step, act: Act, people: tuple[int, ...]) -> str:
        """Whom to turn to, never the reader themself; to all but its reporter the same whoever reported."""
        me = act.actor.person_id
        if me in people:  # who records for somebody else what they may do themselves
            return "，您可以本人名义办理"
        own = case.confides and me is not None and as_known_to(case, act.actor).hazard.reporter_id == me
        holders: Iterable[int] = people if own else self._people(without_reporter(case), step)
        if case.confides:
            holders = nameable(case.hazard, case.directory, holders, case.at)
        others = [person for person in holders if person != me]
        names = names_for(case.directory, me, others, case.at) if me else ""
        return f"（现为{names}）" if names else "" if holders else "，现无合适人员"
