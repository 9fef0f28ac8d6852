"""A real Prefect server for the whole session, and worker processes of our own."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flows import prefect_settings

os.environ.setdefault("PREFECT_HOME", tempfile.mkdtemp(prefix="bihuan-prefect-"))
prefect_settings.set_defaults(os.environ)  # before a test imports prefect

import pytest  # noqa: E402 - after the settings
from sqlalchemy import URL, Engine, text  # noqa: E402 - after the settings

from tests import databases  # noqa: E402 - after the settings
from tests.flows.prefect_server import PrefectServer  # noqa: E402 - after the settings
from tests.flows.worker_process import WorkerProcess  # noqa: E402 - after the settings


@pytest.fixture(scope="session")
def prefect_server(database_url: URL) -> Iterator[PrefectServer]:
    server = PrefectServer.on(database_url, Path(tempfile.mkdtemp(prefix="bihuan-prefect-")))
    yield server
    server.close()


@pytest.fixture
def prefect(prefect_server: PrefectServer) -> Iterator[PrefectServer]:
    """The server, up, and with nothing left of earlier tests."""
    prefect_server.start()
    prefect_server.forget()
    yield prefect_server
    prefect_server.start()
    prefect_server.forget()  # what is left would be planned and marked late for as long as other tests run


MADE = """
    CREATE TABLE core_call (id serial PRIMARY KEY, name text, run text, pid int,
        began timestamptz DEFAULT clock_timestamp(), ended timestamptz);
    CREATE TABLE core_held (name text);
    GRANT ALL ON core_call, core_held TO "{role}";
    GRANT ALL ON SEQUENCE core_call_id_seq TO "{role}"
"""


@pytest.fixture
def worker(engine: Engine, database_url: URL) -> Iterator[WorkerProcess]:
    """A worker process, not yet started, whose cores write each call into `core_call`."""
    with databases.administrator(engine).begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS core_call, core_held"))
        connection.execute(text(MADE.format(role=engine.url.username)))
    processes = WorkerProcess(database_url, engine)
    yield processes
    processes.kill()
    with databases.administrator(engine).begin() as connection:
        connection.execute(text("DROP TABLE core_call, core_held"))


@pytest.fixture
def second(worker: WorkerProcess) -> Iterator[WorkerProcess]:
    """Another worker beside the first, not yet started."""
    processes = WorkerProcess(worker.engine.url, worker.engine)
    yield processes
    processes.kill()
