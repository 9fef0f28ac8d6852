"""The digests of rows in the lines that left them so, and the record of sign-ins as a chain."""

from pathlib import Path

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns and the chain; the sign-ins on record are chained as they stand."""
    statements = (Path(__file__).parent / "0011_seals.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
