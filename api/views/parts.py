"""What views of every kind of case are made of: people, units, words, seats."""

from collections.abc import Iterable

from api.views.shapes import HolderView, PersonView, UnitView, WordView
from domain.cases.case import Case, Seat
from domain.word import Word


def people_view(case: Case, people: Iterable[int]) -> list[PersonView]:
    """People by key and name, told apart from namesakes of their institution."""
    return [PersonView(key=case.directory.people[p].key, name=case.directory.name_of(p)) for p in people]


def person_view(case: Case, person: int | None) -> PersonView | None:
    """One person, or None."""
    return next(iter(people_view(case, [person] if person else [])), None)


def unit_view(case: Case, unit_id: int | None) -> UnitView | None:
    """A unit by code and name."""
    unit = case.directory.units[unit_id] if unit_id else None
    return UnitView(code=unit.code, name=unit.name) if unit else None


def word_view(word: Word) -> WordView:
    """A stored word with its label."""
    return WordView(code=str(word), label=word.label)


def seat_view(case: Case, seat: Seat | None) -> HolderView | None:
    """Who must act, with the post; None for nobody."""
    if seat is None:
        return None
    return HolderView(label=seat.label(case.directory), people=people_view(case, seat.people))
