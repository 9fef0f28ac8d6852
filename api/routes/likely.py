"""Likely duplicates: shown before something is reported, and again before it is registered."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.current import Reading
from domain.queries import Described, likely, likely_to_be
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


@router.get("/likely", summary="可能重复的隐患")
def before_reporting(described: Annotated[Described, Query()], reader: Reading) -> LikelyOnesView:
    """What is open at about this place, or was closed within 90 days."""
    return LikelyOnesView(
        items=[LikelyView(**vars(one), state_label=one.state.label) for one in likely(reader, described)]
    )


@router.get("/{hazard}/likely", summary="与这条可能重复的隐患")
def before_registering(hazard: str, reader: Reading) -> LikelyOnesView:
    """The same question asked of a hazard that has been reported."""
    found = likely_to_be(reader, reader.one(hazard))
    return LikelyOnesView(items=[LikelyView(**vars(one), state_label=one.state.label) for one in found])
