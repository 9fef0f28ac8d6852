"""What a sign-in that waits has reported, so that it sees this and nothing else of its person's."""

from sqlalchemy import Connection, func, update

from domain.directory.organisation import Actor
from domain.tables.core import SESSION


def remember_report(connection: Connection, by: Actor, hazard: int) -> None:
    """Keep with the session what was reported through it."""
    this = update(SESSION).where(SESSION.c.id == by.session)
    connection.execute(this.values(reported=func.array_append(SESSION.c.reported, hazard)))
