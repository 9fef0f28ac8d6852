"""What the routes of the organisation share: who looks, and how a change is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path
from pydantic import Field, create_model
from sqlalchemy import Connection

from api.current import At, Key, Reading, TheStore, Who
from api.views.people_shapes import ChangedView
from domain.errors import NotAllowed, NotFound
from domain.organisation import change_organisation
from domain.organisation.commands import CHANGES, Change, GiveBindingCode
from domain.organisation.open_work import Duty, open_work
from domain.organisation.seeing import Eyes
from domain.rules.organisation import Actor, PersonCard, UnitCard
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
    who: Actor
    at: datetime

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


def route_acts(router: APIRouter, below: str, acts: Mapping[str, type[Change]]) -> None:
    """Give each act its address `below` a unit or a person; its body is the command, with the `version` seen if any."""
    for address, change in acts.items():
        router.post(f"{below}/{address}", summary=change.label)(_press_of(change, below))


def _press_of(change: type[Change], below: str) -> Callable[..., ChangedView]:
    def press(target: str, press: Pressing, said: Change, key: Key = None) -> ChangedView:
        return press.make(target, said, key)

    body = create_model(f"{change.__name__}Body", __base__=change, version=(Version, None))
    press.__annotations__ |= {
        "target": Annotated[str, Path(alias=below.rpartition("{")[2].rstrip("}"))],
        "said": Annotated[body, Body()],
    }
    press.__doc__ = change.__doc__
    return press
