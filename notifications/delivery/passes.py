"""One pass of delivery: plan, claim, send, mark, until nothing is ready or the time is up."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime

from domain.store.base import Store
from domain.store.faults import fault_point
from notifications.delivery.claims import Claim, claim
from notifications.delivery.letters import Letter, write_letters
from notifications.delivery.marks import SENT, SET_ASIDE, WAITING, Marked, give_back, judge, mark
from notifications.delivery.planning import plan
from notifications.outcome import Outcome
from notifications.quiet_hours import QuietHours
from notifications.retry import MOST_TRIES
from notifications.sender import Sender
from notifications.settings import NotifySettings, from_environment

SENDERS = 8
SECONDS_TO_BEGIN = 40.0  # a send begun then still ends within the lease of 60 s
SECONDS_OF_A_PASS = 45.0
SECONDS_BETWEEN_MARKS = 0.05
QUIET = QuietHours()


@dataclass(frozen=True)
class Delivered:
    """What a pass did.

    `planned` notices were settled, `in_app` of them without a message. Attempts were `sent`, put off to be
    `retried`, `set_aside`, `given_back` unbegun, or `refused` because their lease had passed to another.
    """

    planned: int = 0
    in_app: int = 0
    sent: int = 0
    retried: int = 0
    set_aside: int = 0
    given_back: int = 0
    refused: int = 0


def deliver(
    store: Store,
    sender: Sender,
    *,
    at: datetime,
    batch: int = 200,
    quiet: QuietHours = QUIET,
    settings: NotifySettings | None = None,
) -> Delivered:
    """Deliver what is owed at legal time `at`; leases and pauses run in machine time.

    At night only urgent notices go out. A pass begins no new batch after 45 s, and several may run at once.
    """
    return _Pass(store, sender, at, batch, quiet.cover(at), settings or from_environment()).run()


@dataclass(frozen=True)
class _Pass:
    """The terms of one pass."""

    store: Store
    sender: Sender
    at: datetime
    batch: int
    night: bool
    settings: NotifySettings

    def run(self) -> Delivered:
        """Send what is owed batch after batch, then what waits for another try."""
        ends = time.monotonic() + SECONDS_OF_A_PASS
        tally: Counter[str] = Counter()
        while time.monotonic() < ends and (held := self._next(tally)) is not None:
            fault_point("deliver.after_claim")
            for name, number in self._carry(held):
                tally[name] += number
        return Delivered(**tally)

    def _next(self, tally: Counter[str]) -> Claim | None:
        """The next attempts in our hands, each person's new notices in one; None when nothing is ready."""
        with self.store.engine.begin() as connection:
            planned = plan(connection, self.settings, night=self.night, batch=self.batch)
            tally.update(planned=planned.notices, in_app=planned.in_app)
            if planned.notices:
                return planned.held
            held = claim(connection, night=self.night, batch=self.batch)
            return held if held.attempts else None

    def _carry(self, held: Claim) -> Iterator[tuple[str, int]]:
        """Write, send and mark the attempts of one claim."""
        crashed = [each for each in held.attempts if each.tries > MOST_TRIES]
        usable = [each for each in held.attempts if each.tries <= MOST_TRIES]
        with self.store.engine.connect() as connection:
            letters, failed = write_letters(connection, usable, self.settings, self.at)
        ended = Outcome(ok=False, detail=f"发送 {MOST_TRIES} 次都没有回音", unreadable=True)
        early = [judge(each, outcome) for each, outcome in failed] + [judge(each, ended) for each in crashed]
        yield from self._mark(held, early)
        for finished in send_all(self.sender, letters):
            fault_point("deliver.after_send")
            yield from self._mark(held, finished)

    def _mark(self, held: Claim, marks: Sequence[Marked]) -> Iterator[tuple[str, int]]:
        """Write one batch of marks and count them."""
        if not marks:
            return
        with self.store.engine.begin() as connection:
            valid = mark(connection, held, marks, self.settings)
        fault_point("deliver.after_mark")
        yield "refused", len(marks) - len(valid)
        for each in valid:
            yield _count_as(each), 1


def send_all(sender: Sender, letters: Sequence[Letter]) -> Iterator[list[Marked]]:
    """Send at most eight letters at a time; gives what has finished, little by little.

    What could not begin in time is given back, so that nobody sends it a second time while it waits.
    """
    ends = time.monotonic() + SECONDS_TO_BEGIN
    pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="deliver")
    try:
        running = {pool.submit(_send, sender, letter): letter for letter in letters}
        while running:
            if time.monotonic() > ends and (unbegun := [each for each in running if each.cancel()]):
                yield [give_back(running.pop(each).attempt) for each in unbegun]
            finished = _finished(list(running))
            if finished:
                yield [judge(running.pop(each).attempt, each.result()) for each in finished]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _finished(running: list[Future[Outcome]]) -> list[Future[Outcome]]:
    """Wait for the first to finish, then a moment for the others, so that they are marked together."""
    done, still = wait(running, SECONDS_TO_BEGIN, return_when=FIRST_COMPLETED)
    return list(done | wait(still, SECONDS_BETWEEN_MARKS).done)


def _send(sender: Sender, letter: Letter) -> Outcome:
    """Send one letter; whatever a sender raises is this letter's failure."""
    try:
        return sender.send(letter.url, letter.title, letter.body, data=letter.data)
    except Exception as error:  # noqa: BLE001 - the neighbours in this batch must still be marked
        return Outcome(ok=False, detail=type(error).__name__)


def _count_as(each: Marked) -> str:
    """Name the count that an attempt belongs to."""
    if each.not_begun:
        return "given_back"
    return {SENT: "sent", WAITING: "retried", SET_ASIDE: "set_aside"}[each.state]
