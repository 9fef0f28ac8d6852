"""From a command's fields to widgets: the type decides the kind, its limits decide the attributes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from api.pages.acting.choices import LITERALS, PICKERS, Options, papers_to_propose
from api.pages.acting.recipes import ASIDE, Recipe
from api.pages.acting.suggestions import SUGGESTIONS, Suggestion, kinds
from api.pages.forms import is_model, plain
from domain.actions import Action
from domain.cases.case import Case
from domain.cases.visibility import is_unregistered_direct_report
from domain.commands import OWN_WORDS, Command, InOwnWords
from domain.hazard.causes import why_the_cause_is_asked
from domain.hazard.deadlines import latest_day
from domain.hazard.effects.intake import default_fixer
from domain.word import Word
from domain.words import AUTHORITY_SOURCES, UNIT_SOURCES, Line, Source, State

ONE_LINE = 200
FEW = 6
MANY = 80
OPEN = frozenset({"upgrade.criterion"})
"""Options are offered, yet anything may be written."""


@dataclass(frozen=True)
class Widget:
    """One input. `start` is what it begins with; `aside` fields are folded away.

    `optional` is what stands at the label of a field that may be left empty.
    """

    name: str
    kind: str
    label: str
    required: bool
    hint: str = ""
    start: str | list[str] | None = None
    options: Options = field(default_factory=list)
    attrs: dict[str, Any] = field(default_factory=dict)
    aside: bool = False
    optional: str = "选填"


def widgets(recipe: Recipe, case: Case, person: int) -> list[Widget]:
    """The inputs of a form for this person, in order."""
    made = {w.name: w for w in _of(recipe.command, recipe, case, "", recipe.action)}
    me = case.directory.people[person].key
    if "panel" in made:
        others = [option for option in made["panel"].options if option[0] != me]
        made["panel"] = replace(made["panel"], options=others)
    if "kind" in made:
        made["kind"] = replace(made["kind"], options=papers_to_propose(case, person))
    if made.keys() >= EITHER_OF:
        made |= {name: replace(made[name], optional=EITHER) for name in EITHER_OF}
    for name in DATES_OF_HANDING_OVER & made.keys():
        last = f"{made[name].hint}；最晚 {latest_day(case, person)}"
        made[name] = replace(made[name], hint=last)
    first = [made[name] for name in recipe.first if name in made]
    rest = [w for w in made.values() if w not in first]
    return [w for w in (*first, *rest) if not w.aside] + [w for w in rest if w.aside]


def _of(model: type[BaseModel], recipe: Recipe, case: Case, prefix: str, action: Action) -> Iterator[Widget]:
    for name, info in model.model_fields.items():
        full, kind = f"{prefix}{name}", plain(info)
        if full in recipe.leave_out or name == "paper" or (prefix and name in ASIDE):
            continue
        if case.line not in recipe.only.get(full, frozenset(Line)) or _is_for_a_direct_report(
            model, name, case
        ):
            continue
        if is_model(kind):
            if name == recipe.nested and issubclass(kind, Command):
                yield from _of(kind, recipe, case, f"{full}.", kind.action)
        else:
            yield _widget(full, info, recipe, case, f"{action}.{name}")


def _is_for_a_direct_report(model: type[BaseModel], name: str, case: Case) -> bool:
    """Whether the field is asked of a direct report alone, and this hazard is none."""
    if not issubclass(model, InOwnWords) or name not in OWN_WORDS or name in model.ordinary:
        return False
    return not is_unregistered_direct_report(case.hazard)


def _widget(full: str, info: FieldInfo, recipe: Recipe, case: Case, key: str) -> Widget:
    name = full.rpartition(".")[2]
    start, hint = SUGGESTIONS.get(key, _default(info))(case)
    needed = case.line in recipe.needs.get(full, frozenset())
    shape, options, attrs = _shape(name, info, case, key)
    needed = needed or (key in NEEDED_WHEN and NEEDED_WHEN[key](case))
    needed = needed or (name in IN_OWN_WORDS and is_unregistered_direct_report(case.hazard))
    return Widget(
        name=full,
        kind=shape,
        label=recipe.labels.get(full) or info.title or name,
        required=info.is_required() or needed or (shape == "radios" and start is not None),
        hint=hint or recipe.hints.get(full, ""),
        start=start,
        options=options,
        attrs=attrs,
        aside=name in ASIDE,
        optional=recipe.marks.get(full, "选填"),
    )


EITHER_OF = frozenset({"photos", "no_photo_because"})
EITHER = "照片和原因二选一"
"""What stands at both fields of a command that asks for a photo or the reason why there is none."""
IN_OWN_WORDS = frozenset({"description", "found_at"})
"""What the commission must say anew of a direct report."""
DATES_OF_HANDING_OVER = {"due", "assign.due"}
NEEDED_WHEN: dict[str, Callable[[Case], bool]] = {
    "submit.photos": lambda case: not case.hazard.after_photos,
    "assign.to": lambda case: case.line is Line.UNIT and default_fixer(case) is None,
    "accept.fixer": lambda case: not case.hazard.fixer_id,
    "upgrade.interim": lambda case: not case.hazard.interim or is_unregistered_direct_report(case.hazard),
    "submit.cause": lambda case: why_the_cause_is_asked(case) is not None,
    "submit.lasting_measure": lambda case: why_the_cause_is_asked(case) is not None,
    "take_back.answered_on": lambda case: case.hazard.state == State.TRANSFERRED,
    "take_back.photos": lambda case: case.hazard.state == State.TRANSFERRED,
}
"""Fields that a rule asks for as the hazard stands now."""


def _default(info: FieldInfo) -> Callable[[Case], Suggestion]:
    default = info.default if isinstance(info.default, str) and info.default else None

    def suggest(_case: Case) -> Suggestion:
        return (str(default) if default else None), ""

    return suggest


def _shape(name: str, info: FieldInfo, case: Case, key: str) -> tuple[str, Options, dict[str, Any]]:
    """(kind, options, attributes) of a field."""
    kind = plain(info)
    picker = PICKERS.get(key) or PICKERS.get(name)
    if picker is not None:
        options = picker(case)
        several = get_origin(kind) is list
        one = "choice" if len(options) <= MANY and key not in OPEN else "named"
        return ("checks" if several else one), options, {}
    if key == "assign.term":
        return "radios", kinds(case), {}
    if get_origin(kind) is Literal:
        return "radios", [(word, LITERALS[word]) for word in get_args(kind)], {}
    if isinstance(kind, type) and issubclass(kind, Word):
        words = list(_words(kind, case))
        return ("radios" if len(words) <= FEW else "choice"), [(str(w), w.label) for w in words], {}
    return _plain_shape(name, kind, info)


def _words(kind: type[Word], case: Case) -> Iterator[Word]:
    """The words that may be chosen on this line."""
    for word in kind:
        if isinstance(word, Source):
            outside = case.line is not Line.UNIT
            if word not in (AUTHORITY_SOURCES if outside else UNIT_SOURCES):
                continue
        yield word


def _plain_shape(name: str, kind: object, info: FieldInfo) -> tuple[str, Options, dict[str, Any]]:
    if get_origin(kind) is list:
        return "photos", [], {}
    if name == "scan":
        return "scan", [], {}
    by_type: dict[object, tuple[str, dict[str, Any]]] = {
        bool: ("yes", {}),
        date: ("day", {}),
        datetime: ("moment", {}),
        Decimal: ("text", {"inputmode": "decimal", "maxlength": 13}),
    }
    if kind in by_type:
        shape, attrs = by_type[kind]
        return shape, [], attrs
    longest = _longest(info)
    return ("text" if longest <= ONE_LINE else "area"), [], {"maxlength": longest}


def _longest(info: FieldInfo) -> int:
    """The most characters a text may have, from the constraints of its type."""
    parts = [info.annotation, *info.metadata]
    while parts:
        part = parts.pop()
        found = getattr(part, "max_length", None)
        if isinstance(found, int):
            return found
        parts.extend([*get_args(part), *getattr(part, "__metadata__", ())])
    return ONE_LINE
