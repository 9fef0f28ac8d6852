ALTER TABLE paper ADD COLUMN names JSONB, ADD COLUMN served_on DATE, ADD COLUMN meeting JSONB;

CREATE TABLE listing (
    hazard_id BIGINT NOT NULL REFERENCES hazard (id),
    seq INTEGER NOT NULL,
    level VARCHAR(12) NOT NULL,
    number VARCHAR(60),
    until DATE NOT NULL,
    leader_id INTEGER REFERENCES person (id),
    listed_by INTEGER REFERENCES person (id),
    listed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    lifted_by INTEGER REFERENCES person (id),
    lifted_at TIMESTAMP WITH TIME ZONE,
    lifting_number VARCHAR(60),
    names JSONB,
    published JSONB DEFAULT '{}' NOT NULL,
    PRIMARY KEY (hazard_id, seq)
);

-- A number given by the system stands with the last listing alone: those before it were not kept.
INSERT INTO listing (hazard_id, seq, level, number, until, leader_id, listed_by, listed_at, lifted_by, lifted_at,
    lifting_number, published)
SELECT line.hazard_id, line.seq, coalesce(line.data->>'level', 'county'),
    coalesce(line.data->>'number', CASE WHEN next_list.seq IS NULL THEN hazard.listed->>'number' END),
    (line.data->>'until')::date,
    CASE WHEN next_list.seq IS NULL THEN (hazard.listed->>'leader')::int END,
    coalesce(line.for_id, line.actor_id), line.at, coalesce(lift.for_id, lift.actor_id), lift.at,
    lift.data->>'number', '[]'
FROM journal AS line
JOIN hazard ON hazard.id = line.hazard_id
LEFT JOIN LATERAL (SELECT seq FROM journal WHERE hazard_id = line.hazard_id AND action = 'list' AND seq > line.seq
    ORDER BY seq LIMIT 1) AS next_list ON true
LEFT JOIN LATERAL (SELECT * FROM journal WHERE hazard_id = line.hazard_id AND action = 'lift' AND seq > line.seq
    AND seq < coalesce(next_list.seq, 2147483647) ORDER BY seq DESC LIMIT 1) AS lift ON true
WHERE line.action = 'list';

UPDATE hazard SET listed = listed || jsonb_build_object('seq', last.seq)
FROM (SELECT hazard_id, max(seq) AS seq FROM listing GROUP BY hazard_id) AS last
WHERE last.hazard_id = hazard.id AND hazard.listing IN ('listed', 'lifting', 'lifted');

-- A request inside the house is ended by whoever does what it asks for; other departments' answers are entered by 经办.
CREATE OR REPLACE FUNCTION bihuan_acts_on_their_paper() RETURNS trigger LANGUAGE plpgsql AS $$
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
            WHEN of_kind = 'grading_request' OR of_kind = 'transfer_request' AND of_line <> 'unit' THEN 'leader'
            WHEN of_kind IN ('transfer_request', 'copy_out', 'handover_letter') THEN 'desk'
            WHEN of_kind = 'internal_order' THEN 'department_head' WHEN of_line = 'major' THEN 'chief' ELSE 'officer' END
        WHEN NEW.action = 'serve_measure' THEN CASE WHEN of_kind = 'internal_order' THEN 'officer' ELSE 'desk' END
        WHEN of_kind = 'internal_order' THEN 'deputy'
        WHEN of_line = 'major' AND of_kind IN ('summons', 'circular', 'advice') THEN 'head'
        ELSE 'leader' END, NEW.at);
    IF NEW.action = 'answer_measure' AND of_kind NOT IN ('internal_order', 'copy_out', 'handover_letter') THEN
        -- also of requests: those served to a unit before they were requests are still answered there
        IF of_kind LIKE '%_request' THEN
            allowed := allowed || bihuan_climb(NEW.hazard_id, 'officer', NEW.at);
        END IF;
        allowed := allowed
            || bihuan_climb(NEW.hazard_id, 'chief', NEW.at);
    END IF;
    IF NOT coalesce(NEW.for_id, NEW.actor_id) = ANY (allowed) THEN
        RAISE EXCEPTION 'this paper is not theirs to act on' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
