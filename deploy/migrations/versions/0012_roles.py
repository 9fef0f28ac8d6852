"""Three roles: no table is ever emptied, and the application may hold the journal still without being its owner."""

from alembic import op

revision = "0012"
down_revision = "0011"

STATEMENTS = """
CREATE FUNCTION bihuan_is_never_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'no table is ever emptied' USING ERRCODE = 'restrict_violation';
END $$;

-- Whoever casts an anchor waits for the writers at work; the lock itself is a right of the owner.
CREATE FUNCTION bihuan_hold_the_journal() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public AS $$
BEGIN
    LOCK TABLE public.journal IN SHARE MODE;
END $$;
"""


def upgrade() -> None:
    """Add the two functions; `deploy.rights` puts the first before every table, new ones included."""
    op.execute(STATEMENTS)
