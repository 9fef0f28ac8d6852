"""`./bihuan verify [CODE ...]`: reads each hazard's journal and the organisation's line by line and checks the hashes.

So are the daily anchors over both (存证), and the codes of theirs that somebody kept outside.
"""

import argparse
from collections.abc import Sequence
from itertools import chain

from sqlalchemy import func, select

from deploy.migrate import schema_is_current
from deploy.opening import borrowed_database
from deploy.terminal import say
from domain.anchors import broken_anchors, stands
from domain.audit import verify_chains
from domain.organisation.journal import broken_lines
from domain.store.base import Store
from domain.store.settings import Settings, StartError
from domain.tables import Anchor, Hazard, JournalEntry, OrganisationEntry


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
    for found in verify_chains(store):
        differences += 1
        say(f"✗ {found.ref}：{found.detail}")
    with store.engine.connect() as connection:
        strange = (code for code in codes if not stands(connection, code))
        unknown = (f"存证码 {code} 不在现有存证之中：抄错了，或者记录被重写、截去" for code in strange)
        for broken in chain(broken_lines(connection), broken_anchors(connection), unknown):
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
