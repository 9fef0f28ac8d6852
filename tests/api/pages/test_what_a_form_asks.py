"""What a form calls optional is optional, and what it suggests is taken: asked of every form in every scene."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest

from api.pages.acting.offers import offers
from api.pages.acting.widgets import Widget, widgets
from api.pages.forms import gather
from domain.calendar import day_of
from domain.cases.acting import act_on
from domain.cases.case import Case
from domain.commands import Command
from domain.directory.organisation import Actor
from domain.errors import Refusal
from domain.words import Line, PaperKind, State
from tests.scenes import (
    SCENES,
    fixed_on_the_spot,
    lifting,
    listed,
    long_term,
    proposed_for_listing,
    scene,
    with_a_filed_plan,
    with_a_paper,
    with_a_request,
)
from tests.stage import AFTER, IDS, Stage

STAGES: dict[str, Any] = {f"{line}-{state}": (scene, line, state) for line, state in SCENES}
STAGES |= {f"long-{line}": (long_term, line) for line in Line}
STAGES |= {f"plan-{line}": (with_a_filed_plan, line) for line in Line}
STAGES |= {f"extension-{line}": (with_a_request, line) for line in Line}
STAGES |= {
    f"paper-{steps}": (with_a_paper, Line.AUTHORITY, PaperKind.SUPERVISION_LETTER, steps)
    for steps in (0, 1, 2)
}
STAGES |= {
    "proposed": (proposed_for_listing,),
    "listed": (listed,),
    "lifting": (lifting,),
    "on-the-spot": (fixed_on_the_spot, "nurse1"),
}


def typed(widget: Widget, case: Case) -> list[str]:
    """What somebody types who fills in only what is asked, as it is suggested."""
    if widget.start:
        return widget.start if isinstance(widget.start, list) else [widget.start]
    today = day_of(case.at)
    by_kind: dict[str, list[str]] = {
        "day": [(today + timedelta(days=1)).isoformat()],
        "moment": [case.at.isoformat()],
        "photos": [AFTER],
        "scan": [AFTER],
        "checks": [value for value, _ in widget.options],
    }
    if widget.kind in ("radios", "choice", "named"):
        return [widget.options[0][0]] if widget.options else []
    return by_kind.get(widget.kind, ["上级督〔2026〕9号" if widget.name.endswith("number") else "一句话"])


def filled(command: type[Command], asked: list[Widget], case: Case) -> dict[str, Any]:
    given = {
        widget.name: typed(widget, case) for widget in asked if widget.required or widget.kind == "radios"
    }
    return gather(command, given)


def refusals(stage: Stage) -> Iterator[tuple[str, str, str | None, str]]:
    """(form, who, field, detail) of what is refused at an optional field, or at a suggested day."""
    assert stage.case is not None
    case = stage.at(max(stage.case.at, stage.case.hazard.acted_at))
    for who, person in IDS.items():
        for offer in offers(case, Actor(person)):
            if offer.refusal is not None or offer.recipe.nested or "-" in offer.name:
                continue
            asked = widgets(offer.recipe, case, person)
            optional = {widget.name for widget in asked if not widget.required and widget.optional == "选填"}
            suggested = {widget.name for widget in asked if widget.start}
            command = offer.recipe.command.model_validate(filled(offer.recipe.command, asked, case))
            try:
                act_on(case, command, Actor(person), lambda _series: 1)
            except Refusal as refusal:
                if refusal.field in optional | suggested:
                    yield offer.name, who, refusal.field, refusal.detail


@pytest.mark.parametrize("name", STAGES)
def test_what_is_called_optional_is_optional_and_what_is_suggested_is_taken(name: str) -> None:
    make, *of = STAGES[name]
    assert list(refusals(make(*of))) == []


@pytest.mark.parametrize(("who", "latest"), [("officer1", "2026-12-02"), ("deputy1", "2027-11-02")])
def test_the_last_day_told_is_the_last_day_taken(who: str, latest: str) -> None:
    case = scene(Line.UNIT, State.REGISTERED).now("2026-11-02 12:00")
    offer = next(one for one in offers(case, Actor(IDS[who])) if one.name == "assign")
    due = next(widget for widget in widgets(offer.recipe, case, IDS[who]) if widget.name == "due")
    assert latest in due.hint
    for days in (0, 1):
        day = date.fromisoformat(latest) + timedelta(days)
        command = offer.recipe.command.model_validate({"to": "fixer1", "measures": "清走", "due": day})
        with nullcontext() if days == 0 else pytest.raises(Refusal, match=r"天须由|最长"):
            act_on(case, command, Actor(IDS[who]), lambda _series: 1)
