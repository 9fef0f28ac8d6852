"""What the forms of 单位与人员 offer to choose from: posts, units, colleagues, as far as whoever looks may."""

from api.views.looker import Looker
from domain.directory.organisation import PersonCard, UnitCard
from domain.organisation import commands as c
from domain.organisation.people import where_held, why_not_there
from domain.organisation.seeing import find_people
from domain.words import Role


def roles(look: Looker, where: UnitCard, person: PersonCard | None) -> list[tuple[str, str]]:
    """The posts that the reader may give; to somebody new only those that can be held from their unit."""
    eyes = look.eyes
    home = eyes.directory.units[person.unit_id] if person else where
    change = c.GivePost if person else c.AddPerson
    return [
        (role, role.label)
        for role in Role
        if eyes.may_give(change, home, person, role)
        and (person or not why_not_there(role, where_held(eyes.directory, home.id, role)))
    ]


def units(look: Looker) -> list[tuple[str, str]]:
    """Every unit in use that the reader sees, a department with its institution before it."""
    seen = [u for u in look.eyes.directory.units.values() if u.active and look.eyes.sees_unit(u)]
    directory = look.eyes.directory

    def name(unit: UnitCard) -> str:
        above = directory.institution_of(unit.id)
        return unit.name if above.id == unit.id else f"{above.short_name or above.name} · {unit.name}"

    return [(unit.code, f"{unit.code} {name(unit)}") for unit in sorted(seen, key=lambda u: u.code)]


def colleagues(look: Looker, where: UnitCard, person: PersonCard | None) -> list[tuple[str, str]]:
    """Everybody else of the institution, for a successor or delegate."""
    found = find_people(look.eyes, unit=look.eyes.directory.institution_of(where.id))
    return [(p.key, f"{p.name}（{p.key}）") for p in found if person is None or p.id != person.id]
