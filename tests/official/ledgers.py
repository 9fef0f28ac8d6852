"""Made-up ledgers: hazards as they might have gone, written past the rules, for statistics to be tried on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import insert, text

from domain import clock
from domain.calendar import at_time
from domain.tables.core import CASES, HAZARD, JOURNAL
from domain.words import Source, State
from tests.databases import administrator
from tests.world import World

FIRST, LAST = date(2025, 12, 1), date(2026, 12, 20)
UNITS = ("001", "002", "061")
OPEN = ("reported", "registered", "assigned", "rectifying", "verifying", "verified", "transferred")
PARTS = ("goals", "methods", "money", "people", "schedule", "safety")
STATES = [*State, *3 * [State.CLOSED, State.VERIFIED, State.RECTIFYING]]
DAYS = (LAST - FIRST).days


@dataclass(frozen=True)
class Made:
    """One hazard and where it stood since when; days are Asia/Shanghai, moments at noon."""

    unit: str
    level: str
    category: str
    source: str
    found: date
    stood: tuple[tuple[date, str], ...]
    closing: str | None
    funds: Decimal | None
    spent: Decimal | None
    plan: dict[str, str] | None = field(default=None, hash=False)
    listing: str = "none"
    listed: dict[str, Any] | None = field(default=None, hash=False)
    first_due: date | None = None
    due: date | None = None
    submitted: date | None = None
    send_backs: int = 0

    @property
    def state(self) -> str:
        """Where it stands now."""
        return self.stood[-1][1]

    def stood_at(self, day: date) -> str | None:
        """Where it stood at the end of a day."""
        return next((state for since, state in reversed(self.stood) if since <= day), None)

    @property
    def closed(self) -> date | None:
        """When it was closed, if it is."""
        return self.stood[-1][0] if self.state == "closed" else None

    @property
    def counts(self) -> bool:
        """Registered, and not somebody else's: what a rate is of."""
        ours = self.closing in ("rectified", "on_spot")
        return ours if self.state == "closed" else self.state in set(OPEN) - {"reported", "transferred"}

    @property
    def is_registered(self) -> bool:
        """Whether it has a number."""
        return self.state not in ("reported", "dismissed", "voided")

    @property
    def last_due(self) -> date | None:
        """The date that is in force now."""
        return self.due or self.first_due

    @property
    def is_valid(self) -> bool:
        """Neither dismissed nor voided."""
        return self.state not in ("dismissed", "voided")


def days(first: date = FIRST) -> st.SearchStrategy[date]:
    return st.integers(0, max((LAST - first).days, 0)).map(lambda n: first + timedelta(days=n))


@st.composite
def made(draw: st.DrawFn) -> Made:
    """A hazard with a history of a few steps in any order; the last may be an end."""
    found = draw(days())
    steps = sorted(draw(st.lists(days(found), min_size=1, max_size=4)))
    states = [
        "reported",
        *draw(st.lists(st.sampled_from(STATES), min_size=len(steps) - 1, max_size=len(steps) - 1)),
    ]
    closing = (
        draw(st.sampled_from(("rectified", "on_spot", "transferred"))) if states[-1] == "closed" else None
    )
    money = st.none() | st.decimals(0, 50, places=2)
    state_of_plan = st.sampled_from(("approved", "filed", "returned"))
    plan = st.none() | st.builds(
        lambda state, parts: {"state": state, **{part: "写明" if part in parts else "" for part in PARTS}},
        state_of_plan,
        st.sets(st.sampled_from(PARTS)) | st.just(set(PARTS)),
    )
    listing = draw(st.sampled_from(("none", "none", "proposed", "listed", "lifting", "lifted")))
    return Made(
        unit=draw(st.sampled_from(UNITS)),
        level=draw(st.sampled_from(("general", "general", "major"))),
        category=draw(st.sampled_from(("01", "02", "18", "20"))),
        source=draw(st.sampled_from(list(Source))),
        found=found,
        stood=tuple(zip(steps, map(str, states), strict=True)),
        closing=closing,
        funds=draw(money),
        spent=draw(money),
        plan=draw(plan),
        listing=listing,
        listed={"level": draw(st.sampled_from(("county", "city", "province")))}
        if listing[:4] in ("list", "lift")
        else None,
        **draw(deadlines(found)),
    )


@st.composite
def deadlines(draw: st.DrawFn, found: date) -> dict[str, Any]:
    """A first date, sometimes a later one by an extension; a submission, sometimes after being sent back."""
    first = draw(st.none() | days(found))
    extended = first is not None and draw(st.booleans())
    return {
        "first_due": first,
        "due": draw(days(first)) if extended and first else None,
        "submitted": draw(st.none() | days(found)),
        "send_backs": draw(st.sampled_from((0, 0, 1, 3))),
    }


LEDGERS = st.lists(made(), max_size=25)


def write(world: World, ledger: Sequence[Made]) -> None:
    """Put a ledger in the place of what stands there, past the rules."""
    engine = world.store.engine
    with engine.begin() as connection:
        directory = world.store.directory(connection)
        policy = world.store.policy_in_force(connection, directory, world.units["001"], clock.now()).version
    with administrator(engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for table in ("journal", "hazard", "cases"):
            connection.execute(text(f"DELETE FROM {table}"))
        if not ledger:
            return
        cases = [{"id": n, "kind": "hazard", "ref": f"made{n}"} for n in range(1, len(ledger) + 1)]
        connection.execute(insert(CASES), cases)
        connection.execute(insert(HAZARD), [_row(world, n, one, policy) for n, one in enumerate(ledger, 1)])
        connection.execute(
            insert(JOURNAL), [line for n, one in enumerate(ledger, 1) for line in _lines(n, one)]
        )


def noon(day: date) -> datetime:
    return at_time(day, "12:00")


def _row(world: World, n: int, one: Made, policy: str) -> dict[str, Any]:
    last, closed = one.stood[-1][0], one.closed
    return {
        "id": n, "ref": f"made{n}", "number": f"made-{n}" if one.is_registered else None,
        "unit_id": world.units[one.unit], "policy": policy, "line": "unit",
        "level": one.level, "suspected": False, "category": one.category, "place": "走道", "description": f"第{n}条",
        "source": one.source, "addressed_up": False, "taken_over": False, "fixed_on_spot": False,
        "found_at": noon(one.found), "reported_at": noon(one.stood[0][0]), "before_photos": [], "after_photos": [],
        "state": one.state, "version": len(one.stood), "head": b"", "acted_at": noon(last),
        "terms": {"state": [len(one.stood), noon(last).isoformat()]}, "fired": {}, "rung": 0, "immediate": False,
        "round": 1, "send_backs": one.send_backs, "extensions": int(one.due is not None), "declined": False,
        "thin_staff": False,
        "funds": one.funds, "spent": one.spent, "plan": one.plan, "listing": one.listing, "listed": one.listed,
        "closing_kind": one.closing, "closed_at": noon(closed) if closed else None,
        "first_rectify_by": at_time(one.first_due, "24:00") if one.first_due else None,
        "rectify_by": at_time(one.last_due, "24:00") if one.last_due else None,
        "submitted_at": noon(one.submitted) if one.submitted else None,
    }  # fmt: skip


def _lines(n: int, one: Made) -> list[dict[str, Any]]:
    before = [None, *(state for _, state in one.stood)]
    return [
        {"case_id": n, "seq": seq, "action": "report", "from_state": was, "to_state": state, "at": noon(day),
         "data": {}, "previous": b"", "hash": b""}
        for seq, ((day, state), was) in enumerate(zip(one.stood, before, strict=False), 1)
    ]  # fmt: skip
