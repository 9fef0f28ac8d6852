"""When owed notices are gathered into messages: at once, and then after a pause.

What comes meanwhile goes out together: a person gets one message instead of several, and each message that is not
written costs no claim, no send and no mark.
"""

import time
from dataclasses import dataclass


@dataclass
class GatherWindow:
    """When one pass gathers; `pause` in seconds of machine time."""

    pause: float
    _from: float = 0.0

    def has_come(self) -> bool:
        """Whether it is time to gather."""
        return time.monotonic() >= self._from

    def take(self) -> None:
        """Everybody's notices have been gathered: the next turn comes after the pause."""
        self._from = time.monotonic() + self.pause

    def wait(self) -> None:
        """Sleep until the next turn comes."""
        time.sleep(max(0.0, self._from - time.monotonic()))
