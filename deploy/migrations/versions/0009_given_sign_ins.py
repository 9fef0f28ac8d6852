"""Sign-ins that somebody else had a hand in, a second account that was meant, and what their owner is told."""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add them; every sign-in that stands counts as confirmed."""
    statements = (Path(__file__).parent / "0009_given_sign_ins.sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
