"""One route for each action with a button; its body is that command, its answer the hazard."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from pydantic import Field, create_model

from api.current import At, HazardNamed, Key, TheStore, Who
from api.pressing import pressed
from api.signing import refuse_unproven_signature
from api.views.hazard_shapes import HazardView
from domain.actions import Action
from domain.commands import PRESSED_BY_PEOPLE, Command, SignMeasure
from domain.errors import NotFound
from domain.fields import WRITTEN_PLAINLY
from domain.queries import reading
from domain.signing_in.guessing import Proof, proof_of

router = APIRouter(prefix="/hazards/{hazard}/actions", tags=["actions"])
Version = Annotated[int | None, Field(title="版本号", ge=1), WRITTEN_PLAINLY]


PROOF: dict[str, Any] = {name: (field.annotation, field) for name, field in Proof.model_fields.items()}
"""For papers whose signer names the password, or a code of the second factor, once more."""


def body_of(command: type[Command]) -> type[Command]:
    """The command with an optional `version`, the one the person saw when deciding; of a signature with its proof."""
    more = PROOF if command is SignMeasure else {}
    return create_model(f"{command.__name__}Body", __base__=command, version=(Version, None), **more)


def press_of(command: type[Command]) -> Callable[..., HazardView]:
    """The handler of one action; a command without required fields may come without a body."""

    def press(
        hazard: HazardNamed,
        request: Request,
        store: TheStore,
        who: Who,
        at: At,
        said: Command | None,
        key: Key = None,
    ) -> HazardView:
        written = said.model_dump(exclude={"version", *PROOF}, exclude_unset=True) if said else {}
        version = getattr(said, "version", None)
        asked = command.model_validate(written)
        if command is SignMeasure:
            proof = proof_of(getattr(said, "password", ""), getattr(said, "code", ""))
            with reading(store, who, at) as reader:
                refuse_unproven_signature(request, reader, reader.one(hazard), asked, proof)
        return pressed(store, hazard, asked, by=who, at=at, version=version, key=key)

    body: Any = body_of(command)
    if any(field.is_required() for field in command.model_fields.values()):
        press.__annotations__["said"] = Annotated[body, Body()]
    else:
        press.__annotations__["said"] = Annotated[body | None, Body()]
        press.__defaults__ = (None, None)  # of `said` and of `key`
    return press


for name, command in PRESSED_BY_PEOPLE.items():
    if name != Action.REPORT:
        router.add_api_route(
            f"/{name}", press_of(command), methods=["POST"], name=name, summary=Action(name).button
        )


@router.post("/{action}", include_in_schema=False)
def unknown(hazard: str, action: str, _who: Who) -> None:
    """No such button."""
    raise NotFound(f"没有“{action}”这个办理动作，可办事项见 /api/hazards/{hazard}/actions。")
