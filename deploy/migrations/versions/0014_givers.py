"""Everybody who had a hand in a sign-in that waits, what a session reported, and who ever wrote a channel."""

from alembic import op

revision = "0014"
down_revision = "0013"

STATEMENTS = """
ALTER TABLE account ADD COLUMN givers integer[] NOT NULL DEFAULT '{}';
UPDATE account SET givers = ARRAY[given_by] WHERE given_by IS NOT NULL;
ALTER TABLE account ADD COLUMN appointers integer[] NOT NULL DEFAULT '{}';
ALTER TABLE account ADD COLUMN appointed_at timestamptz;
ALTER TABLE session ADD COLUMN reported bigint[] NOT NULL DEFAULT '{}';
ALTER TABLE session ADD COLUMN bond_id integer REFERENCES bond (id);
CREATE INDEX ix_session_bond_id ON session (bond_id);
ALTER TABLE account ADD COLUMN shows_from timestamptz;
UPDATE account SET shows_from = clock_timestamp() WHERE agreed;
ALTER TABLE account DROP COLUMN agreed;
ALTER TABLE channel ADD COLUMN writers integer[] NOT NULL DEFAULT '{}';
UPDATE channel SET writers = ARRAY[changed_by] WHERE changed_by IS NOT NULL;
ALTER TABLE personal_notice ADD COLUMN kept_from integer[] NOT NULL DEFAULT '{}';
UPDATE personal_notice SET kept_from = ARRAY[not_by] WHERE not_by IS NOT NULL;
ALTER TABLE personal_notice DROP COLUMN not_by;
"""


def upgrade() -> None:
    """Of sign-ins that wait already the last giver is known, of channels who changed them last."""
    op.execute(STATEMENTS)
