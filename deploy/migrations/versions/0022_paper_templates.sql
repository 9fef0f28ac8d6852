CREATE TABLE paper_template (
    id SERIAL PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    kind VARCHAR(24) NOT NULL,
    edition INTEGER NOT NULL,
    name VARCHAR(200) NOT NULL,
    file_hash BYTEA NOT NULL REFERENCES paper_file (hash),
    used TEXT[] DEFAULT '{}' NOT NULL,
    kept_by INTEGER REFERENCES person (id),
    kept_at TIMESTAMP WITH TIME ZONE NOT NULL,
    begun_by INTEGER REFERENCES person (id),
    begun_at TIMESTAMP WITH TIME ZONE,
    ended_by INTEGER REFERENCES person (id),
    ended_at TIMESTAMP WITH TIME ZONE,
    UNIQUE (unit_id, kind, edition)
);
CREATE UNIQUE INDEX paper_template_in_force ON paper_template (unit_id, kind)
    WHERE begun_at IS NOT NULL AND ended_at IS NULL;
ALTER TABLE paper ADD COLUMN template_id INTEGER REFERENCES paper_template (id);

-- An edition is kept for ever as it came: it begins once and ends once.
CREATE FUNCTION bihuan_a_paper_template_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the template of a paper is ended, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.unit_id, NEW.kind, NEW.edition, NEW.name, NEW.file_hash, NEW.used, NEW.kept_by, NEW.kept_at)
            IS DISTINCT FROM
            (OLD.id, OLD.unit_id, OLD.kind, OLD.edition, OLD.name, OLD.file_hash, OLD.used, OLD.kept_by, OLD.kept_at)
        OR OLD.begun_at IS NOT NULL AND (NEW.begun_by, NEW.begun_at) IS DISTINCT FROM (OLD.begun_by, OLD.begun_at)
        OR OLD.ended_at IS NOT NULL AND (NEW.ended_by, NEW.ended_at) IS DISTINCT FROM (OLD.ended_by, OLD.ended_at)
    THEN
        RAISE EXCEPTION 'an edition of a template stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_paper_template_stays BEFORE UPDATE OR DELETE ON paper_template
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_paper_template_stays();

CREATE OR REPLACE FUNCTION bihuan_a_signed_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a paper is declined, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.hazard_id, NEW.seq, NEW.kind) <> (OLD.hazard_id, OLD.seq, OLD.kind)
        OR OLD.signed_at IS NOT NULL AND (NEW.number, NEW.signer_id, NEW.signed_at, NEW.names, NEW.template_id)
            IS DISTINCT FROM (OLD.number, OLD.signer_id, OLD.signed_at, OLD.names, OLD.template_id)
        OR OLD.signed_at IS NOT NULL AND OLD.content IS NULL AND NEW.content IS NOT NULL
        OR OLD.content IS NOT NULL AND (NEW.draft, NEW.content, NEW.content_hash, NEW.pdf_hash)
            IS DISTINCT FROM (OLD.draft, OLD.content, OLD.content_hash, OLD.pdf_hash)
    THEN
        RAISE EXCEPTION 'a signed paper keeps what it says' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
