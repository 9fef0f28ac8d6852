-- The second wall: what the database itself refuses, whoever asks.

-- The journal is append-only.
CREATE FUNCTION bihuan_journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();

-- So are the journal of the organisation and the record of sign-ins.
CREATE TRIGGER organisation_journal_is_append_only BEFORE UPDATE OR DELETE ON organisation_journal
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();
CREATE TRIGGER sign_in_is_append_only BEFORE UPDATE OR DELETE ON sign_in
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();

-- An anchor once cast stays as it is; only that it has been told outside is added.
CREATE TRIGGER anchor_is_append_only
    BEFORE DELETE OR UPDATE OF seq, at, journal_id, organisation_seq, lines, code ON anchor
    FOR EACH ROW EXECUTE FUNCTION bihuan_journal_is_append_only();

-- Rule 3: whoever fixed it, or stands in for him, neither verifies nor closes; beyond 单位级 no verifier closes.
CREATE FUNCTION bihuan_is_not_the_fixer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    fixed_by integer[];
    verified_by integer[];
BEGIN
    SELECT h.fixers || h.helpers || array_remove(ARRAY[h.fixer_id], NULL),
           CASE WHEN h.line <> 'unit' AND NEW.action = 'approve_closure' THEN h.passed_by END
        INTO fixed_by, verified_by FROM hazard h WHERE h.id = NEW.hazard_id;
    IF NEW.actor_id = ANY(verified_by) OR NEW.for_id = ANY(verified_by) THEN
        RAISE EXCEPTION 'the verifier does not close' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.actor_id = ANY(fixed_by) OR NEW.for_id = ANY(fixed_by) OR EXISTS (
        SELECT 1 FROM delegation d WHERE d.from_id = ANY(fixed_by)
            AND d.to_id IN (NEW.actor_id, NEW.for_id) AND d.since <= NEW.at AND NEW.at < d.until)
    THEN
        RAISE EXCEPTION 'the fixer neither verifies nor closes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER is_not_the_fixer BEFORE INSERT ON journal FOR EACH ROW
    WHEN (NEW.action IN ('pass', 'send_back', 'approve_closure', 'refuse_closure', 'close_on_spot',
                         'grant_extension', 'refuse_extension', 'look_back_ok'))
    EXECUTE FUNCTION bihuan_is_not_the_fixer();

-- Nothing closes unverified or listed, no number changes, and a hazard is voided, never deleted.
CREATE FUNCTION bihuan_hazard_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a hazard is voided, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number THEN
        RAISE EXCEPTION 'an official number never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.state = 'closed' AND OLD.state <> 'closed'
        AND NEW.closing_kind IS DISTINCT FROM 'transferred' AND cardinality(NEW.passed_by) = 0
    THEN
        RAISE EXCEPTION 'nothing closes unverified' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state = 'closed' AND OLD.state <> 'closed' AND OLD.listing IN ('listed', 'lifting') AND NEW.listing <> 'lifted'
    THEN
        RAISE EXCEPTION 'nothing closes while it is listed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hazard_is_kept BEFORE UPDATE OF state, number OR DELETE ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_hazard_is_kept();

-- The organisation's version rises with every change of it, so that processes know when to read it anew.
INSERT INTO organisation_version (id, version) VALUES (1, 0) ON CONFLICT DO NOTHING;
CREATE FUNCTION bihuan_organisation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO organisation_version AS v (id, version) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET version = v.version + 1;
    RETURN NULL;
END $$;
CREATE TRIGGER unit_changed AFTER INSERT OR UPDATE OR DELETE ON unit
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
CREATE TRIGGER person_changed AFTER INSERT OR UPDATE OR DELETE ON person
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
CREATE TRIGGER post_changed AFTER INSERT OR UPDATE OR DELETE ON post
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
CREATE TRIGGER delegation_changed AFTER INSERT OR UPDATE OR DELETE ON delegation
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();
-- Of an account only who signs in by which name; not each password, code and recovery code.
CREATE TRIGGER account_changed AFTER INSERT OR DELETE OR UPDATE OF id, person_id, login ON account
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();

CREATE TRIGGER channel_changed AFTER INSERT OR UPDATE OR DELETE ON channel
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_organisation_changed();

-- Whoever delivers finds what is owed in a queue, and is woken.
CREATE FUNCTION bihuan_notices_owed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO notice_owed (person_id, notice_id, urgent)
        SELECT person_id, id, urgency = 'urgent' FROM fresh;
    PERFORM pg_notify('bihuan_notices', '');
    RETURN NULL;
END $$;
CREATE TRIGGER notices_owed AFTER INSERT ON notice REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION bihuan_notices_owed();

-- Searching by any part of a word, Chinese included.
CREATE FUNCTION bihuan_hazard_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_words (hazard_id, words)
        VALUES (NEW.id, NEW.place || ' ' || NEW.description)
        ON CONFLICT (hazard_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
CREATE TRIGGER hazard_words AFTER INSERT OR UPDATE OF place, description ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_hazard_words();

-- Which hazard shows which file: whatever a person's line names, at any depth.
CREATE FUNCTION bihuan_hazard_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_evidence (hash, hazard_id)
        SELECT named.file #>> '{}', NEW.hazard_id
            FROM jsonb_path_query(NEW.data, '$.**.photos[*]') AS named(file)
        UNION SELECT NEW.data ->> 'scan', NEW.hazard_id WHERE NEW.data ? 'scan'
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER hazard_evidence AFTER INSERT ON journal
    FOR EACH ROW WHEN (NEW.actor_id IS NOT NULL) EXECUTE FUNCTION bihuan_hazard_evidence();

-- Whom a hazard concerns, to be walked from the person.
CREATE FUNCTION bihuan_hazard_involved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_involved (person_id, hazard_id)
        SELECT DISTINCT who, NEW.id FROM unnest(NEW.involved) AS who
        WHERE TG_OP = 'INSERT' OR who <> ALL (OLD.involved)
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER hazard_involved AFTER INSERT OR UPDATE OF involved ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_hazard_involved();

-- Rows that are written again find room on their own page: the log then holds what changed and not the row.
ALTER TABLE hazard SET (fillfactor = 50);
ALTER TABLE attempt SET (fillfactor = 50);
