CREATE TABLE calendar_edition (
    id SERIAL PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    year INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    body VARCHAR NOT NULL,
    source VARCHAR(200) NOT NULL,
    said VARCHAR NOT NULL,
    left_out TEXT[] DEFAULT '{}' NOT NULL,
    entered_by INTEGER NOT NULL REFERENCES person (id),
    entered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    confirmed_by INTEGER REFERENCES person (id),
    confirmed_at TIMESTAMP WITH TIME ZONE,
    UNIQUE (year, edition),
    CONSTRAINT another_confirms CHECK (confirmed_by <> entered_by),
    CONSTRAINT confirmed_by_somebody CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
);

-- What was entered stays as it was; it is confirmed once.
CREATE FUNCTION bihuan_a_calendar_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition of the calendar is followed by another, never deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.unit_id, NEW.year, NEW.edition, NEW.body, NEW.source, NEW.said, NEW.left_out,
            NEW.entered_by, NEW.entered_at)
            IS DISTINCT FROM
            (OLD.id, OLD.unit_id, OLD.year, OLD.edition, OLD.body, OLD.source, OLD.said, OLD.left_out,
            OLD.entered_by, OLD.entered_at)
        OR OLD.confirmed_at IS NOT NULL
            AND (NEW.confirmed_by, NEW.confirmed_at) IS DISTINCT FROM (OLD.confirmed_by, OLD.confirmed_at)
    THEN
        RAISE EXCEPTION 'an edition of the calendar stays as it is' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_calendar_edition_stays BEFORE UPDATE OR DELETE ON calendar_edition
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_calendar_edition_stays();

-- Every process reads the calendar anew when one was confirmed: the organisation's version tells it.
CREATE TRIGGER calendar_edition_changed AFTER INSERT OR UPDATE OR DELETE ON calendar_edition
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
