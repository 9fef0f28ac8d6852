"""What the routes of the organisation share: who looks, and how a change is pressed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Path, Request
from pydantic import Field, create_model

from api.current import At, Key, Reading, TheStore, Who
from api.proving import OWN_ACTS_TO_PROVE, refuse_unproven
from api.views.looker import Looker
from api.views.missing import missing_of
from api.views.people_shapes import ChangedView, MissingView
from domain.directory.organisation import Actor
from domain.fields import WRITTEN_PLAINLY
from domain.organisation import change_organisation
from domain.organisation.commands import CHANGES, Change, ComeBack, GiveBindingCode
from domain.organisation.seeing import Eyes
from domain.signing_in.guessing import NO_PROOF, Proof, proof_of
from domain.store.base import Store

Version = Annotated[int | None, Field(title="版本号", ge=1), WRITTEN_PLAINLY]
PROOF: dict[str, Any] = {name: (field.annotation, field) for name, field in Proof.model_fields.items()}
"""The password, or a code of the second factor, once more: for acts on one's own sign-in."""


def looker_of(reader: Reading) -> Looker:
    """Whoever reads, as one who looks at the organisation."""
    return Looker(
        Eyes(reader.directory, reader.person, reader.at, confirmed=not reader.who.waits_for_a_yes),
        reader.connection,
        reader.store,
    )


Looking = Annotated[Looker, Depends(looker_of)]
"""Somebody who looks at the organisation."""


@dataclass(frozen=True)
class Press:
    """A change about to be made by whoever is signed in."""

    request: Request
    store: Store
    who: Actor
    at: datetime

    def make(self, target: str | None, said: Change, key: str | None, proof: Proof = NO_PROOF) -> ChangedView:
        """Make the change; what the person saw (`version`) is compared with what is there."""
        version = getattr(said, "version", None)
        kind = CHANGES[said.act]
        change = kind.model_validate(said.model_dump(include=set(kind.model_fields), exclude_unset=True))
        proof = (
            proof_of(getattr(said, "password", ""), getattr(said, "code", "")) if proof is NO_PROOF else proof
        )
        refuse_unproven(self.request, self.store, self.who, change, target, proof)
        done = change_organisation(
            self.store, target, change, by=self.who, at=self.at, version=version, key=key
        )
        secret = {"code" if isinstance(change, GiveBindingCode) else "password": done.secret}
        missing = self._missing(done.target) if isinstance(change, ComeBack) else []
        return ChangedView(act=change.act, target=done.target, missing=missing, **secret)

    def _missing(self, key: str) -> list[MissingView]:
        with self.store.asking() as connection:
            eyes = Eyes(self.store.directory(connection), self.who.person_id or 0, self.at)
            return missing_of(
                eyes, connection, next(p for p in eyes.directory.people.values() if p.key == key)
            )


def _press(request: Request, store: TheStore, who: Who, at: At) -> Press:
    return Press(request, store, who, at)


Pressing = Annotated[Press, Depends(_press)]
"""Somebody who changes the organisation."""


def route_acts(router: APIRouter, below: str, named: str, acts: Mapping[str, type[Change]]) -> None:
    """Give each act its address `below` a unit or a person, which is titled `named`.

    Its body is the command, with the `version` seen if any.
    """
    for address, change in acts.items():
        router.post(f"{below}/{address}", summary=change.label)(_press_of(change, below, named))


def _press_of(change: type[Change], below: str, named: str) -> Callable[..., ChangedView]:
    def press(target: str, press: Pressing, said: Change, key: Key = None) -> ChangedView:
        return press.make(target, said, key)

    more: dict[str, Any] = {"version": (Version, None)}
    if change in OWN_ACTS_TO_PROVE:
        more |= PROOF
    body = create_model(f"{change.__name__}Body", __base__=change, **more)
    press.__annotations__ |= {
        "target": Annotated[str, Path(title=named, alias=below.rpartition("{")[2].rstrip("}"))],
        "said": Annotated[body, Body()],
    }
    press.__doc__ = change.__doc__
    return press
