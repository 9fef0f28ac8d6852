"""What is not known of a message is kept: lost answers and possible copies. A channel can be deleted."""

from alembic import op

revision = "0006"
down_revision = "0005"
COLUMNS = (
    "attempt ADD COLUMN lost integer",
    "attempt ADD COLUMN copies integer",
    "channel ADD COLUMN removed_at timestamp with time zone",
)


def upgrade() -> None:
    """Add what is unknown of old rows as unknown."""
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
