"""What a state waits for: one row of the sheet of a kind's states."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.actions import Action
from domain.calendar import Term
from domain.cases.case import Case, Seat
from domain.words import NoticeKind


@dataclass(frozen=True, kw_only=True)
class Wait:
    """What a state waits for: `step` in a message's words, `asks` the holder's acts, the first that is possible first.

    `clock`: its name among the clocks of the case, empty where another date runs. `limit`: how long, in legal time.
    `notice`: what whoever comes to hold it is told.
    """

    step: str
    seat: Callable[[Case], Seat]
    asks: tuple[Action, ...] = ()
    clock: str = ""
    limit: Callable[[Case], Term | None] | None = None
    notice: NoticeKind = NoticeKind.TODO


@dataclass(frozen=True, kw_only=True)
class PaperWait:
    """The same of a paper, whose `seat` depends on its kind, too."""

    step: str
    seat: Callable[[Case, str], Seat]
    asks: tuple[Action, ...]
    clock: str
    notice: NoticeKind = NoticeKind.TODO
