"""Ledgers that are taken in (历史导入): the file, what was said of it, and each of its lines."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from domain.tables.columns import document, flag, key, link, moment


def _list() -> Any:  # noqa: ANN401 - what Field() gives
    return Field(default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]"))


class Ledger(SQLModel, table=True):
    """One workbook taken in by somebody for the commission or their unit (`unit_id`).

    `file`: SHA-256 of what was uploaded. `source`: the digest of its heads, which names ledgers of one make.
    `meaning`: sheet -> column -> what it means, where somebody said so; `answers`: what was decided, by question.
    """

    __tablename__: ClassVar[str] = "ledger"
    __table_args__ = (Index("ledger_unit", "unit_id", "id"), Index("ledger_by", "by_id", "id"))

    id: int | None = key()
    ref: str = Field(max_length=16, unique=True)
    unit_id: int = link("unit.id")
    by_id: int = link("person.id")
    begun_at: datetime = moment()
    file: str = Field(max_length=64)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=12)
    size: int
    source: str = Field(default="", max_length=16, sa_column_kwargs={"server_default": ""})
    sheets: list[Any] = _list()
    meaning: dict[str, Any] = document()
    answers: dict[str, Any] = document()
    state: str = Field(max_length=12)
    done: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """How many of its lines the work under way has passed."""
    ended_at: datetime | None = moment(nullable=True)


class LedgerRow(SQLModel, table=True):
    """One line of a workbook: its cells, what becomes of it and why, and the case that it became.

    `live`: taken in and not taken back; no row is so twice.
    """

    __tablename__: ClassVar[str] = "ledger_row"
    __table_args__ = (
        Index("ledger_row_ruling", "ledger_id", "ruling", "n"),
        Index("ledger_row_once", "row_key", unique=True, postgresql_where=text("live")),
        Index("ledger_row_case", "case_id", postgresql_where=text("case_id IS NOT NULL")),
    )

    ledger_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("ledger.id", ondelete="CASCADE"), primary_key=True)
    )
    n: int = Field(primary_key=True)
    sheet: int
    line: int
    cells: list[Any] = _list()
    ruling: str = Field(max_length=12)
    remarks: list[Any] = _list()
    questions: list[Any] = _list()
    command: dict[str, Any] | None = document(nullable=True)
    row_key: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    case_id: int | None = Field(
        default=None, sa_column=Column(BigInteger, ForeignKey("cases.id"), nullable=True)
    )
    live: bool = flag(default=False)
