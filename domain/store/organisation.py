"""Reads the organisation into one snapshot."""

from collections import defaultdict

from sqlalchemy import Connection, select

from domain.directory.organisation import Dated, Directory, PersonCard, UnitCard
from domain.tables.core import ACCOUNT, DELEGATION, PERSON, POST, UNIT, UNIT_FACTS
from domain.unit_facts import Facts

_UNITS = select(
    UNIT.c.id,
    UNIT.c.parent_id,
    UNIT.c.kind,
    UNIT.c.code,
    UNIT.c.name,
    UNIT.c.short_name,
    UNIT.c.region,
    UNIT.c.path,
    UNIT.c.policy,
    UNIT.c.active,
)


def facts_of(connection: Connection, unit_id: int) -> Facts:
    """What is recorded of a unit."""
    columns = [UNIT_FACTS.c[name] for name in Facts.model_fields]
    row = connection.execute(select(*columns).where(UNIT_FACTS.c.unit_id == unit_id)).first()
    return Facts.model_validate(row._mapping) if row else Facts()  # noqa: SLF001 - the documented way to a dict


def version_of_unit(connection: Connection, unit_id: int) -> int:
    """How often the unit was changed."""
    return int(connection.execute(select(UNIT.c.version).where(UNIT.c.id == unit_id)).scalar_one())


def load_directory(connection: Connection, version: int) -> Directory:
    """The whole tree, its people, posts and delegations at one version."""
    units = connection.execute(_UNITS)
    people = connection.execute(
        select(
            PERSON.c.id, PERSON.c.key, PERSON.c.name, PERSON.c.unit_id, PERSON.c.phone, PERSON.c.active
        ).order_by(PERSON.c.id)
    )
    cards = {row.id: PersonCard(*row) for row in people}
    logins = connection.execute(select(ACCOUNT.c.login, ACCOUNT.c.person_id, ACCOUNT.c.active)).all()
    names = {card.key: card.id for card in cards.values()}
    posts: defaultdict[tuple[int, str], list[Dated]] = defaultdict(list)
    for post in connection.execute(
        select(POST.c.unit_id, POST.c.role, POST.c.person_id, POST.c.since, POST.c.until).order_by(POST.c.id)
    ):
        posts[post.unit_id, post.role].append(Dated(post.person_id, post.since, post.until))
    delegates: defaultdict[int, list[Dated]] = defaultdict(list)
    for row in connection.execute(
        select(DELEGATION.c.from_id, DELEGATION.c.to_id, DELEGATION.c.since, DELEGATION.c.until)
    ):
        delegates[row.from_id].append(Dated(row.to_id, row.since, row.until))
    return Directory(
        version=version,
        units={row.id: UnitCard(*row) for row in units},
        people=cards,
        posts=dict(posts),
        delegates=dict(delegates),
        names={login.login: login.person_id for login in logins} | names,
        with_account=frozenset(login.person_id for login in logins if login.active),
    )
