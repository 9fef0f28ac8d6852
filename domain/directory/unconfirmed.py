"""A sign-in that somebody else had a hand in, until its owner or a second person confirms it.

It reports, and does the work of whoever has no post. It acts for nobody else, signs, reads and keeps nothing by a post,
and shows nothing that its owner reported, but through it: whoever gave it must not become its owner. A second person's
yes frees everything but what was reported before: that shows after the owner's own word alone.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from domain.actions import Action
from domain.directory.organisation import Actor, Directory
from domain.errors import FirstThis, NotAllowed, NotFound, Refusal
from domain.roles import ENTRUSTED
from domain.words import Role

if TYPE_CHECKING:
    from domain.tables import Hazard

NAMED = ("fixer_id", "receiver_id", "assigner_id", "submitted_by")
AMONG = ("holders", "fixers", "helpers", "panel", "passed_by")
"""The columns by which a hazard concerns somebody who does something about it."""
PLAIN_WORK = frozenset(
    {
        Action.REPORT,
        Action.ACCEPT,
        Action.DECLINE,
        Action.REPORT_PROGRESS,
        Action.REQUEST_EXTENSION,
        Action.SUBMIT,
        Action.WITHDRAW,
        Action.HAND_IN,
    }
)
"""What staff without a post do on a hazard or a task."""


def posts_of(directory: Directory, who: Actor, at: datetime) -> list[tuple[int, Role]]:
    """The posts (unit id, role) that this sign-in may use now: none while it waits."""
    return [] if who.waits_for_a_yes else directory.roles_of(who.person_id or 0, at)


def principals_of(directory: Directory, who: Actor, at: datetime) -> frozenset[int]:
    """For whom this sign-in may act now."""
    if who.person_id is None or who.waits_for_a_yes:
        return frozenset()
    return directory.principals_of(who.person_id, at)


def refuse_unconfirmed(directory: Directory, who: Actor, at: datetime, action: Action) -> None:
    """Raise FirstThis for what takes a post, or trust like one: only reporting and plain work are open meanwhile.

    The commission's people report in its name, so they wait with that too; whom another's app let in only reports.
    """
    if not who.waits_for_a_yes:
        return
    person = who.person_id or 0
    posted = any(role in ENTRUSTED for _, role in directory.roles_of(person, at))
    of_the_commission = directory.belongs_to_authority(person, at)
    plain = action in PLAIN_WORK and not posted and who.bound_at is None
    if not (plain or (action is Action.REPORT and not of_the_commission)):
        raise FirstThis("confirm")


def why_not_by_post(who: Actor, words: str) -> Refusal:
    """Why something that takes a post is not theirs: their sign-in waits, or, in these words, they do not hold it."""
    return FirstThis("confirm") if who.waits_for_a_yes else NotAllowed(words)


def not_there(who: Actor) -> Refusal:
    """Why a hazard that this person does not see is not shown; of a sign-in that waits, the same for every hazard."""
    return FirstThis("confirm") if who.waits_for_a_yes else NotFound()


def sent_at(hazard: "Hazard") -> datetime:
    """When its reporter sent it, though the commission has written it up since (直报)."""
    written_up = hazard.terms.get("written_up")
    return datetime.fromisoformat(written_up[2]) if written_up else hazard.reported_at


def hides_its_report(hazard: "Hazard", who: Actor) -> bool:
    """Whether this person reported the hazard, and this sign-in must not show it."""
    if who.unconfirmed is None or hazard.reporter_id != who.person_id:
        return False
    return hazard.id not in who.reported and (who.is_given or sent_at(hazard) < who.unconfirmed)


def is_hidden(hazard: "Hazard", who: Actor) -> bool:
    """Whether such a hazard concerns them as its reporter alone."""
    person = who.person_id
    named = any(getattr(hazard, name) == person for name in NAMED)
    return hides_its_report(hazard, who) and not (
        named or any(person in getattr(hazard, name) for name in AMONG)
    )
