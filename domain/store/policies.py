"""The rules in force: those that come with the release, and the editions that an authority released since."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from domain.directory.organisation import Directory, UnitCard
from domain.policy import Policy, frozen_policy, load_policy, policy_from_body
from domain.tables.core import POLICY_EDITION

DEFAULT_POLICY = "default"
Released = dict[int, list[tuple[date, Policy]]]
"""Authority -> (first day, policy) of each edition that was released, in the order in which they follow each other."""


def shipped_policy(authority: UnitCard) -> Policy:
    """The policy that comes with the release for an authority."""
    return load_policy(authority.policy or DEFAULT_POLICY)


def released_policies(connection: Connection) -> Released:
    """Every edition that was released, of every authority."""
    released = POLICY_EDITION.c.released_at.is_not(None)
    columns = POLICY_EDITION.c.unit_id, POLICY_EDITION.c.since, POLICY_EDITION.c.body
    order = POLICY_EDITION.c.since, POLICY_EDITION.c.edition
    found: Released = {}
    for row in connection.execute(select(*columns).where(released).order_by(*order)):
        found.setdefault(row.unit_id, []).append((row.since, policy_of_edition(row.body)))
    return found


def policy_of_edition(body: dict[str, Any]) -> Policy:
    """An edition as this release reads it: what was added since has its declared value, and the version names all."""
    return policy_from_body(frozen_policy("", body).body())


def policy_on(released: Released, directory: Directory, unit_id: int, day: date) -> Policy:
    """What a new case of a unit freezes on a day (Asia/Shanghai)."""
    authority = directory.authority_of(unit_id)
    begun = [policy for since, policy in released.get(authority.id, ()) if since <= day]
    return begun[-1] if begun else shipped_policy(authority)
