"""Who was told of a hazard, by which ways."""

from datetime import datetime

from pydantic import BaseModel

from api.views.shapes import PersonView, WordView
from domain.directory.organisation import PersonCard
from domain.queries.told import Told


class CarriedView(BaseModel):
    """One message that carried a notice, over which channel; `at` is machine time."""

    channel: str
    words: str
    outcome: str
    tries: int
    at: datetime | None


class ToldView(BaseModel):
    """A notice: who, what of, when (legal time), what is known of it (`words`), and the messages that carried it."""

    person: PersonView
    kind: WordView
    seq: int
    at: datetime
    words: str
    seen_at: datetime | None
    acknowledged_at: datetime | None
    messages: list[CarriedView]


class ToldListView(BaseModel):
    """Notices in order."""

    items: list[ToldView]


def told_view(told: Told, people: dict[int, PersonCard]) -> ToldView:
    """A notice as a supervisor sees it."""
    person = people[told.person]
    return ToldView(
        person=PersonView(key=person.key, name=person.name),
        kind=WordView(code=told.kind.value, label=told.kind.label),
        seq=told.seq,
        at=told.at,
        words=told.words,
        seen_at=told.seen_at,
        acknowledged_at=told.acknowledged_at,
        messages=[
            CarriedView(channel=c.channel, words=c.words, outcome=c.outcome, tries=c.tries, at=c.at)
            for c in told.carried
        ],
    )
