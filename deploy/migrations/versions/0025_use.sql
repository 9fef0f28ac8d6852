ALTER TABLE hazard ADD COLUMN use VARCHAR(12) DEFAULT 'in_use' NOT NULL, ADD COLUMN suspended JSONB;
CREATE INDEX hazard_out_of_use ON hazard (unit_id, place) WHERE use <> 'in_use';

CREATE TABLE suspension (
    hazard_id BIGINT NOT NULL REFERENCES hazard (id),
    seq INTEGER NOT NULL,
    scope VARCHAR(12) NOT NULL,
    what VARCHAR(200) NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    moved_out VARCHAR NOT NULL,
    for_good BOOLEAN NOT NULL,
    ordered_by INTEGER REFERENCES person (id),
    ordered_as VARCHAR(24) NOT NULL,
    suspended_at TIMESTAMP WITH TIME ZONE NOT NULL,
    number VARCHAR(60),
    photos JSONB DEFAULT '{}' NOT NULL,
    names JSONB,
    requests JSONB DEFAULT '{}' NOT NULL,
    resumed_by INTEGER REFERENCES person (id),
    resumed_at TIMESTAMP WITH TIME ZONE,
    PRIMARY KEY (hazard_id, seq)
);

CREATE FUNCTION bihuan_a_suspension_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a suspension is resumed, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.hazard_id, NEW.seq, NEW.scope, NEW.what, NEW.since, NEW.moved_out, NEW.for_good, NEW.ordered_by,
            NEW.ordered_as, NEW.suspended_at, NEW.number, NEW.photos, NEW.names)
        IS DISTINCT FROM (OLD.hazard_id, OLD.seq, OLD.scope, OLD.what, OLD.since, OLD.moved_out, OLD.for_good,
            OLD.ordered_by, OLD.ordered_as, OLD.suspended_at, OLD.number, OLD.photos, OLD.names)
        OR OLD.resumed_at IS NOT NULL
    THEN
        RAISE EXCEPTION 'an order stays as it was given' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_suspension_stays BEFORE UPDATE OR DELETE ON suspension
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_suspension_stays();

-- Nothing ends while its place is out of use and not given up for good; use comes back after it was asked for alone.
CREATE FUNCTION bihuan_use_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('closed', 'dismissed', 'voided') AND OLD.state NOT IN ('closed', 'dismissed', 'voided')
        AND NEW.use IN ('suspended', 'resuming')
    THEN
        RAISE EXCEPTION 'nothing ends while its place is out of use' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.use = 'in_use' AND OLD.use IN ('suspended', 'retired') THEN
        RAISE EXCEPTION 'nobody resumes without consent' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER use_is_kept BEFORE UPDATE OF state, use ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_use_is_kept();

-- Whoever worked on it decides on its use as little as on its closing.
DROP TRIGGER is_not_the_fixer ON journal;
CREATE TRIGGER is_not_the_fixer BEFORE INSERT ON journal FOR EACH ROW
    WHEN (NEW.action IN ('pass', 'send_back', 'approve_closure', 'refuse_closure', 'close_on_spot',
                         'grant_extension', 'refuse_extension', 'look_back_ok', 'resume_use', 'refuse_resume'))
    EXECUTE FUNCTION bihuan_is_not_the_fixer();

CREATE FUNCTION bihuan_did_not_ask_for_use() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked_by integer[];
BEGIN
    SELECT array_remove(ARRAY[j.actor_id, j.for_id], NULL) INTO asked_by FROM journal j
        WHERE j.case_id = NEW.case_id AND j.action = 'request_resume' ORDER BY j.seq DESC LIMIT 1;
    IF asked_by IS NULL THEN
        RAISE EXCEPTION 'nobody asked to use it again' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.actor_id = ANY (asked_by) OR NEW.for_id = ANY (asked_by) OR EXISTS (
        SELECT 1 FROM delegation d WHERE d.since <= NEW.at AND NEW.at < d.until
            AND (d.from_id = ANY (asked_by) AND d.to_id IN (NEW.actor_id, NEW.for_id)
                OR d.to_id = ANY (asked_by) AND d.from_id IN (NEW.actor_id, NEW.for_id)))
    THEN
        RAISE EXCEPTION 'nobody consents to what they asked for' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER did_not_ask_for_use BEFORE INSERT ON journal FOR EACH ROW
    WHEN (NEW.action IN ('resume_use', 'refuse_resume'))
    EXECUTE FUNCTION bihuan_did_not_ask_for_use();
