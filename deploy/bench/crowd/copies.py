"""Copies of lived hazards, a hundred thousand at once: other units, people, days, refs and numbers."""
# ruff: noqa: S608 - every name below is written here or in our own tables

from sqlalchemy import Connection, Table, text

from deploy.bench.crowd.county import HOSPITALS, STAFF
from domain.tables.core import HAZARD, JOURNAL, NOTICE, PAPER

FIRST_ID = 1_000_000
PLAN = """
CREATE TABLE bench_life (id bigint, copies int, rests boolean);
CREATE TABLE bench_person (hospital int, staff int, was int, now int);
CREATE TABLE bench_unit (hospital int, was int, now int);
CREATE FUNCTION bench_people(were int[], hospital int, staff int) RETURNS int[] LANGUAGE sql STABLE AS $$
    SELECT coalesce(array_agg(coalesce(p.now, w.was) ORDER BY coalesce(p.now, w.was)), '{}')
    FROM unnest(were) AS w (was)
    LEFT JOIN bench_person p ON p.hospital = $2 AND p.staff = $3 AND p.was = w.was $$;
CREATE FUNCTION bench_terms(terms jsonb, shift interval) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, jsonb_set(value, '{1}',
        to_jsonb(to_char(((value ->> 1)::timestamptz - shift) AT TIME ZONE 'UTC',
                         'YYYY-MM-DD"T"HH24:MI:SS"+00:00"')))), '{}')
    FROM jsonb_each(terms) $$;
"""
SPREAD = f"""
SELECT setseed(0.5);
CREATE TABLE bench_plan AS
SELECT {FIRST_ID} + row_number() OVER (ORDER BY h.reported_at - d.shift) AS id, d.*
FROM (SELECT l.id AS life, 1 + floor(random() * {HOSPITALS})::int AS hospital,
             1 + floor(random() * {STAFF})::int AS staff,
             CASE WHEN l.rests THEN make_interval(days => 1 + floor(random() * 1000)::int,
                                                  secs => floor(random() * 3000))
                  ELSE interval '0' END AS shift
      FROM bench_life l, generate_series(1, l.copies)) d JOIN hazard h ON h.id = d.life;
CREATE UNIQUE INDEX ON bench_plan (id);
CREATE UNIQUE INDEX ON bench_person (hospital, staff, was);
ANALYZE bench_plan; ANALYZE bench_person;
"""
NO_MORE = """
DROP TABLE bench_life, bench_person, bench_unit, bench_plan;
DROP FUNCTION bench_people; DROP FUNCTION bench_terms;
"""
MOMENTS = frozenset(
    {
        "found_at",
        "reported_at",
        "acted_at",
        "next_action_at",
        "rectify_by",
        "first_rectify_by",
        "submitted_at",
        "closed_at",
        "at",
        "recorded_at",
        "since_at",
        "signed_at",
        "acknowledged_at",
    }
)
PERSONS = frozenset(
    {
        "reporter_id",
        "fixer_id",
        "receiver_id",
        "assigner_id",
        "submitted_by",
        "closed_by",
        "actor_id",
        "for_id",
        "signer_id",
        "acknowledged_by",
        "person_id",
    }
)
LISTS = frozenset({"holders", "late_holders", "involved", "fixers", "helpers", "panel", "passed_by"})
UNITS = frozenset({"unit_id", "department_id"})
NOT_COPIED = frozenset(
    {"flow_run_id", "account_id", "draft", "content", "content_hash", "pdf_hash", "template_id"}
)
"""What belongs to one hazard alone: a paper's text names it, and no two papers have one hash."""
OF_A_HAZARD = {
    "id": "p.id",
    "ref": "'x' || lpad(p.id::text, 10, '0')",
    "terms": "bench_terms(t.terms, p.shift)",
}
OF_ITS_OWN = {"hazard_id": "p.id", "case_id": "p.id", "entry_id": "e.id"}


def copy_everything(connection: Connection) -> None:
    """Copy what `bench_life` names as often as it says, without triggers; what triggers keep by hand."""
    connection.execute(text("SET LOCAL session_replication_role = replica"))
    connection.execute(text(SPREAD))
    hazards = "hazard t JOIN bench_plan p ON p.life = t.id"
    connection.execute(
        text(
            f"INSERT INTO cases (id, kind, ref) SELECT p.id, 'hazard', {OF_A_HAZARD['ref']} FROM bench_plan p"
        )
    )
    _copy(connection, HAZARD, hazards, OF_A_HAZARD)
    connection.execute(
        text(
            f"""INSERT INTO hazard_words (hazard_id, words)
            SELECT id, place || ' ' || description FROM hazard WHERE id > {FIRST_ID}"""
        )
    )
    connection.execute(
        text(
            f"""INSERT INTO case_involved (person_id, case_id)
            SELECT DISTINCT unnest(involved), id FROM hazard WHERE id > {FIRST_ID}"""
        )
    )
    for table, key in ((PAPER, "hazard_id"), (JOURNAL, "case_id")):
        _copy(connection, table, f"{table.name} t JOIN bench_plan p ON p.life = t.{key}", OF_ITS_OWN)
    told = """notice t JOIN bench_plan p ON p.life = t.case_id JOIN journal o ON o.id = t.entry_id
        JOIN journal e ON e.case_id = p.id AND e.seq = o.seq"""
    _copy(connection, NOTICE, told, OF_ITS_OWN)
    connection.execute(text(NO_MORE))


def _copy(connection: Connection, table: Table, source: str, own: dict[str, str]) -> None:
    """Insert the copies of one table's rows, in the order of their hazards."""
    given = {c.name: _value(c.name, own) for c in table.columns if c.name not in NOT_COPIED}
    if table is not HAZARD and "id" in given:
        del given["id"]
    order = "p.id, t.seq" if "seq" in table.c else "p.id"
    columns, values = ", ".join(given), ", ".join(given.values())
    connection.execute(
        text(f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM {source} ORDER BY {order}")
    )


def _value(name: str, own: dict[str, str]) -> str:
    """What stands in a column of a copy."""
    if name in own:
        return own[name]
    if name in MOMENTS:
        return f"t.{name} - p.shift"
    if name in LISTS:
        return f"bench_people(t.{name}, p.hospital, p.staff)"
    if name in PERSONS:
        return _mapped("bench_person", name, " AND m.staff = p.staff")
    if name in UNITS:
        return _mapped("bench_unit", name)
    return f"t.{name} || '-' || p.id" if name == "number" else f"t.{name}"


def _mapped(table: str, name: str, more: str = "") -> str:
    found = f"SELECT m.now FROM {table} m WHERE m.hospital = p.hospital AND m.was = t.{name}{more}"
    return f"coalesce(({found}), t.{name})"
