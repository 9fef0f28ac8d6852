"""Which forms a person may open now, and why not the others: asked of the table, also for compositions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, cast

from api.pages.acting.recipes import RECIPES, Recipe
from domain.actions import Action
from domain.cases.case import Case
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.hazard.table import TABLE_OF
from domain.tables import Hazard
from domain.words import Level, Listing, State


@dataclass(frozen=True)
class Offer:
    """A form: its address word, what its button says, and the refusal when it may not be opened now."""

    name: str
    label: str
    recipe: Recipe
    refusal: Refusal | None


AFTERWARDS: dict[str, tuple[Action, dict[str, Any]]] = {
    "register-assign": (Action.ASSIGN, {"state": State.REGISTERED}),
    "upgrade-assign": (Action.ASSIGN, {"state": State.REGISTERED, "level": Level.MAJOR}),
    "lift-close": (Action.APPROVE_CLOSURE, {"listing": Listing.LIFTED}),
}
"""The second act of a composition, and how the hazard stands once the first is done."""


def offers(case: Case, who: Actor) -> Iterator[Offer]:
    """Every form, open or refused."""
    for name, recipe in RECIPES.items():
        refusal = why_not(case, name, who)
        if refusal is None or name not in AFTERWARDS:
            yield Offer(name, recipe.name(case), recipe, refusal)


def why_not(case: Case, name: str, who: Actor) -> Refusal | None:
    """Why this form may not be opened now by this person; None when it may."""
    recipe = RECIPES[name]
    refusal = TABLE_OF[recipe.action].why_not(case, recipe.action, who)
    if refusal is None and name in AFTERWARDS:
        action, becomes = AFTERWARDS[name]
        return TABLE_OF[action].why_not(_later(case, becomes), action, who)
    return refusal


def _later(case: Case, becomes: dict[str, Any]) -> Case:
    hazard = SimpleNamespace(**{**vars(case.hazard), **becomes})
    return replace(case, row=cast("Hazard", hazard))
