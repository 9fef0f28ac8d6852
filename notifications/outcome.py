"""What became of one send, and what the vendor says later of a message it took."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

DETAIL_LENGTH = 500
_MARKS = re.compile(r"<[^>]*>|[{}\[\]\"“”<>\x00-\x1f\\]")


@dataclass(frozen=True)
class Outcome:
    """Sent or not, and why, in words without secrets. `ok`: the vendor took it, for everybody.

    `final`: this channel will never take it, so do not retry; `unreadable`: the message itself could not be written.
    `lost`: it went out whole and no answer came, so it may have arrived; the vendor shows it once however often it
    comes in `repeats` more tries.
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
    lost: bool = False
    repeats: int = 0

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

    `unless_repeated`: what is FAILED for a message sent once may, sent again, mean that the reader has it already.
    `wait`, in seconds, is how long this app must be left alone before it is asked again.
    """

    reached: Reached
    detail: str = ""
    wait: float | None = None
    unless_repeated: bool = False


def plain_words(text: object) -> str:
    """Give what a vendor said as words: one line without marks of JSON, HTML or quotation."""
    return " ".join(_MARKS.sub(" ", str(text)).split())


def short(text: str) -> str:
    """One line of what somebody else wrote, as long as the database keeps it."""
    return " ".join(text.replace("\0", "").split())[:DETAIL_LENGTH]
