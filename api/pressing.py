"""A press over the API, answered with the hazard as this press left it: no later one comes between."""

from datetime import datetime
from functools import partial

from api.views.hazard import hazard_view
from api.views.shapes import HazardView
from domain.commands import Command
from domain.perform import perform_and
from domain.queries import Reader
from domain.rules.organisation import Actor
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
    """Press, then show: what is shown was read in the transaction that wrote it, and is built after its end.

    Whether he may see it is not asked again: whoever did something may open it from then on.
    """
    read = partial(Reader.of_a_press, store, by, at)
    reader, case = perform_and(read, store, hazard, command, by=by, at=at, version=version, key=key)
    return hazard_view(case, reader)
