"""Who hears of a task: those to whom a missed one climbs. What is to be done today stands in 待办 and is not sent."""

from domain.cases.case import Case
from domain.cases.clocks import Clock
from domain.cases.owed import Owed
from domain.cases.steps import Act, Step
from domain.commands import Command
from domain.words import NoticeKind, Urgency


def owed(
    _before: Case,
    _after: Case,
    step: Step,
    _command: Command,
    act: Act,
    clock: Clock | None,
    _ahead: list[Clock],
) -> list[Owed]:
    """One notice a person, of what the clock tells."""
    if clock is None:
        return []
    data = {"action": step.action, "because": clock.because}
    told = [person for person in dict.fromkeys(clock.told) if person not in act.people]
    return [Owed(person, NoticeKind.WAITING, Urgency.NORMAL, data) for person in told]
