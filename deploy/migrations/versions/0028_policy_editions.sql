CREATE TABLE policy_edition (
    id SERIAL PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    edition INTEGER NOT NULL,
    body JSONB DEFAULT '{}' NOT NULL,
    changes JSONB DEFAULT '{}' NOT NULL,
    because VARCHAR NOT NULL,
    since DATE NOT NULL,
    made_by INTEGER NOT NULL REFERENCES person (id),
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    released_by INTEGER REFERENCES person (id),
    released_at TIMESTAMP WITH TIME ZONE,
    UNIQUE (unit_id, edition),
    CONSTRAINT another_releases CHECK (released_by <> made_by),
    CONSTRAINT released_by_somebody CHECK ((released_by IS NULL) = (released_at IS NULL))
);

-- What was made stays as it was; it is released once.
CREATE FUNCTION bihuan_a_policy_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition of the rules is followed by another, never deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.unit_id, NEW.edition, NEW.body, NEW.changes, NEW.because, NEW.since, NEW.made_by, NEW.made_at)
            IS DISTINCT FROM
            (OLD.id, OLD.unit_id, OLD.edition, OLD.body, OLD.changes, OLD.because, OLD.since, OLD.made_by, OLD.made_at)
        OR OLD.released_at IS NOT NULL
            AND (NEW.released_by, NEW.released_at) IS DISTINCT FROM (OLD.released_by, OLD.released_at)
    THEN
        RAISE EXCEPTION 'an edition of the rules stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_policy_edition_stays BEFORE UPDATE OR DELETE ON policy_edition
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_policy_edition_stays();

-- Every process reads the rules anew when an edition was released.
CREATE TRIGGER policy_edition_changed AFTER INSERT OR UPDATE OR DELETE ON policy_edition
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
