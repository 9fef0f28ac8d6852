-- What a paper said when it was signed, and its PDF; both stay as they are.
ALTER TABLE paper ADD COLUMN draft JSONB, ADD COLUMN content JSONB, ADD COLUMN content_hash BYTEA, ADD COLUMN pdf_hash BYTEA;
CREATE UNIQUE INDEX paper_check ON paper (substring(content_hash FROM 1 FOR 10)) WHERE content_hash IS NOT NULL;

CREATE TABLE paper_file (
    hash BYTEA PRIMARY KEY,
    body BYTEA NOT NULL
);
ALTER TABLE paper_file ALTER COLUMN body SET STORAGE EXTERNAL; -- a PDF is compressed already

CREATE FUNCTION bihuan_a_signed_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a paper is declined, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.hazard_id, NEW.seq, NEW.kind) <> (OLD.hazard_id, OLD.seq, OLD.kind)
        OR OLD.signed_at IS NOT NULL AND (NEW.number, NEW.signer_id, NEW.signed_at, NEW.names)
            IS DISTINCT FROM (OLD.number, OLD.signer_id, OLD.signed_at, OLD.names)
        OR OLD.signed_at IS NOT NULL AND OLD.content IS NULL AND NEW.content IS NOT NULL
        OR OLD.content IS NOT NULL AND (NEW.draft, NEW.content, NEW.content_hash, NEW.pdf_hash)
            IS DISTINCT FROM (OLD.draft, OLD.content, OLD.content_hash, OLD.pdf_hash)
    THEN
        RAISE EXCEPTION 'a signed paper keeps what it says' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_signed_paper_stays BEFORE UPDATE OR DELETE ON paper
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_signed_paper_stays();

CREATE FUNCTION bihuan_a_paper_file_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the file of a paper stays as it is' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER a_paper_file_stays BEFORE UPDATE OR DELETE ON paper_file
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_paper_file_stays();
