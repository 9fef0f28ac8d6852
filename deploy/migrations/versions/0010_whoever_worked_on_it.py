"""Whoever worked on a hazard in any round neither verifies nor closes it: kept, and asked by the database too."""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Gather from the journal who worked on what, then guard it."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    # Without parameters the driver takes the file as it is: several statements, and % as itself.
    op.get_bind().connection.cursor().execute(statements)
