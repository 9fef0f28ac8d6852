"""A form: what somebody typed, read into a pydantic model; each complaint beside its field, everything kept."""

import json
import secrets
import types
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Annotated, Any, Generic, TypeGuard, TypeVar, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, ValidationError
from pydantic.fields import FieldInfo

from api.wrong_input import complaints
from domain.errors import KeyReused, Refusal
from domain.titles import title_at, titles

M = TypeVar("M", bound=BaseModel)
SITE_OFFSET = "+08:00"
TOO_LONG = 10
NEVER_KEPT = "\x00"
SENT_BEFORE = "这张表单已经提交过一次，上次的内容已生效；后来的修改尚未提交，"
LENGTH_OF_A_MINUTE = len("2026-12-10T09:30")


class Form(Generic[M]):
    """The state of one form. `typed` maps a field's dotted name to the texts typed there.

    A complaint about a `hidden` field, one that this page does not show, stands above the form.
    """

    def __init__(self, model: type[M], typed: Mapping[str, list[str]] | None = None) -> None:
        self.model = model
        # What no table keeps goes before any of it is looked up in one.
        self.typed = {
            name: [t.replace(NEVER_KEPT, "") for t in texts] for name, texts in (typed or {}).items()
        }
        self.errors: dict[str, str] = {}
        self.refusal = ""
        self.hidden: set[str] = set()
        self.is_told = False

    def tell(self) -> str:
        """Its complaints stand on the page; a page that has no place for the form any more says them by itself."""
        self.is_told = True
        return ""

    @cached_property
    def key(self) -> str:
        """The idempotency key of this form; the same one while it is shown again after a refusal.

        A form that was carried out, and was changed since, is another one from then on.
        """
        return self.value("_key") or secrets.token_urlsafe(16)

    def start_with(self, **values: str | list[str] | None) -> "Form[M]":
        """Fill in what the person is likely to mean, where they typed nothing."""
        for name, value in values.items():
            if value is not None and name not in self.typed:
                self.typed[name] = value if isinstance(value, list) else [value]
        return self

    def value(self, name: str) -> str:
        """What was typed in a field, or nothing."""
        return next(iter(self.typed.get(name, ())), "")

    def values(self, name: str) -> list[str]:
        """Everything typed in a repeated field."""
        return self.typed.get(name, [])

    def error(self, name: str) -> str:
        """The complaint about a field, or nothing."""
        return self.errors.get(name, "")

    def read(self) -> M | None:
        """The model, or None with the complaints noted."""
        if self.errors or self.refusal:
            return None
        try:
            return self.model.model_validate(gather(self.model, self.typed))
        except ValidationError as wrong:
            for complaint in complaints(wrong.errors(), partial(title_at, self.model)):
                self._note(complaint["field"], complaint["detail"])
        return None

    def refuse(self, refusal: Refusal, no_more: Refusal | None = None) -> None:
        """Show a refusal at its field, or above the form. `no_more`: why what took effect cannot be done once more."""
        if isinstance(refusal, KeyReused):
            self.typed.pop("_key", None)
            self.refusal += SENT_BEFORE + (
                f"也不能再提交：{no_more.detail}" if no_more else "请核对后再按一次。"
            )
            return
        self._note(refusal.field or "", refusal.detail)

    def _note(self, field: str, detail: str) -> None:
        name = ".".join(part for part in field.split(".") if not part.isdigit())
        known = [name for name, _ in fields_of(self.model)]
        ending = (inner for inner in known if name and inner.endswith(f".{name}"))
        where = name if name in known else next(ending, "")
        if where and where not in self.hidden:
            self.errors.setdefault(where, detail)
        else:
            self.refusal += detail

    def typed_besides(self, asked: Iterable[str]) -> dict[str, list[str]]:
        """Field -> what was typed there, of fields that this page asks no more."""
        known = {name for name, _ in fields_of(self.model)} - {*asked, "paper"}
        return {name: texts for name, texts in self.typed.items() if name in known and any(texts)}

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(field, its label) of everything complained about, for the line above the form."""
        return [(name, self.title(name)) for name in self.errors]

    def title(self, name: str) -> str:
        """The title that stands at a field; the name as it is written where nothing does."""
        return title_at(self.model, name) or name

    @property
    def titles(self) -> str:
        """The titles of its fields, which it carries: sent too late, it is shown by a page that knows no model."""
        return json.dumps(titles(self.model), ensure_ascii=False)


def gather(model: type[BaseModel], typed: Mapping[str, list[str]], prefix: str = "") -> dict[str, Any]:
    """What was typed as the model's input: empty texts are not given, a nested model only when something is."""
    given: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        full, kind = f"{prefix}{name}", plain(field)
        texts = [text for text in typed.get(full, ()) if text.strip()]
        if is_model(kind):
            inside = gather(kind, typed, f"{full}.")
            if inside or texts:
                given[name] = inside
        elif get_origin(kind) is list:
            if texts:
                given[name] = texts
        elif texts:
            given[name] = _as_moment(texts[0]) if kind is datetime else texts[0]
    return given


def fields_of(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """(dotted name, field) of a model and the models within it."""
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}", field
        kind = plain(field)
        if is_model(kind):
            yield from fields_of(kind, f"{prefix}{name}.")


def whole_number(text: str) -> int | None:
    """The number that a hidden field carries, or None for anything that no row could have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < TOO_LONG else None


def plain(field: FieldInfo) -> object:
    """The type of a field without `None` and without annotations: str, date, list[...], a Literal, a model."""
    return _plain(field.annotation)


def is_model(kind: object) -> TypeGuard[type[BaseModel]]:
    """Whether a type is a nested model."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _plain(kind: object) -> object:
    if get_origin(kind) is Annotated:
        return _plain(get_args(kind)[0])
    if get_origin(kind) in (Union, types.UnionType):
        return _plain(next(part for part in get_args(kind) if part is not type(None)))
    return datetime if kind is AwareDatetime else kind


def _as_moment(text: str) -> str:
    """What `datetime-local` sends is on the wall clock of Asia/Shanghai."""
    return text + SITE_OFFSET if len(text) in (LENGTH_OF_A_MINUTE, LENGTH_OF_A_MINUTE + 3) else text
