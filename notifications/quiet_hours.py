"""The hours in which only urgent messages go out (免打扰)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain import clock


@dataclass(frozen=True)
class QuietHours:
    """From `since` to `until` by the wall clock of Asia/Shanghai, over midnight when `since` is the later."""

    since: time = time(21, 0)
    until: time = time(7, 30)

    def cover(self, at: datetime) -> bool:
        """Say whether `at` lies in them; the first moment does, the last does not."""
        wall = at.astimezone(clock.SITE_ZONE).time()
        if self.since <= self.until:
            return self.since <= wall < self.until
        return wall >= self.since or wall < self.until

    def end_after(self, at: datetime) -> datetime:
        """Give the moment at which they end next after `at`."""
        wall = at.astimezone(clock.SITE_ZONE)
        end = datetime.combine(wall.date(), self.until, clock.SITE_ZONE)
        return end if end > wall else end + timedelta(days=1)
