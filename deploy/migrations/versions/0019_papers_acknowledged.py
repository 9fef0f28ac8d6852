"""How a paper was served, and who signed for it in the system."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Of papers served before, the way is not known."""
    op.add_column("paper", sa.Column("served_way", sa.String(12)))
    op.add_column("paper", sa.Column("acknowledged_by", sa.Integer(), sa.ForeignKey("person.id")))
    op.add_column("paper", sa.Column("acknowledged_at", sa.DateTime(timezone=True)))
