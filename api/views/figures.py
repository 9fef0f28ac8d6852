"""Numbers as JSON: each with the query of /api/hazards (and of the ledger's page) that opens exactly its list."""

from collections.abc import Iterable

from pydantic import BaseModel

from api.views.shapes import UnitView
from domain.queries.boards import Rate, UnitRow
from domain.queries.figures import Figure


class FigureView(BaseModel):
    """A number; `/api/hazards?{query}` is the list of exactly these hazards."""

    name: str
    label: str
    count: int
    query: str


class RateView(BaseModel):
    """A rate with numerator and denominator; percent is null when there is nothing to count."""

    done: FigureView
    of: FigureView
    percent: float | None


class UnitRowView(BaseModel):
    """One unit with its light, in words."""

    unit: UnitView
    light: str
    light_label: str
    figures: dict[str, FigureView]
    rectified: RateView
    on_time: RateView


def figure_view(figure: Figure) -> FigureView:
    """A number."""
    return FigureView(name=figure.name, label=figure.label, count=figure.count, query=figure.wanted.query())


def figures_view(figures: Iterable[Figure]) -> list[FigureView]:
    """Numbers in their order."""
    return [figure_view(figure) for figure in figures]


def figures_by_name(figures: dict[str, Figure]) -> dict[str, FigureView]:
    """Numbers by name."""
    return {name: figure_view(figure) for name, figure in figures.items()}


def rate_view(rate: Rate) -> RateView:
    """A rate."""
    return RateView(done=figure_view(rate.done), of=figure_view(rate.of), percent=rate.percent)


def unit_row_view(row: UnitRow) -> UnitRowView:
    """A unit with its light."""
    return UnitRowView(
        unit=UnitView(code=row.unit.code, name=row.unit.name),
        light=str(row.light),
        light_label=row.light.explained,
        figures=figures_by_name(row.figures),
        rectified=rate_view(row.rectified),
        on_time=rate_view(row.on_time),
    )
