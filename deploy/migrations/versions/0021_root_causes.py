"""Why a hazard came to be, and what keeps it from coming back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """What was submitted before said neither."""
    op.add_column("hazard", sa.Column("cause", JSONB(), nullable=True))
