"""What the routes of the organisation share: who looks, and how a change is pressed."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from pydantic import Field, create_model
from sqlalchemy import Connection

from api.current import At, Reading, TheStore, Who
from api.views.people_shapes import ChangedView
from domain.errors import NotAllowed, NotFound
from domain.organisation import change_organisation
from domain.organisation.commands import CHANGES, Change, GiveBindingCode
from domain.organisation.open_work import Duty, open_work
from domain.organisation.seeing import Eyes
from domain.rules.organisation import PersonCard, UnitCard
from domain.store.base import Store

Version = Annotated[int | None, Field(ge=1)]


@dataclass(frozen=True)
class Looker:
    """Somebody who looks at the organisation, in one read-only transaction."""

    eyes: Eyes
    connection: Connection
    store: Store

    def person(self, key: str) -> PersonCard:
        """The person he sees; NotFound otherwise."""
        found = next((p for p in self.eyes.directory.people.values() if p.key == key), None)
        if found is None or not self.eyes.sees(found):
            raise NotFound("没有这个人员，或不归您查看。")
        return found

    def unit(self, code: str) -> UnitCard:
        """The unit he sees; NotFound otherwise."""
        found = next((u for u in self.eyes.directory.units.values() if u.code == code), None)
        if found is None or not self.eyes.sees_unit(found):
            raise NotFound("没有这个单位，或不归您查看。")
        return found

    def work_of(self, person: PersonCard) -> list[Duty]:
        """名下未办结, for himself and whoever may let him leave; NotAllowed otherwise."""
        if not self.eyes.manages(person):
            raise NotAllowed("名下未办结事项由本人和有权为其办理离岗的人员查看。")
        return open_work(self.connection, self.store, self.eyes.directory, person.id, self.eyes.at)


def looker_of(reader: Reading) -> Looker:
    """Whoever reads, as one who looks at the organisation."""
    return Looker(Eyes(reader.directory, reader.person, reader.at), reader.connection, reader.store)


Looking = Annotated[Looker, Depends(looker_of)]
"""Somebody who looks at the organisation."""


@dataclass(frozen=True)
class Press:
    """A change about to be made by whoever is signed in."""

    store: Store
    who: Any
    at: Any

    def make(self, target: str | None, said: Change, key: str | None) -> ChangedView:
        """Make the change; what the person saw (`version`) is compared with what is there."""
        version = getattr(said, "version", None)
        change = CHANGES[said.act].model_validate(said.model_dump(exclude={"version"}, exclude_unset=True))
        done = change_organisation(
            self.store, target, change, by=self.who, at=self.at, version=version, key=key
        )
        told = {"code" if isinstance(change, GiveBindingCode) else "password": done.secret}
        return ChangedView(act=change.act, target=done.target, **told)


def _press(store: TheStore, who: Who, at: At) -> Press:
    return Press(store, who, at)


Pressing = Annotated[Press, Depends(_press)]
"""Somebody who changes the organisation."""


def body_of(change: type[Change]) -> Any:  # noqa: ANN401 - a model made for the occasion
    """The command with an optional `version`: the one the person saw."""
    return create_model(f"{change.__name__}Body", __base__=change, version=(Version, None))
