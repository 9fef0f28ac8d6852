"""A database of a release in one file, and back: its rows as COPY blocks, as `pg_dump --data-only` writes them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from psycopg import Connection, sql

HERE = Path(__file__).parent
BLOCK = re.compile(r"^COPY (?P<into>[^\n]+) FROM stdin;\n(?P<rows>.*?)^\\\.\n", re.MULTILINE | re.DOTALL)
TABLES = """SELECT c.relname, array_agg(a.attname ORDER BY a.attnum)
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname ORDER BY c.relname"""
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value > 0"


def file_of(release: str) -> Path:
    """Where the rows of a release lie."""
    return HERE / f"{release}.sql.gz"


def files_of(release: str) -> Path:
    """Where its evidence lies, zipped."""
    return HERE / f"{release}.evidence.zip"


def dump(connection: Connection, release: str) -> Path:
    """Write every row and where the numbering stands; the same rows give the same bytes."""
    text = "".join(_blocks(connection)).encode()
    file_of(release).write_bytes(gzip.compress(text, compresslevel=9, mtime=0))
    return file_of(release)


def restore(connection: Connection, release: str) -> None:
    """Write the rows into the tables of that release, past the triggers that would write some of them twice."""
    text = gzip.decompress(file_of(release).read_bytes()).decode()
    connection.execute("SET LOCAL session_replication_role = replica")
    connection.execute("DELETE FROM organisation_version")
    for block in BLOCK.finditer(text):
        with connection.cursor().copy(f"COPY {block['into']} FROM STDIN".encode()) as copy:
            copy.write(block["rows"])
    for line in BLOCK.sub("", text).splitlines():
        connection.execute(line.encode())


def _blocks(connection: Connection) -> Iterator[str]:
    for table, columns in connection.execute(TABLES).fetchall():
        if table == "alembic_version":
            continue
        named = sql.SQL("{} ({})").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        rows = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1, 2) TO STDOUT") if len(columns) > 1 else None
        wanted = (rows or sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT")).format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
        )
        with connection.cursor().copy(wanted) as copy:
            found = b"".join(bytes(part) for part in copy).decode()
        if found:
            yield f"COPY {named.as_string(connection)} FROM stdin;\n{found}\\.\n"
    for name, last in connection.execute(SEQUENCES).fetchall():
        yield f"SELECT setval('public.{name}', {last});\n"
