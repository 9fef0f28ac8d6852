"""Word templates as they are shown by program."""

from datetime import datetime

from pydantic import BaseModel

from api.views.parts import word_view
from api.views.shapes import UnitView, WordView
from domain.directory.organisation import UnitCard
from domain.papers.placeholders import PLACEHOLDERS
from domain.queries.paper_templates import Edition, TemplateState, by_kind


class EditionView(BaseModel):
    """An edition. `hash`: SHA-256 of its file; `left_out`: placeholders that it does not show. Legal time."""

    id: int
    edition: int
    state: WordView
    name: str
    hash: str
    left_out: list[str]
    kept_by: str
    kept_at: datetime
    begun_by: str
    begun_at: datetime | None
    ended_by: str
    ended_at: datetime | None


class KindView(BaseModel):
    """A kind of paper with its editions, the latest first; `in_force` null: the shipped template."""

    kind: WordView
    in_force: int | None
    editions: list[EditionView]


class PlaceholderView(BaseModel):
    """What may stand between {{ }}; `form`: text, lines or pairs (each with 名称, 内容)."""

    name: str
    about: str
    form: str
    required: bool


class TemplatesView(BaseModel):
    """The templates of an authority."""

    unit: UnitView
    kinds: list[KindView]
    placeholders: list[PlaceholderView]


def templates_view(unit: UnitCard, found: list[Edition]) -> TemplatesView:
    """The templates as whoever keeps them sees them."""
    return TemplatesView(
        unit=UnitView(code=unit.code, name=unit.name),
        kinds=[
            KindView(
                kind=word_view(kind),
                in_force=next((one.edition for one in mine if one.state is TemplateState.IN_FORCE), None),
                editions=[_view(one) for one in mine],
            )
            for kind, mine in by_kind(found).items()
        ],
        placeholders=[PlaceholderView(**vars(one)) for one in PLACEHOLDERS],
    )


def _view(one: Edition) -> EditionView:
    said = {name: getattr(one, name) for name in EditionView.model_fields}
    return EditionView(**{**said, "state": word_view(one.state), "left_out": list(one.left_out)})
