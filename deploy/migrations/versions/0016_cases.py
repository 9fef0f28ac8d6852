"""Every kind of case in one table of names: journal, notices, people concerned and files hang on the case."""

from pathlib import Path

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Name the hazards as cases, and let what hangs on a case of any kind point there."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    op.get_bind().connection.cursor().execute(statements)
