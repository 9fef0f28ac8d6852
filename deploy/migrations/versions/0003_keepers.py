"""Who keeps sign-ins: what the database itself refuses of appointments and delegations."""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the guards; what was written before stays as it is."""
    statements = (Path(__file__).parent / "0003_keepers.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
