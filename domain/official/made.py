"""A table made now, for whoever asks."""

from datetime import datetime

from domain.directory.organisation import Actor
from domain.official.asked import TableQuery, asked_for
from domain.official.cells import Table
from domain.official.definition import form_named
from domain.official.making import MOST_LISTED, make_table
from domain.queries.whole import one_picture
from domain.store.base import Store


def made_now(
    store: Store, who: Actor, at: datetime, name: str, wanted: TableQuery, most: int = MOST_LISTED
) -> Table:
    """From one picture of the database; a list no longer than `most`. Raises NotFound, NotAllowed, WrongInput."""
    form = form_named(store.evidence.parent, name)
    with one_picture(store, who, at) as reader:
        return make_table(reader, form, asked_for(reader, form, wanted), most)
