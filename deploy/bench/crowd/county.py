"""The county of the crowd: twenty hospitals, each with thirty nurses and thirty fixers."""

from collections.abc import Iterator

from sqlalchemy import Connection, insert, select

from deploy.bench.town import AFTER, BEFORE, HEADS, OFFICE, county_of, person
from deploy.demo.county import Person
from deploy.demo.county.organisation import write_organisation
from domain.clock import machine_now
from domain.tables.core import EVIDENCE, UNIT
from domain.words import Role

HOSPITALS = 20
STAFF = 30
MEASURED = ("leader", "office", "officer1", "nurse1s1")
"""Who signs in."""


def write_county(connection: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Write it into an empty database, with two photos; gives person key -> id and unit code -> id."""
    people = write_organisation(connection, county_of(HOSPITALS, _people()))
    photo = {"kind": "image/jpeg", "size": 1, "uploaded_at": machine_now()}
    show = ("nurse1s1", "fixer1s1", "office")
    rows = [{"hash": each, "uploaded_by": people[who], **photo} for who in show for each in (BEFORE, AFTER)]
    connection.execute(insert(EVIDENCE), rows)
    return people, {row.code: row.id for row in connection.execute(select(UNIT.c.code, UNIT.c.id))}


def _people() -> Iterator[Person]:
    yield from (_person(key, "000", role) for key, role in OFFICE.items())
    for n in range(1, HOSPITALS + 1):
        yield from (_person(f"{key}{n}", f"{n:03}", role) for key, role in HEADS.items())
        yield _person(f"dept{n}", f"{n:03}-01", Role.DEPARTMENT_HEAD)
        staff = (f"{key}{n}s{s}" for key in ("nurse", "fixer") for s in range(1, STAFF + 1))
        yield from (_person(key, f"{n:03}-01", Role.STAFF) for key in staff)


def _person(key: str, unit: str, role: Role) -> Person:
    return person(key, unit, role, login=key in MEASURED)
