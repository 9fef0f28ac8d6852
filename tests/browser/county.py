"""The invented county of the demonstration behind a real web server, for commands that look at its pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.demo.seed import seed
from domain import clock
from domain.store.base import Store
from domain.store.engine import make_engine
from tests import databases
from tests.browser.live import Live
from tests.world import World


@contextmanager
def served_county() -> Iterator[Live]:
    """Seeded into a database of its own, served until the end; everybody signs in with the public password."""
    databases.open_session()
    try:
        with TemporaryDirectory() as evidence:
            engine = make_engine(databases.clone("county"), "bihuan-county")
            seed(engine, Path(evidence))
            live = Live(World(Store(engine, Path(evidence))), moment=clock.now()).start()
            yield live
            live.stop()
            engine.dispose()
    finally:
        databases.close_session()
