"""Writes the county's units, people, posts and sign-ins into an empty database."""

from datetime import UTC, datetime, time

from sqlalchemy import Connection, Table, insert, select, update

from deploy.demo.county import Body, County
from domain.channels.kinds import ChannelKind
from domain.clock import SITE_ZONE
from domain.signing_in.passwords import hash_password
from domain.tables.core import ACCOUNT, CHANNEL, PERSON, POST, UNIT, UNIT_FACTS
from domain.unit_facts import Facts, UnitType
from domain.words import UnitKind

POLICY = "lincheng"
INBOX = "演示收件箱"


def write_organisation(connection: Connection, county: County) -> dict[str, int]:
    """Write everybody; gives person key -> id. One password hash serves all, because the password is public."""
    units = _units(connection, county)
    _facts(connection, county, units)
    since = datetime.combine(county.posts_since, time(), SITE_ZONE).astimezone(UTC)
    shared_hash = hash_password(county.password)
    people: dict[str, int] = {}
    for person in county.people:
        row = {"key": person.key, "name": person.name, "unit_id": units[person.unit], "phone": person.phone}
        values = {**row, "email": person.email, "active": True}
        people[person.key] = _add(connection, PERSON, **values)
        for post in person.posts:
            held = {"person_id": people[person.key], "unit_id": units[post.unit], "role": post.role}
            connection.execute(insert(POST).values(**held, since=since))
        if person.login:
            account = {"person_id": people[person.key], "login": person.key, "password_hash": shared_hash}
            connection.execute(insert(ACCOUNT).values(**account, active=True, public_demo=True))
    return people


def reach_everybody(connection: Connection, base_url: str) -> None:
    """Let every person's messages arrive under one address of this machine, wherever it listens this time."""
    mine = (CHANNEL.c.kind == ChannelKind.WEBHOOK) & (CHANNEL.c.name == INBOX)
    changed = connection.execute(update(CHANNEL).where(mine).values(base_url=base_url)).rowcount
    if not changed:
        authority = select(UNIT.c.id).where(UNIT.c.kind == UnitKind.AUTHORITY).order_by(UNIT.c.id).limit(1)
        values = {
            "kind": ChannelKind.WEBHOOK,
            "name": INBOX,
            "base_url": base_url,
            "secrets": b"",
            "position": 1,
        }
        values |= {"settings": {}, "hints": {}, "active": True}
        connection.execute(insert(CHANNEL).values(**values, unit_id=authority.scalar_subquery()))


def _units(connection: Connection, county: County) -> dict[str, int]:
    top = _unit(connection, county.authority, UnitKind.AUTHORITY, None, "/", county.region, POLICY)
    units, paths = {county.authority.code: top}, {county.authority.code: f"/{top}/"}
    for body in county.institutions:
        units[body.code] = _unit(connection, body, UnitKind.INSTITUTION, top, f"/{top}/", county.region, None)
        paths[body.code] = f"/{top}/{units[body.code]}/"
    for part in county.departments:
        above = part.code.split("-")[0]
        body = Body(code=part.code, name=part.name, short_name=part.name)
        kind = UnitKind.DEPARTMENT
        units[part.code] = _unit(connection, body, kind, units[above], paths[above], county.region, None)
    return units


def _facts(connection: Connection, county: County, units: dict[str, int]) -> None:
    """What is recorded of each institution: its kind by the ledger's word, the rest where it is known."""
    kinds = {kind.label: kind for kind in UnitType}
    for body in county.institutions:
        known = county.facts.get(body.code, Facts()).model_dump(mode="json")
        row = {**known, "unit_id": units[body.code], "unit_type": kinds[body.type]}
        connection.execute(insert(UNIT_FACTS).values(**row))


def _unit(
    connection: Connection,
    body: Body,
    kind: str,
    parent: int | None,
    above: str,
    region: str,
    policy: str | None,
) -> int:
    """Write a unit; its path ends with its own id."""
    row = {"kind": kind, "code": body.code, "name": body.name, "short_name": body.short_name}
    unit_id = _add(connection, UNIT, **row, parent_id=parent, region=region, policy=policy, path=above)
    connection.execute(update(UNIT).where(UNIT.c.id == unit_id).values(path=f"{above}{unit_id}/"))
    return unit_id


def _add(connection: Connection, table: Table, **values: object) -> int:
    return int(connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one())
