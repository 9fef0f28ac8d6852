"""A second person's yes stands beside the owner's own; the same picture is known again whatever its bytes."""

from alembic import op

revision = "0013"
down_revision = "0012"

STATEMENTS = """
ALTER TABLE account ADD COLUMN agreed boolean NOT NULL DEFAULT false;
ALTER TABLE evidence ADD COLUMN picture varchar(64);
CREATE INDEX ix_evidence_picture ON evidence (picture);
"""


def upgrade() -> None:
    """Accounts that wait go on waiting; files of earlier releases are known by their bytes alone."""
    op.execute(STATEMENTS)
