"""Words to search by: plain, every Chinese letter apart (found by two letters too), the number and ref among them."""

from alembic import op

revision = "0004"
down_revision = "0003"

SPACED = r"""
CREATE FUNCTION bihuan_spaced(said text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(
        regexp_replace(lower(normalize(said, NFKC)), '([^\u0001-\u007f])', ' \1 ', 'g'), ' +', ' ', 'g')
$$;
CREATE OR REPLACE FUNCTION bihuan_hazard_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO hazard_words (hazard_id, words)
        VALUES (NEW.id, bihuan_spaced(concat_ws(' ', NEW.place, NEW.description, NEW.number, NEW.ref)))
        ON CONFLICT (hazard_id) DO UPDATE SET words = EXCLUDED.words;
    RETURN NULL;
END $$;
DROP TRIGGER hazard_words ON hazard;
CREATE TRIGGER hazard_words AFTER INSERT OR UPDATE OF place, description, number ON hazard
    FOR EACH ROW EXECUTE FUNCTION bihuan_hazard_words();
UPDATE hazard_words SET words = bihuan_spaced(concat_ws(' ', place, description, number, ref))
    FROM hazard WHERE hazard.id = hazard_words.hazard_id;
"""


def upgrade() -> None:
    """Keep the words anew, and make those that stand plain."""
    op.get_bind().connection.cursor().execute(SPACED)
