"""Points (点位): places whose printed code opens a prefilled report."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.current import At, Reading, TheStore, Who
from api.views.shapes import OutOfUseView, UnitView, WordView
from api.views.use import out_of_use_view
from domain.directory.organisation import UnitCard
from domain.fields import Reference
from domain.points.writing import NewPoints, RenamedPoint, add_points, rename_point, set_active
from domain.queries import PointCard, Reader, point, points, reading
from domain.queries.out_of_use import OutOfUse
from domain.queries.points import out_of_use_at_points

router = APIRouter(prefix="/points", tags=["points"])
Code = Annotated[str, Path(title="点位代码", max_length=12)]


class PointView(BaseModel):
    """A point; `opens` is the address its printed code opens."""

    code: str
    place: str
    category: WordView | None
    active: bool
    unit: UnitView
    institution: UnitView
    opens: str
    out_of_use: list[OutOfUseView]
    """What may not be used there (停用); a retired point is another matter."""


class PointsView(BaseModel):
    """Points by unit and place."""

    items: list[PointView]


@router.get("", summary="点位")
def listed(
    reader: Reading,
    unit: Annotated[Reference | None, Query(title="单位")] = None,
    *,
    active: Annotated[bool | None, Query(title="使用中")] = None,
) -> PointsView:
    """The points of my unit and of those I look after; `unit` means its subtree."""
    return _views(reader, (card for card in points(reader, unit) if active in (None, card.active)))


@router.get("/{code}", summary="一个点位")
def one(code: Code, reader: Reading) -> PointView:
    """What a printed code stands for."""
    return _view(reader, point(reader, code))


@router.post("", status_code=201, summary="添加点位")
def add(said: NewPoints, store: TheStore, who: Who, at: At) -> PointsView:
    """Make points at places of one unit; each gets a code."""
    codes = add_points(store, said, by=who, at=at)
    with reading(store, who, at) as reader:
        return _views(reader, [point(reader, code) for code in codes])


@router.post("/{code}/rename", summary="更名")
def rename(code: Code, said: RenamedPoint, store: TheStore, who: Who, at: At) -> PointView:
    """Call a point otherwise; its printed code stays good."""
    rename_point(store, code, said, by=who, at=at)
    with reading(store, who, at) as reader:
        return _view(reader, point(reader, code))


@router.post("/{code}/retire", summary="撤下点位")
def retire(code: Code, store: TheStore, who: Who, at: At) -> PointView:
    """Take a point out of use: its code then opens a report without a place."""
    set_active(store, code, active=False, by=who, at=at)
    with reading(store, who, at) as reader:
        return _view(reader, point(reader, code))


@router.post("/{code}/restore", summary="恢复点位")
def restore(code: Code, store: TheStore, who: Who, at: At) -> PointView:
    """Take a retired point into use again."""
    set_active(store, code, active=True, by=who, at=at)
    with reading(store, who, at) as reader:
        return _view(reader, point(reader, code))


def _view(reader: Reader, card: PointCard) -> PointView:
    return _views(reader, [card]).items[0]


def _views(reader: Reader, cards: Iterable[PointCard]) -> PointsView:
    found = list(cards)
    stopped = out_of_use_at_points(reader, found)
    return PointsView(items=[_shown(card, stopped[card.code]) for card in found])


def _shown(card: PointCard, stopped: list[OutOfUse]) -> PointView:
    def unit(at: UnitCard) -> UnitView:
        return UnitView(code=at.code, name=at.name)

    category = WordView(code=str(card.category), label=card.category.label) if card.category else None
    return PointView(
        code=card.code,
        place=card.place,
        category=category,
        active=card.active,
        unit=unit(card.unit),
        institution=unit(card.institution),
        opens=f"/r/{card.code}",
        out_of_use=[out_of_use_view(one) for one in stopped],
    )
