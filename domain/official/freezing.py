"""定格: a table is made once more, and kept as it is with the very rows behind each figure, in somebody's name.

The record of the organisation vouches for it: a line of its own seals the digest of everything that is kept.
"""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, insert, select

from domain.cases.refs import new_ref
from domain.cases.store.writing import retried
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import FirstThis, NotAllowed, WrongInput
from domain.fields import WRITTEN_PLAINLY, Money
from domain.official.asked import TableQuery, asked_for, institutions_of
from domain.official.behind import Gathered
from domain.official.cells import Cell, Row, Table
from domain.official.definition import form_named
from domain.official.kept import body_of
from domain.official.making import make_table
from domain.organisation.journal import Line, append
from domain.queries.whole import one_picture
from domain.roles import COMMISSION, INSTITUTION_ROLES
from domain.seals.frozen import digest_of_frozen
from domain.store.base import Store
from domain.tables.core import FROZEN_ROW, FROZEN_SHEET, FROZEN_TABLE, ORGANISATION_VERSION
from domain.words import UnitKind

ACT = "freeze_table"
AT_ONCE = 1000


class Typed(BaseModel):
    """A figure that no record gives, written by whoever freezes the table: in which row (from 0) and column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: Annotated[int, Field(title="行", ge=0, le=10_000), WRITTEN_PLAINLY]
    column: Annotated[str, Field(title="列", max_length=40)]
    value: Money = Field(title="填报数")


class Freeze(TableQuery):
    """定格: which table over which days, and the figures typed into it."""

    typed: list[Typed] = Field(default_factory=list, title="补填", max_length=400)


def may_freeze(directory: Directory, who: Actor, at: datetime, top: UnitCard) -> bool:
    """安管, 分管, 主要 of the unit; 经办 and the leaders of the authority above it."""
    if who.waits_for_a_yes:
        return False
    held = set(directory.roles_of(who.person_id or 0, at))
    own = directory.institution_of(top.id)
    here = {(own.id, role) for role in INSTITUTION_ROLES} if top.kind != UnitKind.AUTHORITY else set()
    above = {(directory.authority_of(top.id).id, role) for role in COMMISSION}
    return bool(held & (here | above))


def freeze(store: Store, who: Actor, at: datetime, name: str, said: Freeze) -> str:
    """Keep it; gives its ref. Raises NotFound, NotAllowed, WrongInput."""
    if who.waits_for_a_yes:
        raise FirstThis("confirm")
    form = form_named(store.evidence.parent, name)
    asked = TableQuery.model_validate(said.model_dump(exclude={"typed"}))
    with one_picture(store, who, at) as reader:
        meant = asked_for(reader, form, asked)
        if not may_freeze(reader.directory, who, at, meant.top):
            raise NotAllowed("定格报表由本单位安全管理员、分管和主要负责人，或卫健委经办人和负责人办理。")
        made = make_table(reader, form, meant)
        if made.cut:
            raise WrongInput("清单太长，不能定格，请缩短统计时间。", field="start")
        gathered = Gathered(reader)
        gathered.gather(made)
        by = reader.directory.name_of(reader.person)
        kept = {"unit_id": meant.top.id, "names": {"unit": made.unit, "by": by}}
        kept["by_commission"] = bool(institutions_of(reader, meant.top) & reader.scope.overseen)
    table = with_typed(made, said.typed, by)
    body, rows = body_of(table, gathered.numbers), [row.text() for row in gathered.rows]
    return retried(store, lambda connection: _keep(connection, who, table, kept, body, rows))


def with_typed(table: Table, typed: list[Typed], by: str) -> Table:
    """The table with what was typed, each figure with the name of who wrote it; WrongInput where nothing may be."""
    wanted = {(one.row, one.column): one.value for one in typed}
    known = {
        (r, column.name) for r in range(len(table.rows)) for column in table.form.columns if column.typed
    }
    if strange := set(wanted) - known:
        row, column = min(strange)
        raise WrongInput(f"第 {row + 1} 行的“{column}”不能补填。", field="typed")
    rows = [
        Row(
            [
                cell if (figure := wanted.get((r, column.name))) is None else Cell(figure, typed_by=by)
                for column, cell in zip(table.form.columns, row.cells, strict=True)
            ],
            row.is_total,
        )
        for r, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows)


def _keep(
    connection: Connection, who: Actor, table: Table, kept: dict[str, Any], body: str, rows: list[str]
) -> str:
    """Write it, and the line of the record that vouches for it; writers of that record come one after the other."""
    connection.execute(select(ORGANISATION_VERSION.c.version).with_for_update())
    ref, at = new_ref("b"), table.made_at
    kept |= {"ref": ref, "form": table.form.name, "title": table.form.title}
    kept |= {"first_day": table.start, "last_day": table.end, "frozen_by": who.person_id, "frozen_at": at}
    new = insert(FROZEN_TABLE).values(**kept, rows=len(rows), content_hash=digest_of_frozen(body, rows))
    key = connection.execute(new.returning(FROZEN_TABLE.c.id)).scalar_one()
    connection.execute(insert(FROZEN_SHEET).values(frozen_id=key, body=body))
    for n in range(0, len(rows), AT_ONCE):
        some = [
            {"frozen_id": key, "n": place, "body": row} for place, row in enumerate(rows[n : n + AT_ONCE], n)
        ]
        connection.execute(insert(FROZEN_ROW), some)
    told = {"title": table.form.title, "period": table.period, "ref": ref}
    append(connection, Line(ACT, kept["unit_id"], None, {}, told), who, at)
    return ref
