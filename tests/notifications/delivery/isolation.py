"""How much a channel that hangs or drips slows its neighbours: `python -m tests.notifications.delivery.isolation`.

A real worker process delivers over the played vendors: five notices a second by WeCom, which is measured, and as many
by DingTalk, which is well or in trouble. Blocks of both take turns; of each pair the ratio of the p95 from commit to
acceptance by WeCom is printed, and their median, which may be 1.10 at most. Machine time, seconds.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import text

from deploy.demo.vendors.faults import Kind
from deploy.terminal import say
from domain.store.engine import make_engine
from domain.store.secrets import VARIABLE, Keyring
from tests import databases
from tests.flows.prefect_server import eventually
from tests.notifications.channels.exchange import running_vendors
from tests.notifications.delivery.counter import Counter, open_counter
from tests.notifications.sinks import Inbox
from tests.world import build

KEY = "a key for the neighbours of 32 characters"
A_SECOND = 5
MOST = 1.10
TROUBLE = "/dingtalk"
_TOOK = text("""
    SELECT extract(epoch FROM attempt.finished_at - notice.recorded_at) AS took
    FROM attempt JOIN notice ON notice.id = ANY(attempt.notices) JOIN journal ON journal.id = notice.entry_id
    WHERE attempt.channel_id = :channel AND attempt.state = 'sent' AND notice.id > :after AND journal.hash = ''
""")


@contextmanager
def counter_of_two() -> Iterator[Counter]:
    """A county whose office is reached by WeCom and whose hospital by DingTalk, and the worker that delivers."""
    databases.open_session()
    engine = make_engine(databases.clone("isolation"), "isolation")
    folder = Path(tempfile.mkdtemp(prefix="bihuan-isolation-"))
    try:
        with running_vendors(folder / "messages.jsonl") as exchange:
            world = build(engine, folder)
            world.store.keys = Keyring([KEY])
            counter = open_counter(world, Inbox("json://127.0.0.1:9"), exchange)
            counter.settings = replace(counter.settings, paced=False)
            for kind in ("wecomapp", "dingwork"):
                counter.open(kind)
            counter.order("deputy1", "wecomapp")
            counter.order("officer1", "dingwork")
            lines_to_tell(counter, 20_000)
            with worker_of(counter):
                yield counter
    finally:
        engine.dispose()
        databases.close_session()


def lines_to_tell(counter: Counter, number: int) -> None:
    """So many lines of one hazard's journal that each notice has its own; without a hash, unlike what a sweep adds."""
    line = counter.office.hazard()
    counter.office.sql(
        "INSERT INTO journal (case_id, seq, action, to_state, at, data, previous, hash)"
        " SELECT :hazard, 1000 + n, 'urge', 'reported', now(), '{}', '', '' FROM generate_series(1, :number) n",
        hazard=line["case_id"],
        number=number,
    )


def owe(counter: Counter, who: str) -> None:
    """One urgent notice, of the next line this person has not heard of."""
    counter.office.sql(
        "INSERT INTO notice (entry_id, case_id, person_id, kind, urgency, at, data)"
        " SELECT id, case_id, :who, 'urge', 'urgent', now(), '{}' FROM journal WHERE hash = '' AND NOT EXISTS"
        " (SELECT FROM notice WHERE person_id = :who AND entry_id = journal.id) ORDER BY id LIMIT 1",
        who=counter.world.people[who],
    )


@contextmanager
def worker_of(counter: Counter) -> Iterator[None]:
    """`python -m flows`, woken by the database, without Prefect."""
    url = counter.world.store.engine.url.render_as_string(hide_password=False)
    ours = {
        "BIHUAN_DATABASE_URL": url,
        "BIHUAN_NOTIFY_ALLOW_LOOPBACK": "yes",
        "BIHUAN_NOTIFY_PACE": "none",
        VARIABLE: KEY,
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    worker = subprocess.Popen([sys.executable, "-m", "flows"], env=kept | ours)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)


def block(counter: Counter, messages: int) -> float:
    """Owe so many to each of the two, spread by chance; the p95 of those by WeCom, once all have come."""
    (last,) = counter.office.rows("SELECT coalesce(max(id), 0) AS id FROM notice")
    for _ in range(messages):
        for who in random.sample(("deputy1", "officer1"), 2):
            owe(counter, who)
            time.sleep(random.uniform(0, 1 / A_SECOND))  # noqa: S311 - spread, not a secret

    def took() -> list[float]:
        with counter.world.store.engine.connect() as connection:
            terms = {"channel": counter.channels["wecomapp"], "after": last["id"]}
            return [float(each) for each in connection.execute(_TOOK, terms).scalars()]

    return quantiles(eventually(lambda: found if len(found := took()) == messages else [], 60), n=20)[-1]


def well_again(counter: Counter) -> None:
    """No trouble any more, and nothing left over that would still be tried."""
    counter.exchange.server.vendors.script.clear()
    left = "SELECT id FROM attempt WHERE state = 'sending'"
    eventually(lambda: not counter.office.rows(left), 60)
    counter.office.sql(
        "UPDATE attempt SET state = 'set_aside', finished_at = now() WHERE finished_at IS NULL"
    )


def pair(counter: Counter, trouble: Kind, messages: int) -> float:
    """One block while all is well and one in trouble; how many times slower the neighbour is."""
    healthy = block(counter, messages)
    counter.exchange.fault(trouble, TROUBLE, times=10 * messages)
    troubled = block(counter, messages)
    well_again(counter)
    say(f"  {trouble}: p95 {healthy:.3f} s -> {troubled:.3f} s, ratio {troubled / healthy:.2f}")
    return troubled / healthy


def main() -> int:
    """Print the ratios; 1 when a median is over 1.10."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=5)
    options.add_argument("--messages", type=int, default=100)
    asked = options.parse_args()
    over = 0
    with counter_of_two() as counter:
        block(counter, 20)
        for trouble in (Kind.HANG, Kind.DRIP):
            middle = median(pair(counter, trouble, asked.messages) for _ in range(asked.pairs))
            say(f"{trouble}: median ratio {middle:.2f}, at most {MOST}")
            over += middle > MOST
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
