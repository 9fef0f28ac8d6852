"""`python -m tests.proof.tampering [TIMES] [SEED]`: change something past every guard, as the database's owner can.

Each time one thing: a column, a row taken out, put in twice, exchanged with another, an end cut off, a file. What
verification does not find is told by table and column.
"""

import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL

from deploy.terminal import say
from domain.audit.anchors import latest_codes
from domain.seals.sealed import DECIDED
from domain.seals.unsealed import CHAINED, WORKED_OUT_ANEW
from domain.store.base import Store
from domain.store.engine import connect, make_engine
from tests import databases
from tests.proof.ground import differences, prepare

COLUMNS = sorted(
    {f"{table}.{column}" for each in (DECIDED, CHAINED) for table, names in each.items() for column in names}
    | {name for name in WORKED_OUT_ANEW if "." in name}
)
TABLES = sorted({name.partition(".")[0] for name in (*COLUMNS, *WORKED_OUT_ANEW)})
# How a value of a type becomes another; NULL becomes one too.
OTHER = {
    "bool": "NOT coalesce({c}, false)",
    "int4": "coalesce({c}, 0) + 1",
    "int8": "coalesce({c}, 0) + 1",
    "numeric": "coalesce({c}, 0) + 1",
    "float8": "coalesce({c}, 0) + 1",
    "timestamptz": "coalesce({c}, now()) + interval '1 day'",
    "date": "coalesce({c}, current_date) + 1",
    "bytea": "sha256(coalesce({c}, ''))",
    "_int4": "coalesce({c}, '{{}}') || 3",
    "jsonb": "CASE WHEN jsonb_typeof({c}) = 'array' THEN {c} || '[\"x\"]'"
    " ELSE coalesce({c}, '{{}}') || '{{\"x\": 1}}' END",
}
AS_TEXT = "CASE WHEN length({c}) > 3 THEN left({c}, -1) ELSE coalesce({c}, '') || 'x' END"
# An open hazard's papers are worked out anew; those of one at rest are not.
ONLY = {
    "paper.holders": "hazard_id IN (SELECT id FROM hazard WHERE state NOT IN ('closed', 'dismissed', 'voided'))"
}
KEYS = {
    **dict.fromkeys(("case_involved", "case_evidence"), "case_id"),
    **dict.fromkeys(("paper", "listing", "anchor", "sign_in_link"), "seq"),
    "unit_facts": "unit_id", "policy_text": "version", "evidence": "hash",
}  # fmt: skip
"""What names a row, where it is not `id`; what else must be unique in a table."""
UNIQUE = {
    "hazard": ("ref", "number"),
    "unit": ("code",),
    "person": ("key",),
    "account": ("login",),
    "paper": ("number",),
}


@dataclass
class Ground:
    """A store in order, from which every tampering begins again; `direct` passes every guard."""

    store: Store
    direct: psycopg.Connection[Any]
    chance: random.Random
    kept_outside: list[str]
    """The codes of the anchors: without them nobody could see that the last anchor was struck out."""
    spoilt: tuple[Path, bytes] | None = None
    """The file that was spoilt, and what it held."""

    def ask(self, statement: str, *given: Any) -> list[tuple[Any, ...]]:
        """Run it; gives its rows."""
        cursor = self.direct.execute(statement.encode(), given or None)
        return cursor.fetchall() if cursor.description else []

    def remember(self) -> None:
        """Keep every table as it is."""
        self.ask("SET session_replication_role = replica")
        for table in TABLES:
            self.ask(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE {table}")

    def put_back(self, *tables: str) -> None:
        """As they were."""
        for table in tables:
            self.ask(f"DELETE FROM {table}")
            self.ask(f"INSERT INTO {table} SELECT * FROM kept_{table}")

    def some(self, table: str, n: int = 1, only: str = "true") -> list[str]:
        """The places of some rows, as many as asked, or none."""
        found = [place for (place,) in self.ask(f"SELECT ctid::text FROM {table} WHERE {only} ORDER BY ctid")]
        return self.chance.sample(found, n) if len(found) >= n else []

    def differs(self, table: str) -> bool:
        """Whether anything is other than it was."""
        gone = f"SELECT 1 FROM (TABLE kept_{table} EXCEPT ALL TABLE {table}) AS gone LIMIT 1"
        more = f"SELECT 1 FROM (TABLE {table} EXCEPT ALL TABLE kept_{table}) AS more LIMIT 1"
        return bool(self.ask(gone) or self.ask(more))


def change_a_column(ground: Ground) -> str | None:
    """One value of one row."""
    name = ground.chance.choice(COLUMNS)
    table, column = name.split(".")
    for place in ground.some(table, only=ONLY.get(name, "true")):
        ((kind,),) = ground.ask(
            "SELECT udt_name FROM information_schema.columns WHERE table_name = %s AND column_name = %s"
            " AND table_schema = 'public'", table, column,
        )  # fmt: skip
        other = OTHER.get(kind, AS_TEXT).format(c=f'"{column}"')
        ground.ask(f'UPDATE {table} SET "{column}" = {other} WHERE ctid = %s::tid', place)
        return name
    return None


def take_a_row_out(ground: Ground) -> str | None:
    """Gone without a word."""
    table = ground.chance.choice(TABLES)
    for place in ground.some(table):
        ground.ask(f"DELETE FROM {table} WHERE ctid = %s::tid", place)
        return f"{table} (gone)"
    return None


def put_a_row_in(ground: Ground) -> str | None:
    """A copy of one under the next key."""
    table = ground.chance.choice(TABLES)
    for place in ground.some(table):
        key = KEYS.get(table, "id")
        ground.ask(
            f"INSERT INTO {table} SELECT (jsonb_populate_record(t, jsonb_build_object('{key}',"
            f" (SELECT max({key}) + 1 FROM {table})) || coalesce(%s::jsonb, '{{}}'))).* FROM {table} AS t"
            " WHERE ctid = %s::tid", json.dumps({name: f"x{ground.chance.random()}" for name in UNIQUE.get(table, ())}),
            place,
        )  # fmt: skip
        return f"{table} (slipped in)"
    return None


def exchange_two(ground: Ground) -> str | None:
    """What one row says now stands under the other's key."""
    table = ground.chance.choice(TABLES)
    places = ground.some(table, 2)
    columns = [f'"{name.split(".")[1]}"' for name in COLUMNS if name.startswith(f"{table}.")]
    own = {
        f'"{name}"' for name in (KEYS.get(table, "id"), "id", "seq", "hash", "code", *UNIQUE.get(table, ()))
    }
    free = [column for column in columns if column not in own]
    if not places or not free:
        return None
    listed = ", ".join(free)
    ground.ask(
        f"UPDATE {table} AS t SET ({listed}) = (SELECT {listed} FROM kept_{table} AS k WHERE k = ("
        f"SELECT o FROM {table} AS o WHERE o.ctid = CASE WHEN t.ctid = %s::tid THEN %s::tid ELSE %s::tid END"
        f") LIMIT 1) WHERE t.ctid IN (%s::tid, %s::tid)", places[0], places[1], places[0], *places,
    )  # fmt: skip
    return f"{table} (exchanged)"


def cut_the_end_off(ground: Ground) -> str | None:
    """The last lines of a journal, or of everything beneath one hazard."""
    table = ground.chance.choice(
        ("journal", "organisation_journal", "sign_in", "sign_in_link", "anchor", "paper")
    )
    key = KEYS.get(table, "id")
    n = ground.chance.randint(1, 3)
    ground.ask(
        f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT {n})"
    )
    return f"{table} (cut off)"


def spoil_a_file(ground: Ground) -> str | None:
    """Other bytes, fewer bytes, another file's bytes, none."""
    files = sorted(ground.store.evidence.glob("[0-9a-f][0-9a-f]/*"))
    path, other = ground.chance.sample(files, 2)
    was = path.read_bytes()
    n = ground.chance.randrange(len(was))
    spoilt = ground.chance.choice(
        (was[:n], was[:n] + bytes([was[n] ^ 1]) + was[n + 1 :], other.read_bytes(), was + b"x", None)
    )
    path.unlink()
    if spoilt is not None:
        path.write_bytes(spoilt)
    ground.spoilt = path, was
    return "evidence (file)"


WAYS = (*[change_a_column] * 6, take_a_row_out, put_a_row_in, exchange_two, cut_the_end_off, spoil_a_file)


def tamper(ground: Ground) -> str:
    """One change that is one; gives what was changed."""
    while True:
        way = ground.chance.choice(WAYS)
        try:
            done = way(ground)
        except psycopg.DatabaseError:  # a key that stands already, a value that must be there, one too long
            continue
        if done and (
            ground.spoilt or any(ground.differs(table) for table in TABLES if table == _table(done))
        ):
            return done


def _table(done: str) -> str:
    return done.partition(".")[0].partition(" ")[0]


def try_times(ground: Ground, times: int) -> Counter[str]:
    """So many tamperings, each alone; gives what was not found, by what was changed."""
    missed: Counter[str] = Counter()
    for _ in range(times):
        done = tamper(ground)
        with closing(differences(ground.store, ground.kept_outside)) as found:
            missed[done] += next(found, None) is None
        if ground.spoilt:
            path, was = ground.spoilt
            path.write_bytes(was)
            ground.spoilt = None
        else:
            ground.put_back(_table(done))
    return +missed


@contextmanager
def open_ground(url: URL, folder: Path, seed: int) -> Iterator[Ground]:
    """Everything in order, and verified to be."""
    engine = make_engine(url)
    try:
        with connect(databases.administrator(engine).url) as direct:
            store = prepare(engine, folder)
            assert list(differences(store)) == []
            with engine.connect() as connection:
                kept = [anchor.code for anchor in latest_codes(connection)]
            ground = Ground(store, direct, random.Random(seed), kept)  # noqa: S311 - drawn by lot, not a secret
            ground.remember()
            yield ground
    finally:
        engine.dispose()


def main(times: int = 1000, seed: int = 1) -> int:
    """1 when anything was missed."""
    databases.open_session()
    try:
        url = databases.clone("tampering")
        with tempfile.TemporaryDirectory() as folder, open_ground(url, Path(folder), seed) as ground:
            missed = try_times(ground, times)
    finally:
        databases.close_session()
    for name, n in sorted(missed.items()):
        say(f"✗ {name} × {n}")
    say(f"{times - missed.total()} of {times} were found")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(*(int(each) for each in sys.argv[1:])))
