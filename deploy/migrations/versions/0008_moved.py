"""What moved in the ledger's orders, so that pages read one after the other show each hazard once."""

from alembic import op

revision = "0008"
down_revision = "0007"

MOVED = """
CREATE TABLE hazard_moved (
    xid BIGINT NOT NULL,
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    hazard_id BIGINT NOT NULL,
    open BOOLEAN NOT NULL,
    rectify_by TIMESTAMP WITH TIME ZONE,
    rung INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    number VARCHAR(40),
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    PRIMARY KEY (xid, id)
);
CREATE FUNCTION bihuan_seen_by(xid bigint, taken text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_visible_in_snapshot(xid::text::xid8, taken::pg_snapshot)
$$;
CREATE FUNCTION bihuan_is_open(closed_at timestamptz, state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT closed_at IS NULL AND state NOT IN ('closed', 'dismissed', 'voided')
$$;
CREATE FUNCTION bihuan_hazard_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_moved (xid, hazard_id, open, rectify_by, rung, unit_id, number)
        VALUES (pg_current_xact_id()::text::bigint, OLD.id, bihuan_is_open(OLD.closed_at, OLD.state),
            OLD.rectify_by, OLD.rung, OLD.unit_id, OLD.number);
    RETURN NULL;
END $$;
CREATE TRIGGER hazard_moved AFTER UPDATE OF rectify_by, rung, unit_id, number, closed_at, state ON hazard
    FOR EACH ROW WHEN (
        (OLD.rectify_by, OLD.rung, OLD.unit_id, OLD.number) IS DISTINCT FROM
            (NEW.rectify_by, NEW.rung, NEW.unit_id, NEW.number)
        OR bihuan_is_open(OLD.closed_at, OLD.state) <> bihuan_is_open(NEW.closed_at, NEW.state))
    EXECUTE FUNCTION bihuan_hazard_moved();
"""


def upgrade() -> None:
    """Begin to note what moves."""
    op.get_bind().connection.cursor().execute(MOVED)
