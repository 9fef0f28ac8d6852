"""A person's saved views of the ledger: kept, listed, taken away. Nobody sees another's."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.errors import NotFound, WrongInput
from domain.store.base import Store
from domain.tables.core import SAVED_VIEW

MOST = 30


@dataclass(frozen=True)
class View:
    """A view by its name: the query of its address."""

    id: int
    name: str
    query: str


def views_of(connection: Connection, person: int) -> list[View]:
    """A person's views, by name."""
    mine = select(SAVED_VIEW.c.id, SAVED_VIEW.c.name, SAVED_VIEW.c.query).where(
        SAVED_VIEW.c.person_id == person
    )
    return [View(*row) for row in connection.execute(mine.order_by(SAVED_VIEW.c.name))]


def save_view(store: Store, person: int, name: str, query: str) -> View:
    """Keep a view; one of the same name is replaced."""
    mine = select(func.count()).select_from(SAVED_VIEW).where(SAVED_VIEW.c.person_id == person)
    new = insert(SAVED_VIEW).values(person_id=person, name=name, query=query)
    kept = new.on_conflict_do_update(constraint="saved_view_once", set_={"query": query})
    with store.engine.begin() as connection:
        if connection.execute(mine.where(SAVED_VIEW.c.name != name)).scalar_one() >= MOST:
            raise WrongInput(f"每人最多保存 {MOST} 个视图，请先删去不用的。", field="name")
        return View(connection.execute(kept.returning(SAVED_VIEW.c.id)).scalar_one(), name, query)


def drop_view(store: Store, person: int, view: int) -> None:
    """Take a view away; raises NotFound when it is not theirs."""
    theirs = (SAVED_VIEW.c.person_id == person) & (SAVED_VIEW.c.id == view)
    with store.engine.begin() as connection:
        if not connection.execute(delete(SAVED_VIEW).where(theirs)).rowcount:
            raise NotFound("没有这个视图，可能已经删去。")
