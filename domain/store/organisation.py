"""Reads the organisation into one snapshot."""

from collections import defaultdict

from sqlalchemy import Connection, select

from domain.rules.organisation import Dated, Directory, PersonCard, UnitCard
from domain.tables import Account, Delegation, Person, Post, Unit


def load_directory(connection: Connection, version: int) -> Directory:
    """The whole tree, its people, posts and delegations at one version."""
    units = connection.execute(
        select(
            Unit.id,
            Unit.parent_id,
            Unit.kind,
            Unit.code,
            Unit.name,
            Unit.short_name,
            Unit.region,
            Unit.path,
            Unit.policy,
        )
    )
    people = connection.execute(
        select(Person.id, Person.key, Person.name, Person.unit_id, Person.phone, Person.active).order_by(
            Person.id
        )
    )
    cards = {row.id: PersonCard(*row) for row in people}
    logins = connection.execute(select(Account.login, Account.person_id))
    names = {card.key: card.id for card in cards.values()}
    posts: defaultdict[tuple[int, str], list[Dated]] = defaultdict(list)
    for post in connection.execute(
        select(Post.unit_id, Post.role, Post.person_id, Post.since, Post.until).order_by(Post.id)
    ):
        posts[post.unit_id, post.role].append(Dated(post.person_id, post.since, post.until))
    delegates: defaultdict[int, list[Dated]] = defaultdict(list)
    for row in connection.execute(
        select(Delegation.from_id, Delegation.to_id, Delegation.since, Delegation.until)
    ):
        delegates[row.from_id].append(Dated(row.to_id, row.since, row.until))
    return Directory(
        version=version,
        units={row.id: UnitCard(*row) for row in units},
        people=cards,
        posts=dict(posts),
        delegates=dict(delegates),
        names={login: person for login, person in logins} | names,  # noqa: C416 - rows, not tuples
    )
