"""A case of any kind: its name, and the columns of the engine that stand in the row of each kind."""

from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlmodel import Field, SQLModel

from domain.tables.columns import key


class CaseName(SQLModel, table=True):
    """A case of any kind by its kind (the table of its row) and its ref; written once by a trigger of that table.

    What hangs on a case of any kind (journal, notices, people concerned, files, incidents) points here.
    """

    __tablename__: ClassVar[str] = "cases"

    id: int | None = key()
    kind: str = Field(max_length=16)
    ref: str = Field(max_length=16, unique=True)


class CaseRow(Protocol):
    """What the engine reads and writes in the row of every kind of case.

    `version` equals the sequence of its last journal entry and `head` that entry's hash. `terms` keeps, for each
    running term, the journal sequence and moment that began it; deadlines are derived from it and never stored.
    `next_action_at`, `holders`, `late_holders`, `involved` are indexes: true after every write.
    """

    id: int | None
    ref: str
    unit_id: int
    policy: str
    state: str
    version: int
    head: bytes
    acted_at: datetime
    terms: dict[str, Any]
    fired: dict[str, Any]
    next_action_at: datetime | None
    rung: int
    holders: list[int]
    late_holders: list[int]
    involved: list[int]
