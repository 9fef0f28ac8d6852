"""How late a clock's journal line is written: hazards whose next moments are spread over a window of real time."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from deploy.bench.life import presses
from deploy.bench.report import Figure, percentile
from deploy.bench.town import Town
from domain import clock, commands as c
from domain.cases.perform import perform
from domain.directory.organisation import Actor
from domain.policy import load_policy
from domain.store.base import Store

CLOCKS = 100
WINDOW = 60.0
LEAD = timedelta(seconds=5)
PLACED_WITHIN = 0.4
"""Seconds to place one, on a busy machine."""
PATIENCE = 150.0
POLICY = "lincheng"
_FIRED = text("""
    SELECT case_id, at, extract(epoch FROM recorded_at - at) AS late, flow_run_id IS NOT NULL AS by_prefect
    FROM journal WHERE clock = 'accept' AND rung = 1 AND case_id = ANY(:hazards)""")


@dataclass(frozen=True)
class Placed:
    """Hazards that wait to be accepted, and when each wait is due (legal time, here that of the machine)."""

    due: dict[int, datetime]

    def fired(self, store: Store) -> list[tuple[int, datetime, float, bool]]:
        """(hazard, moment on record, seconds late, whether a Prefect run wrote it) of each clock that fired."""
        with store.engine.connect() as connection:
            rows = connection.execute(_FIRED, {"hazards": list(self.due)})
            return [(row.case_id, row.at, float(row.late), row.by_prefect) for row in rows]


def place(store: Store, town: Town) -> Placed:
    """Assign hazards for immediate work some hours ago: each wait for acceptance ends at its own moment."""
    wait = timedelta(hours=load_policy(POLICY).waits.accept_immediate.amount)
    # Placing takes a while itself: those due first must not be late before they exist.
    first = clock.machine_now() + LEAD + timedelta(seconds=CLOCKS * PLACED_WITHIN)
    due = {}
    for n in range(CLOCKS):
        moment = first + timedelta(seconds=n * WINDOW / CLOCKS)
        due[_assigned(store, town, n, moment - wait)] = moment
    return Placed(due)


def _assigned(store: Store, town: Town, n: int, at: datetime) -> int:
    hospital = town.hospital(n)
    report, register, *_ = presses(hospital, n)
    assign = c.Assign(to=f"fixer{hospital}", measures="立即移除病床，恢复走道净宽1.4米", term="immediate")
    ref = None
    for who, command in (report, register, (f"officer{hospital}", assign)):
        done = perform(store, ref, command, by=Actor(town.people[who]), at=at)
        ref = done.ref
    return done.case_id


def wait_until_fired(store: Store, placed: Placed) -> None:
    """Until every clock has fired, or has had its time."""
    ends = max(placed.due.values()).timestamp() + PATIENCE
    while len(placed.fired(store)) < len(placed.due) and time.time() < ends:
        time.sleep(0.5)


def faults(store: Store, placed: Placed) -> list[str]:
    """Clocks that did not fire, fired twice, or fired for another moment than theirs."""
    fired = placed.fired(store)
    silent = len(placed.due.keys() - {hazard for hazard, *_ in fired})
    found = [f"{silent} clocks did not fire"] if silent else []
    found += [f"hazard {hazard}: fired for {at}" for hazard, at, *_ in fired if at != placed.due[hazard]]
    if len({hazard for hazard, *_ in fired}) != len(fired):
        found.append("a clock fired twice")
    return found


def figures(store: Store, placed: Placed) -> tuple[Figure, ...]:
    """How late they were written."""
    fired = placed.fired(store)
    late = [seconds for _, _, seconds, _ in fired]
    by_prefect = sum(by for *_, by in fired)
    return (
        Figure("clocks due", len(placed.due), f"in {WINDOW:.0f} s"),
        Figure("of them written by a Prefect run", 100 * by_prefect / len(fired), "%"),
        Figure("lateness p50", percentile(late, 50), "s"),
        Figure("lateness p99", percentile(late, 99), "s", most=3),
        Figure("lateness, the worst", max(late), "s"),
    )
