"""The town of the measurements: an authority and a few hospitals, everybody with a webhook to the loopback sink."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import Engine, insert, select

from deploy.demo.county import Body, County, Department, Person, Post
from deploy.demo.county.organisation import reach_everybody, write_organisation
from domain.clock import machine_now
from domain.tables.core import EVIDENCE, PERSON
from domain.unit_facts import UnitType
from domain.words import Role

HOSPITALS = 8
KIND = UnitType.COUNTY_HOSPITAL
PASSWORD = "bihuan-bench"  # noqa: S105 - opens nothing but the town that is erased after the run
BEFORE, AFTER = sha256(b"before").hexdigest(), sha256(b"after").hexdigest()
OFFICE = {"office": Role.DESK, "leader": Role.LEADER, "head": Role.HEAD}
STAFF = {"nurse": Role.STAFF, "fixer": Role.STAFF, "dept": Role.DEPARTMENT_HEAD}
HEADS = {"officer": Role.OFFICER, "deputy": Role.DEPUTY, "chief": Role.CHIEF}


@dataclass(frozen=True)
class Town:
    """Who lives there: key -> person id. Hospitals are numbered from 1."""

    people: dict[str, int]

    def hospital(self, n: int) -> int:
        """The hospital of the n-th hazard: they take turns."""
        return n % HOSPITALS + 1


def found(engine: Engine, sink_port: int) -> Town:
    """Write the town into an empty database, with the two photos that its hazards show."""
    with engine.begin() as connection:
        people = write_organisation(connection, county_of(HOSPITALS, _people()))
        reach_everybody(connection, f"http://127.0.0.1:{sink_port}")
        photo = {"kind": "image/jpeg", "size": 1, "uploaded_at": machine_now()}
        shown = {"nurse": BEFORE, "fixer": AFTER}
        rows = [
            {"hash": shown[key.rstrip("0123456789")], "uploaded_by": person_id, **photo}
            for key, person_id in people.items()
            if key.rstrip("0123456789") in shown
        ]
        connection.execute(insert(EVIDENCE), rows)
    return Town(people)


def settle(engine: Engine) -> Town:
    """The town as it stands in a database."""
    with engine.connect() as connection:
        rows = connection.execute(select(PERSON.c.key, PERSON.c.id))
        return Town({row.key: row.id for row in rows})


def county_of(hospitals: int, people: Iterable[Person]) -> County:
    """So many hospitals, each with one department, under the commission, and these people in them."""
    numbers = range(1, hospitals + 1)
    return County(
        region="500999",
        county="临澄县",
        posts_since=date(2020, 1, 1),
        password=PASSWORD,
        authority=Body(code="000", name="临澄县卫生健康委员会", short_name="县卫健委"),
        institutions=tuple(
            Body(code=f"{n:03}", name=f"第{n}医院", short_name=f"{n}院", type=KIND.label) for n in numbers
        ),
        departments=tuple(Department(code=f"{n:03}-01", name="护理部") for n in numbers),
        people=tuple(people),
    )


def person(key: str, unit: str, role: Role, *, login: bool = True) -> Person:
    """Somebody with one post, called as their key."""
    known = {
        "key": key,
        "name": key,
        "title": role.label,
        "unit": unit,
        "posts": (Post(role=role, unit=unit),),
    }
    return Person(**known, phone="", email="", login=login)


def _people() -> Iterator[Person]:
    yield from (person(key, "000", role) for key, role in OFFICE.items())
    for n in range(1, HOSPITALS + 1):
        yield from (person(f"{key}{n}", f"{n:03}-01", role) for key, role in STAFF.items())
        yield from (person(f"{key}{n}", f"{n:03}", role) for key, role in HEADS.items())
