-- Who acts on a paper is asked of that paper: the unit's own is the unit's, the commission's is the commission's.

-- Whoever holds a post, an empty one skipped upward, and the post above that may do the same.
CREATE FUNCTION bihuan_climb(of_hazard bigint, first text, moment timestamptz) RETURNS integer[]
    LANGUAGE sql STABLE AS $$
    WITH place AS (
        SELECT h.unit_id AS unit,
            CASE WHEN home.kind = 'department' THEN home.id ELSE h.department_id END AS department,
            (SELECT a.id FROM unit u JOIN unit a ON u.path LIKE a.path || '%' WHERE u.id = h.unit_id
                ORDER BY (a.kind = 'authority') DESC,
                    CASE WHEN a.kind = 'authority' THEN -length(a.path) ELSE length(a.path) END LIMIT 1) AS authority
        FROM hazard h LEFT JOIN person fixer ON fixer.id = h.fixer_id LEFT JOIN unit home ON home.id = fixer.unit_id
        WHERE h.id = of_hazard
    ), ladder AS (
        SELECT step, role, CASE WHEN step = 1 THEN department WHEN step < 5 THEN unit ELSE authority END AS at
        FROM place, unnest(ARRAY['department_head', 'officer', 'deputy', 'chief', 'desk', 'leader', 'head', 'leader'])
            WITH ORDINALITY AS rungs(role, step)
        WHERE step < 8 OR first = 'head'
    ), held AS (
        SELECT l.step, l.role, array_agg(p.person_id) AS people
        FROM ladder l
            JOIN post p ON p.unit_id = l.at AND p.role = l.role
                AND p.since <= moment AND (p.until IS NULL OR moment < p.until)
            JOIN person x ON x.id = p.person_id AND x.active
        GROUP BY l.step, l.role
    ), found AS (
        SELECT role, people FROM held
        WHERE step >= (SELECT min(step) FROM ladder WHERE role = first) ORDER BY step LIMIT 1
    )
    SELECT coalesce(found.people || coalesce(above.people, '{}'), '{}') FROM found LEFT JOIN held AS above
        ON above.role = CASE found.role WHEN 'deputy' THEN 'chief' WHEN 'leader' THEN 'head' END
$$;

CREATE FUNCTION bihuan_acts_on_their_paper() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_kind text;
    of_line text;
    allowed integer[];
BEGIN
    SELECT p.kind, h.line INTO of_kind, of_line FROM paper p JOIN hazard h ON h.id = p.hazard_id
        WHERE p.hazard_id = NEW.hazard_id AND p.seq = (NEW.data ->> 'paper')::integer;
    IF of_kind IS NULL THEN
        RAISE EXCEPTION 'the line names no paper of this hazard' USING ERRCODE = 'check_violation';
    END IF;
    allowed := bihuan_climb(NEW.hazard_id, CASE
        WHEN NEW.action = 'answer_measure' THEN CASE
            WHEN of_kind = 'internal_order' THEN 'department_head' WHEN of_line = 'major' THEN 'chief' ELSE 'officer' END
        WHEN NEW.action = 'serve_measure' THEN CASE WHEN of_kind = 'internal_order' THEN 'officer' ELSE 'desk' END
        WHEN of_kind = 'internal_order' THEN 'deputy'
        WHEN of_line = 'major' AND of_kind IN ('summons', 'circular', 'advice') THEN 'head'
        ELSE 'leader' END, NEW.at);
    IF NEW.action = 'answer_measure' AND of_kind <> 'internal_order' THEN
        allowed := allowed || bihuan_climb(NEW.hazard_id, 'chief', NEW.at);
    END IF;
    IF NOT coalesce(NEW.for_id, NEW.actor_id) = ANY (allowed) THEN
        RAISE EXCEPTION 'this paper is not theirs to act on' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER acts_on_their_paper BEFORE INSERT ON journal FOR EACH ROW
    WHEN (NEW.actor_id IS NOT NULL
        AND NEW.action IN ('sign_measure', 'decline_measure', 'serve_measure', 'answer_measure'))
    EXECUTE FUNCTION bihuan_acts_on_their_paper();
