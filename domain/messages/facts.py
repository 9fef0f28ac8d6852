"""What a message may say about one hazard to one reader. The reporter is not among it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from domain import clock
from domain.actions import Action
from domain.calendar import end_of
from domain.hazard.escalation import ASK_EXTENSION
from domain.hazard.papers import ACTS_ON_A_PAPER
from domain.messages import earlier_releases
from domain.messages.wording import (
    HAZARD_LENGTH,
    PLACE_LENGTH,
    REMARK_LENGTH,
    SUM_LENGTH,
    ahead,
    ahead_by,
    cut,
    days_left,
)
from domain.words import Blocker, DismissReason, Line, NoticeKind, State

REPORTING = frozenset({Action.REPORT, Action.REPORT_UP})
NEXT_STEPS = {Action.PROPOSE_MEASURE: "提请签发督办文书", Action.PROPOSE_LISTING: "提请挂牌"}
WAITS = frozenset({State.VERIFYING, State.VERIFIED})
UNSPOKEN = "举报"
SPOKEN_INSTEAD = "反映"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One notice with its hazard, its journal entry and its reader, as they stand at send time.

    `at` is legal time; `outside`: the reader belongs to another unit; `clock`:
    the kind of clock that wrote it, if one did; `data` is what the notice was written with.
    """

    kind: NoticeKind
    at: datetime
    link: str
    unit: str
    outside: bool
    place: str
    description: str
    line: Line
    state: State
    action: Action
    reader: str = ""
    number: str = ""
    interim: str = ""
    criterion: str = ""
    blocker: str = ""
    send_backs: int = 0
    rectify_by: datetime | None = None
    first_rectify_by: datetime | None = None
    reported_at: datetime | None = None
    submitted_at: datetime | None = None
    closed_at: datetime | None = None
    transfer: Mapping[str, Any] = field(default_factory=dict)
    fixer: str = ""
    assigner: str = ""
    assigner_phone: str = ""
    actor_phone: str = ""
    clock: str = ""
    paper: str = ""
    paper_number: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def common(self) -> dict[str, str]:
        """Give the placeholders that mean the same in every message."""
        place = f"{self.unit}{self.place}" if self.outside else self.place
        return {
            "link": self.link,
            "unit": self.unit,
            "place": cut(place, PLACE_LENGTH),
            "hazard": cut(self.description, HAZARD_LENGTH),
            "interim": cut(self.interim, REMARK_LENGTH),
            "fixer": self.fixer,
            "assigner": self.assigner,
            "days": self.days_over(),
            "reason": self.reason(),
            "blocker": Blocker(self.blocker).label if self.blocker else "",
            "next_at": self.next_at(),
            "next_person": self.next_person(),
            "next_step": self.next_step(),
            "paper": self.paper_called(),
            "number": self.number_of_paper(),
            "because": cut(self.word("because"), SUM_LENGTH) or self.reason(),
            "by": self.actor(),
        }

    def word(self, key: str) -> str:
        """Give a text that the notice was written with, or nothing."""
        return str(self.data.get(key) or "")

    def instant(self, key: str) -> datetime | None:
        """Give a moment that the notice was written with."""
        return clock.parse(text) if (text := self.word(key)) else None

    def paper_called(self) -> str:
        """Call the paper as the notice was written, else as its record has it."""
        return self.word("paper") or self.paper

    def number_of_paper(self) -> str:
        """Give the paper's outgoing number, if it has one."""
        return self.word("doc_no") or self.paper_number

    def happened(self) -> str:
        """Say what was done, of a paper with what it is: 签发督办函."""
        return self.action.timeline + (self.paper_called() if self.action in ACTS_ON_A_PAPER else "")

    def due(self) -> datetime | None:
        """Give the date that this notice is about, else the rectification date in force."""
        return self.instant("due") or self.rectify_by

    def waits_in_time(self) -> bool:
        """Whether it was submitted in time and waits for others: then its date is nobody's any more."""
        due, submitted = self.rectify_by, self.submitted_at
        return bool(due and submitted and submitted <= due) and self.state in WAITS

    def days_over(self) -> str:
        """Count the days past the date, or nothing while it is not past, or for what was submitted in time."""
        if self.waits_in_time():
            return ""
        if self.data.get("days"):
            return str(self.data["days"])
        over = -days_left(self.rectify_by, self.at) if self.rectify_by else 0
        return str(over) if over > 0 else ""

    def act_by(self) -> datetime | None:
        """Give the moment by which this reader must act: the wait that this very act began, if the notice says."""
        return self.instant("act_by")

    def next_at(self) -> str:
        """Give the moment that comes next, while it still lies ahead."""
        return ahead(self.instant("next_at"), self.at)

    def extension_by(self) -> str:
        """Give the last day to ask for an extension, which the clock that reminds of it names."""
        last = self.instant("extension_by")
        if last is None and self.clock == ASK_EXTENSION:
            last = earlier_releases.result_of(self.word("because"))
        return ahead_by(last, self.at)

    def reply_by(self) -> datetime | None:
        """Give the moment by which the other department shall answer a transfer."""
        asked = self.transfer.get("reply_by")
        return end_of(date.fromisoformat(str(asked)[:10])) if asked else None

    def next_person(self) -> str:
        """Name who hears of it next, unless that is the reader."""
        name = self.word("next_person")
        return "" if name == self.reader else name

    def next_action(self) -> Action | None:
        """Give what the system does next if nobody acts."""
        kept = self.word("next_step")
        return Action(kept) if kept in set(Action) else earlier_releases.NEXT_STEPS.get(kept)

    def next_step(self) -> str:
        """Say what happens next if nobody acts; a mere reminder is no threat."""
        action, person = self.next_action(), self.next_person()
        if action is Action.URGE:
            return f"报{person}" if person else ""
        if paper := self.word("next_paper"):
            return f"提请签发{paper}"
        return NEXT_STEPS.get(action, "") if action else ""

    def reason(self) -> str:
        """Give the reason on record; a reporter's words are their own, a chosen one is said as it was shown."""
        if self.action in REPORTING:
            return ""
        kept = self.word("reason")
        chosen = self.action is Action.DISMISS and kept in set(DismissReason)
        return cut(DismissReason(kept).label if chosen else kept, REMARK_LENGTH)

    def actor(self) -> str:
        """Name who acted, unless that would name the reporter."""
        return "" if self.action in REPORTING else self.word("by")
