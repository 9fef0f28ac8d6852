"""Brings the database's schema to the one this release knows, once, whoever asks first."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import ProgrammingError

from deploy.rights import entitle, guard_tables
from domain.store.engine import make_engine
from domain.store.settings import StartError

MIGRATION_LOCK = 8_403_001


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _check_not_newer(connection: Connection, known: set[str]) -> str | None:
    present = MigrationContext.configure(connection).get_current_revision()
    if present is not None and present not in known:
        raise StartError(
            f"数据库结构版本 {present} 比本程序新，请升级程序后再启动"
            f" (the database's schema {present} is newer than this release)"
        )
    return present


def migrate(url: URL | str, application: str | None = None) -> None:
    """Apply what is missing in one transaction, as the tables' owner; two at once wait for each other.

    `application` is the role that may then read and write rows; None where the owner itself does.
    """
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    engine = make_engine(url, "bihuan-migrate", pool_size=1)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            _check_not_newer(connection, known)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            guard_tables(connection)
            if application is not None:
                entitle(connection, application)
    finally:
        engine.dispose()


def schema_is_current(url: URL | str) -> bool:
    """Whether the schema is exactly the one this release knows; `StartError` when it is newer."""
    scripts = ScriptDirectory.from_config(_config())
    known = {script.revision for script in scripts.walk_revisions()}
    engine = make_engine(url, "bihuan-migrate", pool_size=1)
    try:
        with engine.connect() as connection:
            return _check_not_newer(connection, known) == scripts.get_current_head()
    except ProgrammingError:  # the role's rights come with the upgrade
        return False
    finally:
        engine.dispose()
