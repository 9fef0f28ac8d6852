"""One pass of delivery: plan, claim, send, mark, until nothing is ready or the time is up."""

import logging
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from domain.store.base import Store
from domain.store.faults import fault_point
from notifications.delivery.budget import LONGEST_REST_SECONDS, paces, take
from notifications.delivery.claims import Claim, Claimed, claim, claim_one_to_wake
from notifications.delivery.gather_window import GatherWindow
from notifications.delivery.lanes import Flights, Lanes, lanes_of
from notifications.delivery.letters import Letter, write_letters
from notifications.delivery.marks import (
    ANSWERED,
    SENT,
    SET_ASIDE,
    WAITING,
    Marked,
    answered,
    give_back,
    judge,
    mark,
)
from notifications.delivery.moving import move_on
from notifications.delivery.personal import plan_personal
from notifications.delivery.planning import plan
from notifications.delivery.recipients import Recipients
from notifications.outcome import Outcome
from notifications.retry import MOST_TRIES
from notifications.sender import Sender
from notifications.settings import NotifySettings, from_environment

log = logging.getLogger(__name__)
SECONDS_TO_BEGIN = 40.0  # a send begun then still ends within the lease of 60 s
SECONDS_OF_A_PASS = 45.0
SECONDS_TOGETHER = 0.3
"""So long a claim's sends are waited for before more is claimed beside those that are slow."""


@dataclass(frozen=True)
class Delivered:
    """What a pass did.

    `planned` notices were settled, `in_app` of them without a message. Attempts were `sent`, put off to be
    `retried`, `set_aside`, `given_back` unbegun, `answered` (知道了) before they were sent, or `refused` because
    their lease had passed to another.
    """

    planned: int = 0
    in_app: int = 0
    sent: int = 0
    retried: int = 0
    set_aside: int = 0
    given_back: int = 0
    answered: int = 0
    refused: int = 0


def deliver(
    store: Store,
    sender: Sender,
    *,
    at: datetime,
    batch: int = 200,
    settings: NotifySettings | None = None,
    patience: float | None = None,
    pause: float = 0.0,
) -> Delivered:
    """Deliver what is owed at legal time `at`; leases, pauses and budgets run in machine time.

    A pass begins no new batch after 45 s, and several may run at once. What is owed meanwhile is gathered for
    `pause` seconds. With `patience`, sends that take longer than
    so many seconds are marked by a thread of their own, and what becomes of them is not in the answer.
    """
    lanes = lanes_of(sender)
    return _Pass(
        store, sender, lanes, at, batch, settings or from_environment(), patience, GatherWindow(pause)
    ).run()


@dataclass(frozen=True)
class _Sending:
    """One letter under way, and the claim that holds it."""

    held: Claim
    attempt: Claimed


@dataclass(frozen=True)
class _Pass:
    """The terms of one pass."""

    store: Store
    sender: Sender
    lanes: Lanes
    at: datetime
    batch: int
    settings: NotifySettings
    patience: float | None
    gather_window: GatherWindow
    shut: dict[int, float] = field(default_factory=dict)
    """Channels that asked for a rest meanwhile, and until when: what is in hand for them is not sent into it."""

    def run(self) -> Delivered:
        """Send what is owed, claim after claim, then what waits for another try."""
        ends = time.monotonic() + SECONDS_OF_A_PASS
        tally: Counter[str] = Counter()
        flights: Flights[Marked] = Flights()
        under_way: dict[Future[Marked], _Sending] = {}
        slow_since = time.monotonic()
        while True:
            if not under_way:
                self.gather_window.wait()
            held = self._next(tally) if time.monotonic() < ends else None
            if held is not None:
                fault_point("deliver.after_claim")
                under_way |= self._begin(held, flights, tally)
                slow_since = time.monotonic()
            if not under_way and held is None:
                return Delivered(**tally)
            together = time.monotonic() + SECONDS_TOGETHER
            while under_way and (left := together - time.monotonic()) > 0:
                self._settle(flights, under_way, left, tally)
            if held is None and self._may_leave(slow_since) and under_way:
                threading.Thread(target=self._tail, args=(flights, under_way), daemon=True).start()
                return Delivered(**tally)

    def _may_leave(self, since: float) -> bool:
        return self.patience is not None and time.monotonic() - since >= self.patience

    def _tail(self, flights: Flights[Marked], under_way: "dict[Future[Marked], _Sending]") -> None:
        """Mark what is slow, after the pass itself has ended."""
        while under_way:
            self._settle(flights, under_way, 1.0, Counter())

    def _next(self, tally: Counter[str]) -> Claim | None:
        """The next attempts in our hands, each person's new notices in one; None when nothing is ready."""
        busy, more = self.lanes.busy(), False
        with self.store.engine.begin() as connection:
            recipients = Recipients.open(connection, self.store, self.settings)
            pace = paces(connection, recipients.limits())
            move_on(connection, recipients, pace.resting, self.at)
            not_now = busy | pace.resting | pace.waking
            if self.gather_window.has_come():
                planned = plan(connection, recipients, self.at, batch=self.batch, busy=not_now)
                tally.update(planned=planned.notices, in_app=planned.in_app)
                plan_personal(connection, recipients)
                more = planned.seen == self.batch
                if not more:
                    self.gather_window.take()
                if planned.notices:
                    return planned.held
            quiet = recipients.quiet_units(self.at)
            held = claim(connection, batch=self.batch, quiet=quiet, without=[*not_now, *pace.left])
            if held.attempts:
                return held
            for channel in [each for each, room in pace.left.items() if room > 0 and each not in not_now]:
                most = min(pace.left[channel], self.batch)
                held = claim(connection, batch=most, quiet=quiet, only=channel)
                if held.attempts:
                    return held
            for channel in pace.waking - busy:
                held = claim_one_to_wake(connection, channel, quiet)
                if held.attempts:
                    return held
            return held if more else None

    def _begin(
        self, held: Claim, flights: Flights[Marked], tally: Counter[str]
    ) -> "dict[Future[Marked], _Sending]":
        """Write the letters of one claim and put them on their lanes; what cannot go is marked at once."""
        crashed = [each for each in held.attempts if each.tries > MOST_TRIES]
        usable = [each for each in held.attempts if each.tries <= MOST_TRIES]
        with self.store.asking() as connection:
            recipients = Recipients.open(connection, self.store, self.settings)
            written = write_letters(connection, usable, recipients, self.at)
        ended = Outcome(ok=False, detail=f"发送 {MOST_TRIES} 次都没有回音", unreadable=True)
        early = [judge(each, outcome) for each, outcome in written.failed]
        early += [judge(each, ended) for each in crashed] + [answered(each) for each in written.answered]
        self._mark(held, early, tally, asked=False)
        begun = {}
        for letter in written.letters:
            most = recipients.limits().get(letter.attempt.channel_id)
            future = self.lanes.submit(letter.attempt.channel_id, partial(self._send, letter, most))
            flights.add(future, SECONDS_TO_BEGIN)
            begun[future] = _Sending(held, letter.attempt)
        return begun

    def _settle(
        self,
        flights: Flights[Marked],
        under_way: "dict[Future[Marked], _Sending]",
        seconds: float,
        tally: Counter[str],
    ) -> None:
        """Wait so long, and mark what has finished or could not begin, each under its own claim."""
        marks: defaultdict[str, list[Marked]] = defaultdict(list)
        claims: dict[str, Claim] = {}
        finished = [(each, each.result()) for each in flights.finished(seconds)]
        finished += [(each, give_back(under_way[each].attempt)) for each in flights.unbegun()]
        for future, marked in finished:
            sending = under_way.pop(future)
            marks[sending.held.lease].append(marked)
            claims[sending.held.lease] = sending.held
        if any(each.state == SENT for _, each in finished):
            fault_point("deliver.after_send")
        for lease, each in marks.items():
            self._mark(claims[lease], each, tally)

    def _mark(self, held: Claim, marks: Sequence[Marked], tally: Counter[str], *, asked: bool = True) -> None:
        """Write one batch of marks and count them."""
        if not marks:
            return
        with self.store.engine.begin() as connection:
            recipients = Recipients.open(connection, self.store, self.settings)
            valid = mark(connection, held, marks, recipients, self.at, asked=asked)
        fault_point("deliver.after_mark")
        tally.update(refused=len(marks) - len(valid))
        tally.update(_counts(valid))

    def _send(self, letter: Letter, most: int | None) -> Marked:
        """Send one letter if its channel's budget has room; whatever a sender raises is this letter's failure."""
        channel = letter.attempt.channel_id
        try:
            if self.shut.get(channel, 0.0) > time.monotonic():
                return give_back(letter.attempt)
            if most is not None and (wait := take(self.store.engine, channel, most)):
                return give_back(letter.attempt, wait)
            outcome = self.sender.send(letter.url, letter.title, letter.body, data=letter.data)
        except Exception as error:  # noqa: BLE001 - the neighbours in this batch must still be marked
            log.warning("a sender raised %s", type(error).__name__)
            outcome = Outcome(ok=False, detail="发送时出错，请告知系统维护人员查看日志")
        if outcome.wait and not outcome.final:
            self.shut[channel] = time.monotonic() + min(outcome.wait, LONGEST_REST_SECONDS)
        return judge(letter.attempt, outcome, more=letter.more)


def _counts(marks: Sequence[Marked]) -> Iterator[str]:
    """Name the count that each attempt belongs to."""
    names = {SENT: "sent", WAITING: "retried", SET_ASIDE: "set_aside", ANSWERED: "answered"}
    return ("given_back" if each.not_begun else names[each.state] for each in marks)
