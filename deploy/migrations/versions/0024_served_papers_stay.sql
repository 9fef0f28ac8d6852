-- How and to whom a paper was served, who signed for it, and what was answered: set once, and then as they are.
CREATE FUNCTION bihuan_a_served_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.served IS NOT NULL AND (NEW.served, NEW.served_on, NEW.served_way)
            IS DISTINCT FROM (OLD.served, OLD.served_on, OLD.served_way)
        -- Its minutes, the day it was held and who came join the hour of a 约谈 with the answer, and change none of it.
        OR OLD.served IS NOT NULL AND NEW.meeting IS DISTINCT FROM OLD.meeting
            AND (NEW.answer IS NULL OR OLD.meeting IS NOT NULL AND (NEW.meeting @> OLD.meeting) IS NOT TRUE)
        OR OLD.acknowledged_at IS NOT NULL AND (NEW.acknowledged_by, NEW.acknowledged_at, NEW.acknowledged_as)
            IS DISTINCT FROM (OLD.acknowledged_by, OLD.acknowledged_at, OLD.acknowledged_as)
        OR OLD.answer IS NOT NULL AND (NEW.answer, NEW.meeting) IS DISTINCT FROM (OLD.answer, OLD.meeting)
        OR OLD.state = 'served' AND NEW.state NOT IN ('served', 'answered')
        OR OLD.state IN ('answered', 'declined', 'filed')
            AND (NEW.state, NEW.declined_because, NEW.look_again)
                IS DISTINCT FROM (OLD.state, OLD.declined_because, OLD.look_again)
    THEN
        RAISE EXCEPTION 'a paper that was served, signed for, answered or declined stays so'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_served_paper_stays BEFORE UPDATE ON paper
    FOR EACH ROW EXECUTE FUNCTION bihuan_a_served_paper_stays();
