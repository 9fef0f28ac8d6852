CREATE TABLE task_rule (
    id SERIAL PRIMARY KEY,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    checklist VARCHAR(24) NOT NULL,
    since DATE NOT NULL,
    until DATE
);
CREATE UNIQUE INDEX task_rule_once ON task_rule (unit_id, checklist) WHERE until IS NULL;

CREATE TABLE task (
    id BIGINT PRIMARY KEY REFERENCES cases (id),
    ref VARCHAR(16) NOT NULL UNIQUE,
    unit_id INTEGER NOT NULL REFERENCES unit (id),
    department_id INTEGER NOT NULL REFERENCES unit (id),
    policy VARCHAR(60) NOT NULL,
    rule_id INTEGER NOT NULL REFERENCES task_rule (id),
    period DATE NOT NULL,
    title VARCHAR(200) NOT NULL,
    checklist VARCHAR(24) NOT NULL,
    edition VARCHAR(16) NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state VARCHAR(16) NOT NULL,
    version INTEGER NOT NULL,
    head BYTEA NOT NULL,
    acted_at TIMESTAMP WITH TIME ZONE NOT NULL,
    terms JSONB DEFAULT '{}' NOT NULL,
    fired JSONB DEFAULT '{}' NOT NULL,
    next_action_at TIMESTAMP WITH TIME ZONE,
    rung INTEGER NOT NULL,
    holders INTEGER[] DEFAULT '{}' NOT NULL,
    late_holders INTEGER[] DEFAULT '{}' NOT NULL,
    involved INTEGER[] DEFAULT '{}' NOT NULL,
    answers JSONB DEFAULT '{}' NOT NULL,
    hazards TEXT[] DEFAULT '{}' NOT NULL,
    done_by INTEGER REFERENCES person (id),
    done_at TIMESTAMP WITH TIME ZONE
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX task_once ON task (department_id, checklist, period);
CREATE INDEX task_due ON task (next_action_at, id) WHERE next_action_at IS NOT NULL;
CREATE INDEX task_holders ON task USING gin (holders) WITH (fastupdate = off);
CREATE INDEX task_unit ON task (unit_id, period, state);
CREATE INDEX task_hazards ON task USING gin (hazards) WHERE hazards <> '{}';

CREATE TRIGGER is_a_case BEFORE INSERT ON task FOR EACH ROW EXECUTE FUNCTION bihuan_is_a_case();
CREATE TRIGGER case_involved AFTER INSERT OR UPDATE OF involved ON task
    FOR EACH ROW EXECUTE FUNCTION bihuan_case_involved();

CREATE FUNCTION bihuan_task_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a task is waived, never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.rule_id, OLD.unit_id, OLD.department_id, OLD.period) <> (NEW.rule_id, NEW.unit_id, NEW.department_id, NEW.period)
        OR OLD.state IN ('done', 'waived') AND NEW.state <> OLD.state
    THEN
        RAISE EXCEPTION 'a task keeps its place, its period and its end' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER task_is_kept BEFORE UPDATE OF rule_id, unit_id, department_id, period, state OR DELETE ON task
    FOR EACH ROW EXECUTE FUNCTION bihuan_task_is_kept();
