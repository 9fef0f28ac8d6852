from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import URL, Connection, inspect, text
from sqlmodel import SQLModel

from deploy.migrate import migrate, schema_is_current
from domain.store.engine import connect, make_engine
from domain.store.settings import StartError
from tests import databases


@pytest.fixture
def bare_database(database_url: URL) -> Iterator[URL]:
    name = f"{database_url.database}_bare"
    yield databases.bare(databases.server_url(), name)
    with connect(databases.server_url()) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_two_migrations_at_once_make_one_schema(bare_database: URL) -> None:
    assert not schema_is_current(bare_database)
    with ThreadPoolExecutor(2) as both:
        list(both.map(migrate, [bare_database, bare_database]))
    assert schema_is_current(bare_database)
    engine = make_engine(bare_database)
    assert {"hazard", "alembic_version"} <= set(inspect(engine).get_table_names())
    engine.dispose()


def test_the_revisions_make_the_tables_that_the_code_declares(bare_database: URL) -> None:
    """A declared table or column that no revision makes would be missing wherever data already stands."""
    migrate(bare_database)
    engine = make_engine(bare_database)
    with engine.connect() as connection:
        compared = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_revisions_make_the_indexes_that_the_code_declares(bare_database: URL) -> None:
    """What an index carries besides its columns, and of which rows, is compared by nothing else."""
    migrate(bare_database)
    engine = make_engine(bare_database)
    with engine.begin() as connection:
        made = indexes(connection, "public")
        connection.execute(text("CREATE SCHEMA declared"))
        there = connection.execution_options(schema_translate_map={None: "declared"})
        SQLModel.metadata.create_all(there)
        assert indexes(connection, "declared") == {
            name: made[name] for name in indexes(connection, "declared")
        }
    engine.dispose()


def test_the_planner_knows_that_what_is_open_has_no_day_of_closing(bare_database: URL) -> None:
    migrate(bare_database)
    with connect(bare_database) as connection:
        kept = connection.execute("SELECT stxname FROM pg_statistic_ext").fetchall()
    assert kept == [("hazard_open",)]


def indexes(connection: Connection, schema: str) -> dict[str, str]:
    """Name -> what PostgreSQL says it is."""
    asked = text(
        "SELECT indexname, replace(indexdef, :schema || '.', '') FROM pg_indexes WHERE schemaname = :schema"
    )
    return {row[0]: row[1] for row in connection.execute(asked, {"schema": schema})}


def test_a_schema_newer_than_this_release_is_refused(bare_database: URL) -> None:
    migrate(bare_database)
    with connect(bare_database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StartError, match="9999"):
        migrate(bare_database)
    with pytest.raises(StartError, match="9999"):
        schema_is_current(bare_database)
