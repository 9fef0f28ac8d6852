"""The facts of one notice, for the texts of messages. They hold nothing of the reporter."""

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
    days_left,
    moment_if_ahead,
    shorten,
    until_if_ahead,
)
from domain.words import Blocker, DismissReason, Line, NoticeKind, State

REPORTING = frozenset({Action.REPORT, Action.REPORT_UP})
NEXT_STEPS = {Action.PROPOSE_MEASURE: "提请签发督办文书", Action.PROPOSE_LISTING: "提请挂牌"}
WAITS = frozenset({State.VERIFYING, State.VERIFIED})
NEVER_SENT = "举报"
SENT_INSTEAD = "反映"


def without_unsent_word(said: str) -> str:
    """Replace the word that is never sent. The text must be defanged before: the replacement could make a link."""
    return said.replace(NEVER_SENT, SENT_INSTEAD)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One notice with its hazard, its journal line and its reader, as they stand at `at` (legal time).

    `outside`: the reader belongs to another unit; `clock`: the kind of the clock that wrote the line, if one did;
    `data`: what the notice keeps of the day it was written.
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

    def placeholders(self) -> dict[str, str]:
        """Give the placeholders that mean the same in every template."""
        place = f"{self.unit}{self.place}" if self.outside else self.place
        return {
            "link": self.link,
            "unit": self.unit,
            "place": shorten(place, PLACE_LENGTH),
            "hazard": shorten(self.description, HAZARD_LENGTH),
            "interim": shorten(self.interim, REMARK_LENGTH),
            "fixer": self.fixer,
            "assigner": self.assigner,
            "days": self.days_overdue(),
            "reason": self.reason(),
            "blocker": Blocker(self.blocker).label if self.blocker else "",
            "next_at": self.next_at(),
            "next_person": self.next_person(),
            "next_step": self.next_step(),
            "paper": self.paper_label(),
            "number": self.paper_number_text(),
            "because": shorten(self.text_of("because"), SUM_LENGTH) or self.reason(),
            "by": self.actor(),
        }

    def text_of(self, key: str) -> str:
        """Give a value of `data` as text, or nothing."""
        return str(self.data.get(key) or "")

    def moment_of(self, key: str) -> datetime | None:
        """Give a value of `data` as a moment, or None."""
        return clock.parse(text) if (text := self.text_of(key)) else None

    def paper_label(self) -> str:
        """Give the label of the paper's kind on the day of the notice, else of its row today."""
        return self.text_of("paper") or self.paper

    def paper_number_text(self) -> str:
        """Give the paper's outgoing number, or nothing."""
        return self.text_of("doc_no") or self.paper_number

    def act_label(self) -> str:
        """Give the label of the act; of an act on a paper with the paper's kind: 签发督办函."""
        return self.action.timeline + (self.paper_label() if self.action in ACTS_ON_A_PAPER else "")

    def due(self) -> datetime | None:
        """Give the rectification date on the day of the notice, else the one in force."""
        return self.moment_of("due") or self.rectify_by

    def was_submitted_in_time(self) -> bool:
        """Whether the work was submitted by its date and now waits for its acceptance: its date asks nothing more."""
        due, submitted = self.rectify_by, self.submitted_at
        return bool(due and submitted and submitted <= due) and self.state in WAITS

    def days_overdue(self) -> str:
        """Give the calendar days past the rectification date; nothing before it, or when submitted in time."""
        if self.was_submitted_in_time():
            return ""
        if self.data.get("days"):
            return str(self.data["days"])
        over = -days_left(self.rectify_by, self.at) if self.rectify_by else 0
        return str(over) if over > 0 else ""

    def act_by(self) -> datetime | None:
        """Give the moment by which this reader must act, when the act began a wait for them."""
        return self.moment_of("act_by")

    def next_at(self) -> str:
        """Give the next moment at which the system acts, while it lies ahead."""
        return moment_if_ahead(self.moment_of("next_at"), self.at)

    def extension_by(self) -> str:
        """Give the last day to ask for an extension, in a notice of the clock that reminds of it."""
        last = self.moment_of("extension_by")
        if last is None and self.clock == ASK_EXTENSION:
            last = earlier_releases.result_of(self.text_of("because"))
        return until_if_ahead(last, self.at)

    def transfer_reply_by(self) -> datetime | None:
        """Give the moment by which the other department must answer a transfer."""
        asked = self.transfer.get("reply_by")
        return end_of(date.fromisoformat(str(asked)[:10])) if asked else None

    def next_person(self) -> str:
        """Give the name of the person whom the system tells next; nothing when that is the reader."""
        name = self.text_of("next_person")
        return "" if name == self.reader else name

    def next_action(self) -> Action | None:
        """Give the system's next act, due when no person acts before it."""
        kept = self.text_of("next_step")
        return Action(kept) if kept in set(Action) else earlier_releases.NEXT_STEPS.get(kept)

    def next_step(self) -> str:
        """Write the system's next act; nothing of a reminder, which is no consequence."""
        action, person = self.next_action(), self.next_person()
        if action is Action.URGE:
            return f"报{person}" if person else ""
        if paper := self.text_of("next_paper"):
            return f"提请签发{paper}"
        return NEXT_STEPS.get(action, "") if action else ""

    def reason(self) -> str:
        """Give the reason on record, a chosen one by its label; nothing of a report, whose words are the reporter's."""
        if self.action in REPORTING:
            return ""
        kept = self.text_of("reason")
        chosen = self.action is Action.DISMISS and kept in set(DismissReason)
        return shorten(DismissReason(kept).label if chosen else kept, REMARK_LENGTH)

    def actor(self) -> str:
        """Give the name of the person who acted; nothing of a report."""
        return "" if self.action in REPORTING else self.text_of("by")
