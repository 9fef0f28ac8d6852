"""Writes a cast and its moments into a database, rows at once: for what is asked of thousands of hazards."""

from collections.abc import Mapping

from sqlalchemy import insert, text

from domain.store.base import Store
from domain.tables.core import DELEGATION, HAZARD, PERSON, POST, UNIT
from tests.databases import administrator
from tests.oracle.scenery import HOMES, IDS, NOON, ROLE_OF, UNIT_IDS, UNITS, Cast, Told, path_of
from tests.world import LONG_AGO, on


def settle(store: Store, cast: Cast, moments: Mapping[str, Told]) -> None:
    """The cast as the only organisation, each moment as a hazard under its ref."""
    homes = cast.homes()
    units = [
        {"id": UNIT_IDS[code], "parent_id": UNIT_IDS.get(parent or ""), "kind": kind, "code": code, "name": code,
         "short_name": code, "region": "500999", "path": path_of(code)}
        for code, (parent, kind) in UNITS.items()
    ]  # fmt: skip
    people = [
        {"id": IDS[key], "key": key, "name": key, "unit_id": UNIT_IDS[homes[key]], "phone": "", "email": "",
         "webhook": "", "active": True}
        for key in HOMES
    ]  # fmt: skip
    posts = [
        {"person_id": IDS[who], "unit_id": UNIT_IDS[at], "role": str(ROLE_OF[word]), "since": LONG_AGO}
        for word, at, who in cast.seats()
    ]
    dated = [
        {
            "from_id": IDS[of],
            "to_id": IDS[to],
            "since": LONG_AGO,
            "until": on("2030-01-01 00:00"),
            "reason": "",
        }
        for to, of in cast.stands_in.items()
    ]
    hazards = [row_of(ref, told) for ref, told in moments.items()]
    with administrator(store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("TRUNCATE unit, person, post, delegation RESTART IDENTITY CASCADE"))
        connection.execute(text("SET LOCAL session_replication_role = origin"))
        for table, rows in (
            (UNIT, units),
            (PERSON, people),
            (POST, posts),
            (DELEGATION, dated),
            (HAZARD, hazards),
        ):
            connection.execute(insert(table), rows)


def row_of(ref: str, told: Told) -> dict[str, object]:
    """The hazard's columns; the number is its own."""
    values = {
        name: value for name, value in vars(told.case.hazard).items() if name in HAZARD.c and name != "id"
    }
    number = f"500999-{ref}" if values["number"] else None
    return {**values, "ref": ref, "number": number, "acted_at": NOON}
