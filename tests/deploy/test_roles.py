"""What each role of the database may do, asked of the database itself, on the server that `up` starts."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, text

from deploy.opening import Database, open_database
from deploy.postgres import embedded
from deploy.postgres.roles import ADMINISTRATOR, FILE, ROLES, read_passwords
from deploy.rights import RECORDS
from domain.store.engine import connect
from domain.store.roles import ROWS
from domain.store.settings import Settings, StartError
from tests.databases import administrator

pytestmark = pytest.mark.xdist_group("roles")  # what its module makes is made once

GRANTED = """SELECT c.relname,
        coalesce(string_agg(DISTINCT a.privilege_type, ', ' ORDER BY a.privilege_type), ''),
        (SELECT coalesce(string_agg(attname, ', '), '') FROM pg_attribute t, aclexplode(t.attacl) b
            WHERE t.attrelid = c.oid AND b.grantee = current_user::regrole AND b.privilege_type = 'UPDATE')
    FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) a ON a.grantee IN (0, current_user::regrole)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') GROUP BY c.oid, c.relname"""
NEVER_CHANGED = """SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 16 > 0 AND tgattr = ''
    AND tgfoid = 'bihuan_journal_is_append_only'::regproc"""


def test_every_table_gives_the_application_what_is_declared_and_no_more(engine: Engine) -> None:
    with engine.connect() as connection:
        found = connection.execute(text(GRANTED)).tuples()
        granted = {table: (set(rights.split(", ")), columns) for table, rights, columns in found}
    for table, (rights, columns) in granted.items():
        said, _, some = RECORDS.get(table, ROWS).replace(", UPDATE (", "|").partition("|")
        assert (rights, columns) == (set(said.split(", ")), some.rstrip(")")), table
    assert set(RECORDS) <= set(granted)


def test_what_a_trigger_keeps_unchanged_the_application_has_no_right_to_change(engine: Engine) -> None:
    with engine.connect() as connection:
        kept = set(connection.execute(text(NEVER_CHANGED)).scalars())
    assert {"journal", "organisation_journal", "sign_in"} <= kept
    assert {table for table in kept if "UPDATE" in RECORDS.get(table, ROWS)} == set()


def test_no_table_is_emptied_whoever_asks(engine: Engine) -> None:
    asked = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    with connect(administrator(engine).url) as connection:
        for (table,) in connection.execute(asked).fetchall():
            if table != "alembic_version":
                with pytest.raises(psycopg.Error, match="no table is ever emptied"):
                    connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(table)))


FORBIDDEN = {
    "TRUNCATE journal CASCADE": "must be owner|permission denied",
    "TRUNCATE notice": "permission denied",
    "UPDATE journal SET action = ''": "permission denied",
    "DELETE FROM journal": "permission denied",
    "DELETE FROM hazard": "permission denied",
    "UPDATE anchor SET code = ''": "permission denied",
    "UPDATE alembic_version SET version_num = '9999'": "permission denied",
    "SET session_replication_role = replica": "permission denied",
    "SELECT set_config('session_replication_role', 'replica', false)": "permission denied",
    "ALTER TABLE journal DISABLE TRIGGER ALL": "must be owner",
    "ALTER TABLE journal DISABLE TRIGGER journal_is_append_only": "must be owner",
    "DROP TRIGGER journal_is_append_only ON journal": "must be owner",
    "CREATE OR REPLACE FUNCTION bihuan_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'": (
        "must be owner|permission denied"
    ),
    "ALTER TABLE hazard ADD COLUMN x int": "must be owner",
    "DROP TABLE hazard": "must be owner",
    "CREATE TABLE mine (x int)": "permission denied",
    "CREATE TEMP TABLE mine (x int)": "permission denied",
    "CREATE EXTENSION dblink": "permission denied",
    "COPY hazard TO PROGRAM 'cat'": "permission denied",
    "SELECT pg_read_file('pg_hba.conf')": "permission denied",
    "SET ROLE {owner}": "permission denied",
    "SET SESSION AUTHORIZATION {owner}": "permission denied",
    "CREATE ROLE friend": "permission denied",
    "CREATE DATABASE mine": "permission denied",
}


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    path = Path(tempfile.mkdtemp(prefix="bihuan-roles-")).resolve()
    path.chmod(0o755)
    made = open_database(Settings().with_data(path))
    made.migrate()
    yield made
    assert made.cluster is not None
    made.cluster.stop()
    shutil.rmtree(path)


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_application_may_not(database: Database, statement: str) -> None:
    with connect(database.url) as connection, pytest.raises(psycopg.Error, match=FORBIDDEN[statement]):
        connection.execute(statement.format(owner=ROLES.owner))


def test_nobody_of_the_three_is_more_than_a_role(database: Database) -> None:
    assert database.cluster is not None
    with database.cluster.connect() as connection:
        asked = connection.execute(
            "SELECT rolname FROM pg_roles r WHERE rolname LIKE 'bihuan\\_%' AND NOT (rolsuper OR rolcreatedb"
            " OR rolcreaterole OR rolreplication OR rolbypassrls"
            " OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid)) ORDER BY 1"
        )
        assert [name for (name,) in asked] == sorted([ROLES.owner, ROLES.application, ROLES.prefect])


def test_the_owner_makes_tables_and_empties_none_and_is_no_superuser(database: Database) -> None:
    with connect(database.owner) as connection:
        with pytest.raises(psycopg.Error, match="no table is ever emptied"):
            connection.execute("TRUNCATE hazard CASCADE")
        with pytest.raises(psycopg.Error, match="permission denied"):
            connection.execute("SET session_replication_role = replica")
        connection.execute("CREATE TABLE of_a_later_release (id serial PRIMARY KEY)")
        with connect(database.url) as application:
            application.execute("INSERT INTO of_a_later_release DEFAULT VALUES")
        connection.execute("DROP TABLE of_a_later_release")


def test_neither_may_enter_the_others_database(database: Database) -> None:
    prefect = database.for_prefect().set(drivername="postgresql+psycopg")
    for role, place in ((database.url, "prefect"), (database.owner, "prefect"), (prefect, "bihuan")):
        with (
            pytest.raises(StartError, match="permission denied for database"),
            connect(role.set(database=place)),
        ):
            pass
    with connect(prefect) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        connection.execute("CREATE TABLE of_prefect (id int)")


def test_nobody_signs_in_with_anothers_password_or_without_one(database: Database) -> None:
    for name in (ADMINISTRATOR, ROLES.owner, ROLES.prefect):
        for password in (database.url.password, None):
            with (
                pytest.raises(StartError, match="password"),
                connect(database.url.set(username=name, password=password)),
            ):
                pass


def test_the_passwords_lie_closed_and_reach_neither_the_log_nor_the_database_in_clear(
    database: Database,
) -> None:
    cluster = database.cluster
    assert cluster is not None
    assert (cluster.home / FILE).stat().st_mode & 0o777 == 0o600
    passwords = read_passwords(cluster.home)
    assert len(set(passwords.values())) == 4
    log = cluster.log.read_text()
    assert not [name for name, password in passwords.items() if password in log]
    with cluster.connect() as connection:
        kept = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolpassword IS NOT NULL"
        ).fetchall()
    assert all(verifier.startswith("SCRAM-SHA-256$") for (verifier,) in kept)


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bihuan-roles-")).resolve()
    path.chmod(0o755)
    yield path
    embedded.at(path / "postgres").stop()
    shutil.rmtree(path)


AS_BEFORE = (
    "ALTER DATABASE bihuan OWNER TO bihuan",
    "ALTER DATABASE prefect OWNER TO bihuan",
    f"DROP OWNED BY {ROLES.application}",
)


def test_a_directory_of_an_earlier_release_is_handed_over(folder: Path) -> None:
    """Then one superuser had everything, let in by the name the kernel gives, and there were no passwords."""
    settings = Settings().with_data(folder)
    cluster = open_database(settings).cluster
    assert cluster is not None
    with cluster.connect("bihuan") as connection:
        connection.execute("CREATE TABLE earlier (id serial PRIMARY KEY); CREATE TYPE colour AS ENUM ('red')")
        connection.execute("CREATE VIEW seen AS SELECT * FROM earlier; CREATE SEQUENCE numbers")
        for statement in AS_BEFORE:
            connection.execute(statement)
        connection.execute(f"REASSIGN OWNED BY {ROLES.owner} TO bihuan; DROP OWNED BY {ROLES.owner}")
        connection.execute(f"DROP OWNED BY {ROLES.prefect}")
    with cluster.connect("prefect") as connection:
        connection.execute(f"REASSIGN OWNED BY {ROLES.prefect} TO bihuan; DROP OWNED BY {ROLES.prefect}")
        connection.execute(f"DROP OWNED BY {ROLES.owner}")
        connection.execute(
            f"DROP ROLE {ROLES.owner}; DROP ROLE {ROLES.application}; DROP ROLE {ROLES.prefect}"
        )
        connection.execute("CREATE TABLE flow (id int); CREATE TYPE state AS ENUM ('RUNNING')")
    (cluster.home / FILE).unlink()
    cluster.stop()
    database = open_database(settings)
    database.migrate()
    with connect(database.owner) as connection:
        owners = connection.execute(
            "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " UNION SELECT typowner::regrole::text FROM pg_type WHERE typname = 'colour'"
        ).fetchall()
    assert owners == [(ROLES.owner,)]
    with connect(database.url) as connection:
        connection.execute("INSERT INTO earlier DEFAULT VALUES")
    with connect(database.for_prefect().set(drivername="postgresql+psycopg")) as connection:
        connection.execute("ALTER TABLE flow ADD COLUMN name text; ALTER TYPE state ADD VALUE 'PENDING'")


@pytest.mark.parametrize("lost", ["nothing left", "those of other data", "while it runs"])
def test_lost_passwords_are_made_anew(folder: Path, lost: str) -> None:
    settings = Settings().with_data(folder)
    cluster = open_database(settings).cluster
    assert cluster is not None
    before = read_passwords(cluster.home)
    if lost != "while it runs":
        cluster.stop()
    (cluster.home / FILE).unlink()
    if lost == "those of other data":
        (cluster.home / FILE).write_text("".join(f"*:*:*:{name}:other\n" for name in before))
        (cluster.home / FILE).chmod(0o600)
    database = open_database(settings)
    with connect(database.url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (ROLES.application,)
    assert read_passwords(cluster.home).keys() == before.keys()
    assert not set(read_passwords(cluster.home).values()) & {*before.values(), "other"}
    rules = (cluster.data / "pg_hba.conf").read_text()
    assert not re.search("peer|trust", rules)


def test_libpq_reads_the_file_of_passwords(database: Database) -> None:
    """So that an operator's own `pg_dump` needs nothing else."""
    cluster = database.cluster
    assert cluster is not None
    command = [
        str(cluster.binaries / "psql"),
        "-h",
        str(cluster.sockets),
        "-U",
        ADMINISTRATOR,
        "-Atc",
        "SELECT 1",
    ]
    done = subprocess.run(
        [*command, "bihuan"],
        env={"PGPASSFILE": str(cluster.home / FILE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "1\n", done.stderr
