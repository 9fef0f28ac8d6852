"""What I had to do with, and my messages."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.current import Reading
from api.views.answers import LedgerView
from api.views.hazard import hazard_views
from api.views.hazard_shapes import HazardView
from api.views.shapes import UnitView, WordView
from domain.fields import WRITTEN_PLAINLY
from domain.queries import Pressed, Reader, copied, done, reported
from domain.queries.first_steps import first_steps
from domain.queries.mine import A_PAGE

router = APIRouter(prefix="/me", tags=["mine"])
Cursor = Annotated[str | None, Query(title="翻页标记", max_length=40)]
Limit = Annotated[int, Query(title="每页条数", ge=1, le=100), WRITTEN_PLAINLY]


class PressedView(BaseModel):
    """A button I pressed; `at` is legal time."""

    action: WordView
    at: datetime
    hazard: HazardView


class DoneView(BaseModel):
    """已办, newest first; `next_cursor` is null on the last page."""

    items: list[PressedView]
    next_cursor: str | None


@router.get("/done", summary="已办")
def mine_done(reader: Reading, cursor: Cursor = None, limit: Limit = A_PAGE) -> DoneView:
    """Each button I pressed."""
    found = done(reader, cursor, limit)
    return DoneView(items=pressed_views(found.items, reader), next_cursor=found.next_cursor)


@router.get("/reported", summary="我报告的")
def mine_reported(reader: Reading, cursor: Cursor = None, limit: Limit = A_PAGE) -> LedgerView:
    """What I reported."""
    found = reported(reader, cursor, limit)
    return LedgerView(items=hazard_views(found.items, reader), next_cursor=found.next_cursor)


@router.get("/copied", summary="抄送我")
def mine_copied(reader: Reading, cursor: Cursor = None, limit: Limit = A_PAGE) -> LedgerView:
    """What I was told of, though it is not mine to do."""
    found = copied(reader, cursor, limit)
    return LedgerView(items=hazard_views(found.items, reader), next_cursor=found.next_cursor)


class FirstStepView(BaseModel):
    """One step of a beginning, at a unit."""

    what: WordView
    unit: UnitView
    done: bool


class FirstStepsView(BaseModel):
    """开始使用: empty for whoever has nothing to set up, and once the first hazard was reported."""

    items: list[FirstStepView]


@router.get("/first-steps", summary="开始使用")
def mine_first_steps(reader: Reading) -> FirstStepsView:
    """What the house still lacks that I can mend."""
    return FirstStepsView(
        items=[
            FirstStepView(
                what=WordView(code=str(step.what), label=step.what.label),
                unit=UnitView(code=step.unit.code, name=step.unit.name),
                done=step.done,
            )
            for step in first_steps(reader)
        ]
    )


def pressed_views(pressed: list[Pressed], reader: Reader) -> list[PressedView]:
    """Pressed buttons, each with its hazard."""
    hazards = hazard_views([one.case for one in pressed], reader)
    return [
        PressedView(
            action=WordView(code=str(one.action), label=one.action.timeline), at=one.at, hazard=hazard
        )
        for one, hazard in zip(pressed, hazards, strict=True)
    ]
