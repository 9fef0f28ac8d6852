"""Names of the day on papers, the day they were served, what a 约谈 said; and each listing as a record of its own."""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns and the table; the listings that were are read from the journal."""
    statements = (Path(__file__).parent / "0007_names_of_the_day.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
