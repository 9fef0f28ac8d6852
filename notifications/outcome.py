"""What became of one send."""

from dataclasses import dataclass
from datetime import timedelta

DETAIL_LENGTH = 200


@dataclass(frozen=True)
class Outcome:
    """Sent or not, with the receiver's answer. `final`: this channel will never take it, so do not retry.

    `retry_after` is what the receiver asked for; `unreadable`: the message itself could not be written.
    """

    ok: bool
    detail: str
    retry_after: timedelta | None = None
    final: bool = False
    unreadable: bool = False

    def short(self) -> str:
        """Give the detail as the database keeps it."""
        return " ".join(self.detail.replace("\0", "").split())[:DETAIL_LENGTH]
