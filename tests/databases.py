"""A real PostgreSQL for the tests: one server a session, one template, one clone for each xdist worker.

The code under test works as the application's role: a right that it lacks is found. What a test does behind its back,
as `administrator(engine)`, no role of ours may.
"""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Engine, text

from deploy.migrate import migrate
from deploy.postgres import embedded
from domain.store.engine import connect, make_engine, read_url
from domain.store.roles import Roles, create_missing_database, make_roles, names, settle_our_database

# Tests lose nothing in a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
HOME = "BIHUAN_TEST_HOME"
OURS = "BIHUAN_TEST_PREFIX"
MAKING_LOCK = 8_403_002
PASSWORD = "canaryDatabase"


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


def roles() -> Roles:
    """The three roles of this run."""
    return Roles(*(f"{os.environ[OURS]}_{name}" for name in ("owner", "app", "prefect")))


def clone(name: str) -> URL:
    """Make an empty, migrated database called after the worker; the template is migrated once.

    Gives the address of the application's role.
    """
    server = server_url()
    template, own = f"{os.environ[OURS]}_template", f"{os.environ[OURS]}_{name}"
    with connect(server) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [MAKING_LOCK])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone() is None:
            make_roles(connection, dict.fromkeys(names(roles()), PASSWORD))
            make_database(server, template)
        connection.execute(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    with connect(server.set(database=own)) as connection:
        for statement in settle_our_database(own, roles()):
            connection.execute(statement)
    return server.set(database=own, username=roles().application, password=PASSWORD)


def make_database(server: URL, name: str) -> None:
    """Make a migrated database as `prepare-database` and a first start do."""
    migrate(bare(server, name), roles().application)


def bare(server: URL, name: str) -> URL:
    """Make an empty database; gives the address of its owner's role."""
    with connect(server) as connection:
        create_missing_database(connection, name, roles().owner)
    with connect(server.set(database=name)) as connection:
        for statement in settle_our_database(name, roles()):
            connection.execute(statement)
    return server.set(database=name, username=roles().owner, password=PASSWORD)


@cache
def _administrator(database: str) -> Engine:
    return make_engine(server_url().set(database=database), "bihuan-test-administrator", pool_size=1)


def administrator(engine: Engine) -> Engine:
    """The same database in the hands of somebody who may do anything."""
    return _administrator(engine.url.database or "")


EMPTY = """DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    EXECUTE (SELECT format('LOCK TABLE %s', string_agg(format('%I', tablename), ', ')) FROM pg_tables
        WHERE schemaname = 'public');
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$"""
"""Deletes every row past the guards of the journal, and restarts the numbering; TRUNCATE takes ten times as long."""


def empty(engine: Engine) -> None:
    """Empty every table; whoever still writes there is waited for."""
    with administrator(engine).begin() as connection:
        connection.execute(text(EMPTY))


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
        for role in names(roles()):
            connection.execute(f'DROP ROLE IF EXISTS "{role}"')
