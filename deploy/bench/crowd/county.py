"""The county of the crowd: twenty hospitals, each with thirty nurses and thirty fixers."""

from datetime import date

from sqlalchemy import Connection, insert, select

from deploy.bench.town import AFTER, BEFORE, HEADS, OFFICE, PASSWORD
from deploy.demo.county import Body, County, Department, Person, Post
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
    people = write_organisation(connection, _county())
    photo = {"kind": "image/jpeg", "size": 1, "uploaded_at": machine_now()}
    show = ("nurse1s1", "fixer1s1", "office")
    rows = [{"hash": each, "uploaded_by": people[who], **photo} for who in show for each in (BEFORE, AFTER)]
    connection.execute(insert(EVIDENCE), rows)
    return people, {row.code: row.id for row in connection.execute(select(UNIT.c.code, UNIT.c.id))}


def _county() -> County:
    numbers = range(1, HOSPITALS + 1)
    people = [_person(key, "000", role) for key, role in OFFICE.items()]
    for n in numbers:
        people += [_person(f"{key}{n}", f"{n:03}", role) for key, role in HEADS.items()]
        people.append(_person(f"dept{n}", f"{n:03}-01", Role.DEPARTMENT_HEAD))
        staff = [f"{key}{n}s{s}" for key in ("nurse", "fixer") for s in range(1, STAFF + 1)]
        people += [_person(key, f"{n:03}-01", Role.STAFF) for key in staff]
    return County(
        region="500999",
        county="临澄县",
        posts_since=date(2020, 1, 1),
        password=PASSWORD,
        authority=Body(code="000", name="临澄县卫生健康委员会", short_name="县卫健委"),
        institutions=tuple(Body(code=f"{n:03}", name=f"第{n}医院", short_name=f"{n}院") for n in numbers),
        departments=tuple(Department(code=f"{n:03}-01", name="护理部") for n in numbers),
        people=tuple(people),
    )


def _person(key: str, unit: str, role: Role) -> Person:
    post = Post(role=role, unit=unit)
    known = {"key": key, "name": key, "title": role.label, "unit": unit, "posts": (post,)}
    return Person(**known, phone="", email="", login=key in MEASURED)
