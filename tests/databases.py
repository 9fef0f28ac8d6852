"""A real PostgreSQL for the tests: one server a session, one template, one clone for each xdist worker."""

import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import URL, Engine, text

from deploy.migrate import migrate
from domain.store import embedded
from domain.store.engine import connect, read_url

# Tests lose nothing in a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
HOME = "BIHUAN_TEST_HOME"
OURS = "BIHUAN_TEST_PREFIX"
MAKING_LOCK = 8_403_002


def open_session() -> None:
    """Choose the names of this run before the workers inherit the environment."""
    os.environ[OURS] = f"bihuan_test_{os.getpid()}"
    if "BIHUAN_TEST_DATABASE_URL" not in os.environ:
        home = Path(tempfile.mkdtemp(prefix="bihuan-test-"))
        home.chmod(0o755)  # the system user of the server must reach it
        os.environ[HOME] = str(home)


def server_url() -> URL:
    """Give an administrator's address of the server, started by whichever worker asks first."""
    external = os.environ.get("BIHUAN_TEST_DATABASE_URL")
    if external:
        return read_url(external)
    cluster = embedded.start(Path(os.environ[HOME]) / "postgres", FAST)
    return read_url(cluster.url("postgres"))


def clone(name: str) -> URL:
    """Make an empty, migrated database called after the worker; the template is migrated once."""
    server = server_url()
    template, own = f"{os.environ[OURS]}_template", f"{os.environ[OURS]}_{name}"
    with connect(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING_LOCK])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone() is None:
            connection.execute(f'CREATE DATABASE "{template}"')
            migrate(server.set(database=template))
        connection.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    return server.set(database=own)


def empty(engine: Engine) -> None:
    """Empty every table, past the triggers that guard the journal, and restart the numbering."""
    names = "SELECT string_agg(format('%I', tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
    with engine.begin() as connection:
        tables = connection.scalar(text(f"{names} AND tablename <> 'alembic_version'"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))


def close_session() -> None:
    """Take away everything this run made: its server, or its databases on somebody's server."""
    home = os.environ.pop(HOME, None)
    if home is None:
        _drop_databases()
        return
    if (Path(home) / "postgres").exists():
        embedded.start(Path(home) / "postgres", FAST).stop()
    shutil.rmtree(home, ignore_errors=True)


def _drop_databases() -> None:
    with connect(server_url()) as connection:
        pattern = f"{os.environ[OURS]}\\_%"
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern]
        ).fetchall()
        for (name,) in rows:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
