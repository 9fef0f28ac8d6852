"""Duplicates: likely ones before something is reported and before it is registered; afterwards those merged."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.current import HazardNamed, Reading
from domain.cases.case import Case
from domain.hazard.labels import state_shown
from domain.queries import Described, likely, likely_to_be, merged
from domain.words import State

router = APIRouter(prefix="/hazards", tags=["hazards"])


class LikelyView(BaseModel):
    """A hazard that may be the same one; beside the sentence only what this reader may see."""

    sentence: str
    is_open: bool
    state: State
    state_label: str
    reported_at: datetime
    closed_at: datetime | None
    ref: str | None
    number: str | None
    place: str | None
    description: str | None
    photo: str | None


class LikelyOnesView(BaseModel):
    """The likeliest first."""

    items: list[LikelyView]


class SameView(BaseModel):
    """A hazard or report about the same thing."""

    ref: str
    number: str | None
    place: str
    description: str
    state: State
    state_label: str
    reported_at: datetime
    photos: list[str]


class MergedView(BaseModel):
    """`main`: what this report was dismissed as a duplicate of, for whoever sees it; `standing`: how that one stands.

    `reports`: those merged into this one.
    """

    main: SameView | None
    standing: str | None
    reports: list[SameView]


@router.get("/likely", summary="可能重复的隐患")
def before_reporting(described: Annotated[Described, Query()], reader: Reading) -> LikelyOnesView:
    """What is open at about this place, or was closed within 90 days."""
    return LikelyOnesView(
        items=[LikelyView(**vars(one), state_label=one.state.label) for one in likely(reader, described)]
    )


@router.get("/{hazard}/likely", summary="与这条可能重复的隐患")
def before_registering(hazard: HazardNamed, reader: Reading) -> LikelyOnesView:
    """The same question asked of a hazard that has been reported."""
    found = likely_to_be(reader, reader.one(hazard))
    return LikelyOnesView(items=[LikelyView(**vars(one), state_label=one.state.label) for one in found])


@router.get("/{hazard}/merged", summary="并入的重复上报、主隐患")
def together(hazard: HazardNamed, reader: Reading) -> MergedView:
    """Both histories of a merge, each to whoever may see it."""
    found = merged(reader, reader.one(hazard))
    return MergedView(
        main=_same(found.main) if found.main else None,
        standing=found.standing,
        reports=[_same(case) for case in found.reports],
    )


def _same(case: Case) -> SameView:
    hazard = case.hazard
    return SameView(
        ref=hazard.ref,
        number=hazard.number,
        place=hazard.place,
        description=hazard.description,
        state=State(hazard.state),
        state_label=state_shown(case),
        reported_at=hazard.reported_at,
        photos=hazard.before_photos,
    )
