"""What became of one send, and what the vendor says later of a message it took."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

DETAIL_LENGTH = 500


@dataclass(frozen=True)
class Outcome:
    """Sent or not, with the receiver's raw answer, its secrets struck out. `ok`: the vendor took it, for everybody.

    `final`: this channel will never take it, so do not retry; `unreadable`: the message itself could not be written.
    `retry_after` is what the receiver asked for this message; `wait`, in seconds, is how long this whole robot or
    app must be left alone. `receipt` is the vendor's id under which the result can be asked later;
    `undelivered` are the addressees it refused by name.
    """

    ok: bool
    detail: str = ""
    retry_after: timedelta | None = None
    final: bool = False
    unreadable: bool = False
    wait: float | None = None
    receipt: str | None = None
    undelivered: tuple[str, ...] = ()

    def short(self) -> str:
        """Give the detail as the database keeps it."""
        return short(self.detail)


class Reached(StrEnum):
    """How far a message came that the vendor had taken."""

    PENDING = "pending"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Receipt:
    """The vendor's word on a message it took: PENDING and UNKNOWN say nothing yet, and UNKNOWN never will.

    `wait`, in seconds, is how long this app must be left alone before it is asked again.
    """

    reached: Reached
    detail: str = ""
    wait: float | None = None


def short(text: str) -> str:
    """One line of what somebody else wrote, as long as the database keeps it."""
    return " ".join(text.replace("\0", "").split())[:DETAIL_LENGTH]
