-- A line's seal; lines written before have none.
ALTER TABLE journal ADD COLUMN seal bytea;
ALTER TABLE organisation_journal ADD COLUMN seals jsonb;

-- The record of sign-ins as a chain: one link a line, made at the end of its transaction, so that nobody who signs in
-- waits for another longer than a commit takes. An anchor covers the links up to `sign_in_seq`.
CREATE TABLE sign_in_link (
    seq bigint NOT NULL PRIMARY KEY,
    sign_in_id bigint NOT NULL,
    hash bytea NOT NULL
);
CREATE UNIQUE INDEX sign_in_link_line ON sign_in_link (sign_in_id);
CREATE TRIGGER sign_in_link_is_append_only BEFORE UPDATE OR DELETE ON sign_in_link
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();

CREATE FUNCTION bihuan_sign_in_hash(previous bytea, line sign_in) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(previous || convert_to(jsonb_build_array(
        line.id, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.account_id,
        line.outcome, line.address, line.device)::text, 'UTF8'))
$$;
CREATE FUNCTION bihuan_sign_in_linked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last sign_in_link;
BEGIN
    PERFORM pg_advisory_xact_lock(8403017);
    SELECT * INTO last FROM sign_in_link ORDER BY seq DESC LIMIT 1;
    INSERT INTO sign_in_link (seq, sign_in_id, hash) VALUES (
        coalesce(last.seq, 0) + 1, NEW.id, bihuan_sign_in_hash(coalesce(last.hash, '\x'::bytea), NEW));
    RETURN NULL;
END $$;

DO $$
DECLARE
    line sign_in;
    n bigint := 0;
    last bytea := '\x';
BEGIN
    FOR line IN SELECT * FROM sign_in ORDER BY id LOOP
        n := n + 1;
        last := bihuan_sign_in_hash(last, line);
        INSERT INTO sign_in_link (seq, sign_in_id, hash) VALUES (n, line.id, last);
    END LOOP;
END $$;
CREATE CONSTRAINT TRIGGER sign_in_linked AFTER INSERT ON sign_in DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION bihuan_sign_in_linked();

ALTER TABLE anchor ADD COLUMN sign_in_seq bigint NOT NULL DEFAULT 0;
DROP TRIGGER anchor_is_append_only ON anchor;
CREATE TRIGGER anchor_is_append_only
    BEFORE DELETE OR UPDATE OF seq, at, journal_id, organisation_seq, sign_in_seq, lines, code ON anchor
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();
