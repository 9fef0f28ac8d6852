"""What an address calls what it asks for: the title that stands at each parameter, and at each field of a body."""

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from pydantic.fields import FieldInfo

from domain.titles import model_in, title_at


def title_asked(asked: Dependant, place: str) -> str:
    """The title at a place such as query.limit or body.fixed.photos.0; nothing for what nobody asks for."""
    part, _, path = place.partition(".")
    return next(filter(None, (_title(name, field, path) for name, field in _asked(asked, part))), "")


def _title(name: str, field: FieldInfo, path: str) -> str:
    model = model_in(field.annotation)
    if model:
        return title_at(model, path)
    return field.title or "" if path.partition(".")[0] == name else ""


def _asked(asked: Dependant, part: str) -> Iterator[tuple[str, FieldInfo]]:
    """(name, field) of what an address and whatever it rests on ask for in the path, query, header or body."""
    for param in getattr(asked, f"{part}_params", ()):
        yield param.alias, param.field_info
    for inner in asked.dependencies:
        yield from _asked(inner, part)
