"""The first tables, and the guards the database keeps itself: two files of SQL, frozen with the first release."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
FILES = ("0001_tables.sql", "0001_guards.sql")


def upgrade() -> None:
    """Make every table, then the triggers and checks."""
    for name in FILES:
        # Without parameters the driver takes the file as it is: several statements, and % as itself.
        statements = (Path(__file__).parent / name).read_text(encoding="utf-8")
        op.get_bind().connection.cursor().execute(statements)
