"""The database too asks who acts on a paper of that paper, not of the hazard it hangs on."""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the guard; older lines stay as they are."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    # Without parameters the driver takes the file as it is: several statements, and % as itself.
    op.get_bind().connection.cursor().execute(statements)
