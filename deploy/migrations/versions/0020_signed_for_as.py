"""What whoever signed for a paper was called that day, and who signed in their place."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Of those signed for before, today's name is shown."""
    op.add_column("paper", sa.Column("acknowledged_as", sa.String(200)))
