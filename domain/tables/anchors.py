"""What lets somebody outside notice that the record was rewritten or cut."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel

from domain.tables.columns import moment


class Anchor(SQLModel, table=True):
    """存证: every line on record at `at` (legal time) in one code, which follows from the anchor before it.

    It covers the hazards' journal up to the line `journal_id` the organisation's up to `organisation_seq`,
    and the chain of sign-ins up to `sign_in_seq`;
    `lines` counts both since the anchor before. `told_at` (machine time): an address outside has taken the code.
    """

    __tablename__: ClassVar[str] = "anchor"

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = moment()
    journal_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    organisation_seq: int
    sign_in_seq: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, server_default="0"))
    lines: int
    code: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    told_at: datetime | None = moment(nullable=True)
