"""`python -m tests.deploy.releases 0.1.0`: keep what this release writes. Run once, by the release itself."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from domain import clock
from domain.clock import DEMO_VARIABLE, DemoClock
from domain.store.engine import connect, make_engine
from domain.store.secrets import VARIABLE
from tests import databases
from tests.deploy.releases.filling import NOW, SECRET, fill
from tests.deploy.releases.kept import dump, files_of
from tests.world import on

(release,) = sys.argv[1:]
demo = DemoClock(on(NOW), clock.machine_now(), 1.0)
os.environ |= {VARIABLE: SECRET, DEMO_VARIABLE: demo.text()}
clock.install(demo)
databases.open_session()
try:
    url = databases.clone("release")
    engine = make_engine(url)
    with tempfile.TemporaryDirectory() as folder:
        fill(engine, Path(folder))
        shutil.make_archive(str(files_of(release).with_suffix("")), "zip", Path(folder) / "evidence")
    with connect(url) as connection:
        print(dump(connection, release).stat().st_size, files_of(release).stat().st_size)  # noqa: T201 - a tool
finally:
    engine.dispose()
    databases.close_session()
