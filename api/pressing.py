"""A press over the API, answered with the hazard as this press left it: no later one comes between."""

from datetime import datetime

from sqlalchemy import Connection

from api.views.hazard import hazard_view
from api.views.hazard_shapes import HazardView
from domain.cases.perform import Done, perform_and
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.queries import Reader
from domain.store.base import Store


def pressed(
    store: Store,
    hazard: str | None,
    command: Command,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> HazardView:
    """Press, then show, in the transaction that wrote it: an answer that cannot be given undoes the press.

    Whether they may see it is not asked again: whoever did something may open it from then on.
    """

    def shown(connection: Connection, done: Done) -> HazardView:
        reader, case = Reader.of_a_press(store, by, at, connection, done)
        return hazard_view(case, reader)

    return perform_and(shown, store, hazard, command, by=by, at=at, version=version, key=key)
