"""Failures make the next try wait: of one login from one address, and of one login anywhere.

The counts are rows, shared by all processes and kept over a restart. A try is counted before the password is
looked at, so that many at once are counted too; a success takes it back. Nobody waits for what others of their address
try with other logins: an address that many logins fail from only leaves each of them fewer free tries. A browser that
the account signed in from counts by itself, and whoever comes from an address where they signed in before does not
wait for what is done to their login elsewhere.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, Executable, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from domain.errors import CodeNeeded, TooManyTries
from domain.signing_in.profile import WaitRules, profile_of
from domain.signing_in.record import Outcome, Whence, note
from domain.store.base import Store
from domain.tables.core import SIGN_IN_WAIT as WAIT

HIGHEST_POWER = 10
NOW = func.clock_timestamp()


@dataclass(frozen=True)
class Subject:
    """What failures are counted of, and how many are free.

    `crowded`: how many are free once more than that failed from the address as a whole, which itself never waits.
    """

    name: str
    free: int
    crowded: int | None = None
    is_address: bool = False


def subjects(
    rules: WaitRules, login: str, address: str, *, known: bool, browser: str | None = None
) -> list[Subject]:
    """What a try counts for, in one order for all. A login that nobody has waits like any other.

    `known`: the account has signed in from this address; `browser`: from this browser, which then counts alone.
    """
    if browser is not None:
        return [Subject(f"browser:{browser}", rules.free_tries)]
    who = hashlib.sha256(login.encode()).hexdigest()[:32]
    pair = Subject(f"pair:{who}:{address}"[:160], rules.free_tries)
    if known:
        return [pair]
    of_address = Subject(f"address:{address}"[:160], rules.free_tries_of_address, is_address=True)
    of_pair = replace(pair, crowded=rules.free_tries_when_crowded)
    return [of_address, of_pair, Subject(f"login:{who}", rules.free_tries)]


@contextmanager
def trying(
    store: Store, counted: Sequence[Subject], whence: Whence, account_id: int | None = None
) -> Iterator[None]:
    """A try to name a secret: counted as failed until the block ends well; raises TooManyTries while one waits.

    A right password whose code is still to come has not failed, but forgives nothing yet.
    """
    rules = profile_of(store).wait
    try:
        with store.engine.begin() as connection:
            _begin(connection, rules, counted)
    except TooManyTries:
        with store.engine.begin() as connection:
            note(connection, account_id, Outcome.WAITING, whence)
        raise
    try:
        yield
    except CodeNeeded:
        with store.engine.begin() as connection:
            _take_back(connection, counted, forgive=False)
        raise
    with store.engine.begin() as connection:
        _take_back(connection, counted, forgive=True)
        connection.execute(delete(WAIT).where(WAIT.c.last_at < NOW - func.make_interval(0, 0, 0, 1)))


def _begin(connection: Connection, rules: WaitRules, counted: Sequence[Subject]) -> None:
    """Count it everywhere or, when one of them waits, nowhere; the address first, for the others ask how it stands."""
    crowded = False
    for subject in sorted(counted, key=_in_one_order):
        free = subject.free if subject.crowded is None or not crowded else subject.crowded
        failures = connection.execute(_count(rules, replace(subject, free=free))).scalar()
        crowded = crowded or (subject.is_address and (failures or 0) > subject.free)
        if failures is None:
            left = connection.execute(
                select(func.extract("epoch", WAIT.c.until - NOW)).where(WAIT.c.subject == subject.name)
            ).scalar()
            raise TooManyTries(max(1, int(left or 0) + 1))


def _take_back(connection: Connection, counted: Sequence[Subject], *, forgive: bool) -> None:
    """The try did not fail. `forgive` forgets what went before, except what the address did elsewhere."""
    for subject in sorted(counted, key=_in_one_order):
        this = WAIT.c.subject == subject.name
        if forgive and not subject.is_address:
            connection.execute(delete(WAIT).where(this))
        else:
            less = func.greatest(WAIT.c.failures - 1, 0)
            connection.execute(update(WAIT).where(this).values(failures=less, until=NOW))


def _in_one_order(subject: Subject) -> tuple[bool, str]:
    """Rows are locked in one order by all: addresses first."""
    return not subject.is_address, subject.name


def _count(rules: WaitRules, subject: Subject) -> Executable:
    """One statement that gives the failures, this one among them: nothing while it waits. An address never does."""
    too_old = WAIT.c.last_at < NOW - func.make_interval(0, 0, 0, 0, 0, rules.forgotten_after_minutes)
    failures = case((too_old, 1), else_=WAIT.c.failures + 1)
    power = func.least(failures - subject.free - 1, HIGHEST_POWER)
    seconds = func.least(func.power(2, power), rules.longest_seconds)
    waits = NOW + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    first = NOW + func.make_interval(0, 0, 0, 0, 0, 0, 0 if subject.free else 1)
    counted = insert(WAIT).values(subject=subject.name, failures=1, until=first)
    return counted.on_conflict_do_update(
        index_elements=["subject"],
        set_={
            "failures": failures,
            "last_at": NOW,
            "until": NOW if subject.is_address else case((failures > subject.free, waits), else_=NOW),
        },
        where=None if subject.is_address else WAIT.c.until <= NOW,
    ).returning(WAIT.c.failures)
