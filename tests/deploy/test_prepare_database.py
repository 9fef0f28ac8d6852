"""A PostgreSQL of the user's own: one command makes the roles, another starts on them."""

import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from deploy import doctor
from deploy.finding import WRONG
from deploy.opening import borrowed_database, open_database
from deploy.postgres import embedded
from deploy.prepare_database import FILE, prefects, prepare, script
from domain.store.engine import connect, read_url
from domain.store.roles import Roles, names
from domain.store.settings import Settings, StartError, from_environment
from tests import databases

NAME = f"bihuan_own_{os.getpid()}"
ROLES = Roles(f"{NAME}_owner", f"{NAME}_app", f"{NAME}_prefect")


@pytest.fixture
def server() -> Iterator[URL]:
    """Somebody's server; what is made on it is taken away again."""
    url = databases.server_url()
    yield url
    with connect(url) as connection:
        for database in (NAME, prefects(NAME)):
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        for role in (*names(ROLES), f"{NAME}_admin"):
            connection.execute(f'DROP ROLE IF EXISTS "{role}"')


def settings_from(folder: Path) -> Settings:
    """As a shell reads the file that was written."""
    lines = dict(line.split("=", 1) for line in (folder / FILE).read_text().splitlines())
    return from_environment({**lines, "BIHUAN_DATA": str(folder)})


def test_prepared_started_and_found_sound(server: URL, tmp_path: Path) -> None:
    prepare(tmp_path / FILE, server, NAME, ROLES)
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    before = (tmp_path / FILE).read_text()
    prepare(tmp_path / FILE, server, NAME, ROLES)
    assert (tmp_path / FILE).read_text() == before, "a second time changes nothing, no password either"
    settings = settings_from(tmp_path)
    database = open_database(settings)
    database.migrate()
    assert database.for_prefect().database == prefects(NAME)
    with borrowed_database(settings) as url:
        found = [each.text for each in doctor.examine(settings, url) if each.mark == WRONG]
    assert [each for each in found if "应答" not in each] == []
    with (
        pytest.raises(StartError, match="permission denied"),
        connect(database.url.set(database=prefects(NAME))),
    ):
        pass


def test_what_one_role_had_is_handed_over(server: URL, tmp_path: Path) -> None:
    """An installation that began before there were three."""
    with connect(server) as connection:
        connection.execute(f'CREATE DATABASE "{NAME}"')
    one = Settings(tmp_path, database_url=server.set(database=NAME).render_as_string(hide_password=False))
    open_database(one).migrate()
    prepare(tmp_path / FILE, server, NAME, ROLES)
    database = open_database(settings_from(tmp_path))
    database.migrate()
    with connect(database.url) as connection:
        assert connection.execute("SELECT count(*) FROM hazard").fetchone() == (0,)
    with connect(database.owner) as connection:
        connection.execute("ALTER TABLE hazard SET (fillfactor = 60)")


def test_an_administrator_who_is_no_superuser_may_do_it(server: URL, tmp_path: Path) -> None:
    with connect(server) as connection:
        connection.execute(f"CREATE ROLE {NAME}_admin LOGIN CREATEDB CREATEROLE PASSWORD 'x'")
    prepare(tmp_path / FILE, server.set(username=f"{NAME}_admin", password="x"), NAME, ROLES)
    database = open_database(settings_from(tmp_path))
    database.migrate()
    with connect(server) as connection:  # its memberships would keep the roles
        connection.execute(f"DROP OWNED BY {NAME}_admin CASCADE")
        connection.execute(f"REVOKE {ROLES.owner}, {ROLES.prefect} FROM {NAME}_admin CASCADE")


def test_somebody_who_may_not_is_told_so(server: URL, tmp_path: Path) -> None:
    with connect(server) as connection:
        connection.execute(f"CREATE ROLE {NAME}_admin LOGIN PASSWORD 'x'")
    with pytest.raises(StartError, match="无权"):
        prepare(tmp_path / FILE, server.set(username=f"{NAME}_admin", password="x"), NAME, ROLES)
    assert not (tmp_path / FILE).exists()


def test_the_printed_script_does_the_same_and_holds_no_password(server: URL, tmp_path: Path) -> None:
    lines = "\n".join(script(NAME, ROLES))
    assert "SCRAM" not in lines
    for role in names(ROLES):
        assert f"\\password {role}" in lines
        lines = lines.replace(f"\\password {role}", f"ALTER ROLE {role} PASSWORD 'x';")
    home = Path(os.environ[databases.HOME]) / "postgres" if databases.HOME in os.environ else None
    if home is None:
        pytest.skip("psql comes with the embedded server")
    cluster = embedded.at(home)
    done = subprocess.run(
        [str(cluster.binaries / "psql"), "-v", "ON_ERROR_STOP=1", "-q", "-X"],
        input=lines,
        env={"PGHOST": str(cluster.sockets), "PGUSER": server.username or "", "PGPASSWORD": server.password or "",
             "PGDATABASE": "postgres"},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    own = server.set(database=NAME, username=ROLES.owner, password="x")
    app = read_url(own.set(username=ROLES.application).render_as_string(hide_password=False))
    settings = Settings(
        tmp_path,
        database_url=app.render_as_string(hide_password=False),
        owner_database_url=own.render_as_string(hide_password=False),
    )
    open_database(settings).migrate()
    with connect(app) as connection:
        assert connection.execute("SELECT count(*) FROM hazard").fetchone() == (0,)
