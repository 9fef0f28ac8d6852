"""`./bihuan verify [CODE ...]`: reads every journal line by line, and every row and file against what it says.

So are the record of sign-ins, the daily anchors over all of them (存证), and codes that somebody kept outside.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from sqlalchemy import Connection, func, select

from deploy.demo_time import stored_time
from deploy.migrate import schema_is_current
from deploy.opening import borrowed_database
from deploy.terminal import say
from domain import clock
from domain.audit.anchors import broken_anchors, stands
from domain.audit.cases import Difference, audit_clocks, verify_chains
from domain.audit.files import damaged_files, damaged_papers, damaged_templates
from domain.audit.frozen import wrong_frozen_tables
from domain.audit.rows import strays, wrong_policies
from domain.cases.recalculation import state_of_the_world
from domain.organisation.journal import broken_lines
from domain.organisation.sealing import differing_rows
from domain.running import last_outcome
from domain.signing_in.chain import broken_sign_ins
from domain.store.base import Store
from domain.store.settings import Settings, StartError
from domain.tables import Anchor, Hazard, JournalEntry, OrganisationEntry

KEEPS_UP = ("follow_changes", "check_journal")
"""The rows of the timetable that bring the hazards in step."""
SAID_EVERY = 10_000
FILES = (damaged_files, damaged_papers, damaged_templates)


def main(settings: Settings, options: argparse.Namespace) -> int:
    """Check all chains; 0 when every line follows from the one before and every code stands, otherwise 1."""
    settings = settings.for_looking()
    with borrowed_database(settings) as url:
        if not schema_is_current(url):
            raise StartError("数据库结构不是本版本的，请先运行 ./bihuan up 升级 (the schema is not current)")
        store = Store.open(url.render_as_string(hide_password=False), settings.data / "evidence")
        try:
            return verify(store, options.codes)
        finally:
            store.close()


def verify(store: Store, codes: Sequence[str] = ()) -> int:
    """Print each difference and the sum; 1 when there was any."""
    differences = 0
    for found in chain(verify_chains(store, Progress()), _indexes(store)):
        differences += 1
        say(f"✗ {found.ref}：{found.detail}")
    with store.engine.connect() as connection:
        strange = (code for code in codes if not stands(connection, code))
        unknown = (f"存证码 {code} 不在现有存证之中：抄错了，或者记录被重写、截去" for code in strange)
        for broken in chain(of_the_whole(connection), *(damaged(store) for damaged in FILES), unknown):
            differences += 1
            say(f"✗ {broken}")
        hazards = connection.scalar(select(func.count()).select_from(Hazard))
        lines = connection.scalar(select(func.count()).select_from(JournalEntry))
        anchors = connection.scalar(select(func.count()).select_from(Anchor))
        changes = connection.scalar(select(func.count()).select_from(OrganisationEntry))
    verdict = f"{differences} 处不符 (differences)" if differences else "全部相符 (all chains hold)"
    say(
        f"{'✗' if differences else '✓'} 隐患 {hazards} 条，办理记录 {lines} 行，组织变更 {changes} 行，"
        f"存证 {anchors} 次：{verdict}"
    )
    return 1 if differences else 0


@dataclass
class Progress:
    """Says how far the reading is, every ten thousand hazards."""

    read: int = 0

    def __call__(self, hazards: int) -> None:
        """So many more were read."""
        before, self.read = self.read, self.read + hazards
        if self.read // SAID_EVERY > before // SAID_EVERY:
            say(f"已核对 {self.read} 条隐患 ({self.read} hazards read)")


def of_the_whole(connection: Connection) -> Iterator[str]:
    """What is wrong beside the hazards' own journals."""
    yield from strays(connection)
    yield from wrong_policies(connection)
    yield from broken_lines(connection)
    yield from differing_rows(connection)
    yield from wrong_frozen_tables(connection)
    yield from broken_sign_ins(connection)
    yield from broken_anchors(connection)


def _indexes(store: Store) -> Iterator[Difference]:
    """Holders and levels worked out anew, once the hazards are in step with the organisation as it stands."""
    at = stored_time(store.engine) or clock.now()
    with store.asking() as connection:
        world = state_of_the_world(store, connection, at)
        kept_up = world in {last_outcome(connection, name).get("world") for name in KEEPS_UP}
    if kept_up:
        grace = timedelta(days=1)
        yield from (found for found in audit_clocks(store, at, grace) if found.kind == "wrong_index")
