-- Whoever worked on a hazard in any round stays on record, and neither verifies nor closes it.
UPDATE hazard h SET fixers = (
    SELECT coalesce(array_agg(DISTINCT who ORDER BY who), '{}') FROM (
        SELECT unnest(h.fixers || h.helpers || array_remove(ARRAY[h.fixer_id], NULL))
        UNION SELECT unnest(array_remove(ARRAY[j.actor_id, j.for_id], NULL)) FROM journal j
            WHERE j.hazard_id = h.id AND j.action IN ('report_progress', 'submit')
    ) AS worked(who));

CREATE OR REPLACE FUNCTION bihuan_is_not_the_fixer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fixed_by integer[];
    of_line text;
    reporter integer;
BEGIN
    SELECT h.fixers || h.helpers || array_remove(ARRAY[h.fixer_id], NULL), h.line,
           CASE WHEN h.fixed_on_spot THEN h.reporter_id END
        INTO fixed_by, of_line, reporter FROM hazard h WHERE h.id = NEW.hazard_id;
    -- Beyond 单位级 no verifier decides on the closing; in a unit too small the verifier may, never for somebody else.
    IF NEW.action IN ('approve_closure', 'refuse_closure') AND (of_line <> 'unit' OR NEW.for_id IS NOT NULL) AND EXISTS (
        SELECT 1 FROM journal j WHERE j.hazard_id = NEW.hazard_id AND j.action = 'pass'
            AND j.seq > (SELECT coalesce(max(s.seq), 0) FROM journal s
                WHERE s.hazard_id = NEW.hazard_id AND s.action = 'submit')
            AND (j.actor_id IN (NEW.actor_id, NEW.for_id) OR j.for_id IN (NEW.actor_id, NEW.for_id)))
    THEN
        RAISE EXCEPTION 'the verifier does not close' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.action = 'close_on_spot' AND reporter IN (NEW.actor_id, NEW.for_id) THEN
        RAISE EXCEPTION 'who reported it as put right does not close it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.actor_id = ANY (fixed_by) OR NEW.for_id = ANY (fixed_by) OR EXISTS (
        SELECT 1 FROM delegation d WHERE d.since <= NEW.at AND NEW.at < d.until
            AND (d.from_id = ANY (fixed_by) AND d.to_id IN (NEW.actor_id, NEW.for_id)
                OR d.to_id = ANY (fixed_by) AND d.from_id IN (NEW.actor_id, NEW.for_id)))
    THEN
        RAISE EXCEPTION 'the fixer neither verifies nor closes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION bihuan_work_is_not_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.fixers @> OLD.fixers THEN
        RAISE EXCEPTION 'whoever worked on it stays on record' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER work_is_not_forgotten BEFORE UPDATE OF fixers ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_work_is_not_forgotten();

-- Letters are few: their numbers are looked for among them, not in the whole journal.
CREATE INDEX journal_letters ON journal (hazard_id) WHERE action = 'transfer';
