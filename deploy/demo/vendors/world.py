"""The vendors' own world: a clock that tests can push on, tokens that end, counters that fill up."""

import secrets
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field

MINUTE, DAY = 60.0, 86_400.0
TOKEN_SECONDS = 7200
CODE_SECONDS = 300


@dataclass
class World:
    """What all vendors share. Keys of apps and robots that tests and the demonstration use are known from the start."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    ahead: float = 0.0
    tokens: dict[str, tuple[str, float]] = field(default_factory=dict)
    sent: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    shut_until: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    tasks: dict[str, dict[str, object]] = field(default_factory=dict)
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)

    def now(self) -> float:
        """Give the vendors' time in seconds, machine time and whatever a test has added."""
        return time.time() + self.ahead

    def token(self, app: str, *, anew: bool = False) -> str:
        """Issue the app's token: the same while it is good, as the vendors do."""
        token, until = self.tokens.get(app, ("", 0.0))
        if anew or self.now() >= until:
            token = secrets.token_urlsafe(24)
            self.tokens[app] = (token, self.now() + TOKEN_SECONDS)
        return token

    def holds(self, app: str, token: str) -> str:
        """Say how a token stands: good, ended or unknown."""
        known, until = self.tokens.get(app, ("", 0.0))
        if not known or token != known:
            return "unknown"
        return "good" if self.now() < until else "ended"

    def revoke(self) -> None:
        """Make every token unknown, as a vendor does when a secret is renewed."""
        self.tokens.clear()

    def begin_again(self) -> None:
        """Forget everything, and show the time of this machine."""
        with self.lock:
            self.ahead = 0.0
            for kept in (self.tokens, self.sent, self.shut_until, self.seen, self.tasks, self.codes):
                kept.clear()

    def sign_in_code(self, person: str) -> str:
        """A code with which whoever opened a page inside an app says who they are; good for five minutes."""
        found = secrets.token_hex(12)
        self.codes[found] = (person, self.now() + CODE_SECONDS)
        return found

    def count(self, key: str, seconds: float) -> int:
        """Count one more and give how many fell into the last so many seconds."""
        times = self.sent[key]
        while times and times[0] <= self.now() - seconds:
            times.popleft()
        times.append(self.now())
        return len(times)

    def first_time(self, key: str, seconds: float) -> bool:
        """Say whether a thing was not seen in the last so many seconds."""
        before = self.seen.get(key)
        if before is not None and self.now() - before < seconds:
            return False
        self.seen[key] = self.now()
        return True


def is_known(person: str) -> bool:
    """Say whether a reader exists: whoever is called `no-…` does not, `left-…` has gone."""
    return bool(person) and not person.startswith(("no-", "left-"))
