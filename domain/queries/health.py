"""Whether this process can serve: the database answers and has the tables this release knows."""

from sqlalchemy import Connection, column, select, table
from sqlmodel import SQLModel

import domain.tables

assert domain.tables.__all__  # noqa: S101 - importing them is what registers them

_COLUMNS = table("columns", column("table_name"), column("column_name"), schema="information_schema")


def what_is_missing(connection: Connection) -> list[str]:
    """The columns (table.column) that this release needs and the database has not."""
    found = connection.execute(select(_COLUMNS.c.table_name, _COLUMNS.c.column_name))
    present = {(row.table_name, row.column_name) for row in found}
    wanted = {(t.name, c.name) for t in SQLModel.metadata.sorted_tables for c in t.columns}
    return sorted(".".join(name) for name in wanted - present)
