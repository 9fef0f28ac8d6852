"""What a model calls its fields: the title that stands at each, for forms, refusals and the API's document."""

from functools import cache
from typing import get_args

from pydantic import BaseModel


@cache
def titles(model: type[BaseModel]) -> dict[str, str]:
    """Each field of a model and of those within it, such as assign.to or fixed.photos, with its title."""
    found = {}
    for name, field in model.model_fields.items():
        inner = model_in(field.annotation)
        found[name] = field.title or ""
        found |= {f"{name}.{path}": title for path, title in titles(inner).items()} if inner else {}
    return found


def title_at(model: type[BaseModel], path: str) -> str:
    """The title of one field, such as fixed.photos.0; nothing for what is no field of the model."""
    return titles(model).get(".".join(part for part in path.split(".") if not part.isdigit()), "")


def model_in(kind: object) -> type[BaseModel] | None:
    """The model that a type is, or holds: a list of it, or it or nothing."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((inner for part in get_args(kind) if (inner := model_in(part))), None)
