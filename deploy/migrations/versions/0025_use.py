"""Use (停用): whether the place of a hazard may be used, and a record of each time that it may not."""

from pathlib import Path

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Add the column, the record and the guards; every place there is, is in use."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
