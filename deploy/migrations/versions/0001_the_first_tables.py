"""The first tables, and the guards the database keeps itself."""

from pathlib import Path

from alembic import op
from sqlmodel import SQLModel

import domain.tables  # noqa: F401 - the tables register themselves

revision = "0001"
down_revision = None
GUARDS = Path(__file__).parents[1] / "guards.sql"


def upgrade() -> None:
    """Make every table, then the triggers and checks written in SQL."""
    connection = op.get_bind()
    connection.exec_driver_sql("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    SQLModel.metadata.create_all(connection)
    if GUARDS.exists():
        # Without parameters the driver takes the file as it is: several statements, and % as itself.
        connection.connection.cursor().execute(GUARDS.read_text(encoding="utf-8"))
