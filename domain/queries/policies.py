"""The rules as they are kept: in force, shipped, edition by edition; and whose dates an edition would move."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from domain.calendar import day_of
from domain.cases.case import Case
from domain.directory.organisation import UnitCard
from domain.organisation.commands import Change
from domain.organisation.who_may import Ask, may
from domain.policy import Policy
from domain.policy.editing import text_of, values_of
from domain.policy.labels import LABELS
from domain.queries.moved import Moved, moved_by
from domain.queries.reader import Reader
from domain.roles import RUNNING
from domain.store.policies import policy_of_edition, policy_on, released_policies, shipped_policy
from domain.tables.core import POLICY_EDITION
from domain.word import Word


class EditionState(Word):
    """How an edition of the rules stands."""

    WAITING = "waiting", "待发布"
    TO_COME = "to_come", "已发布，尚未执行"
    IN_FORCE = "in_force", "执行中"
    FOLLOWED = "followed", "已被后来的版本代替"


@dataclass(frozen=True)
class Setting:
    """A value of the rules in words, shipped and in force; `parts` names several values in their order."""

    path: str
    label: str
    parts: str
    source: str
    shipped: str
    now: str


@dataclass(frozen=True)
class RulesEdition:
    """An edition: `changes` are (what it is called, as it was, as it becomes). Legal time (UTC), days Asia/Shanghai."""

    id: int
    edition: int
    state: EditionState
    changes: tuple[tuple[str, str, str], ...]
    because: str
    since: date
    made_by: str
    made_at: datetime
    released_by: str
    released_at: datetime | None
    mine: bool
    policy: Policy


@dataclass(frozen=True)
class Rules:
    """The rules of the reader's authority."""

    authority: UnitCard
    policy: Policy
    settings: list[Setting]
    editions: list[RulesEdition]

    @property
    def waiting(self) -> RulesEdition | None:
        """The latest edition while nobody has released it."""
        latest = self.editions[0] if self.editions else None
        return latest if latest and latest.state is EditionState.WAITING else None


def rules_of(reader: Reader) -> Rules:
    """Those of the authority that stands above the reader; NotAllowed for who neither runs nor oversees the system."""
    reader.refuse_without(RUNNING, "规则由卫健委、系统管理员和审计管理员查看。")
    authority = reader.directory.authority_of(reader.directory.people[reader.person].unit_id)
    released = released_policies(reader.connection)
    policy = policy_on(released, reader.directory, authority.id, day_of(reader.at))
    return Rules(
        authority, policy, _settings(shipped_policy(authority), policy), _editions(reader, authority)
    )


def may_change_rules(reader: Reader, change: type[Change], authority: UnitCard) -> bool:
    """Whether the reader may make, or release, rules of this authority."""
    if reader.who.waits_for_a_yes:
        return False
    return may(change, Ask(reader.directory, reader.person, reader.at, authority))


def dates_under(reader: Reader, edition: RulesEdition, authority: UnitCard) -> list[Moved]:
    """Open hazards of the authority's units, of those the reader sees, that would get another date by an edition."""

    def under(case: Case) -> Case:
        return replace(case, policy=edition.policy)

    found = moved_by(reader, under, since=None)
    return [one for one in found if reader.directory.authority_of(one.case.row.unit_id).id == authority.id]


def _settings(shipped: Policy, policy: Policy) -> list[Setting]:
    first, now = values_of(shipped), values_of(policy)
    return [
        Setting(path, *LABELS[path], text_of(first.get(path, "")), text_of(value))
        for path, value in now.items()
    ]


def _editions(reader: Reader, authority: UnitCard) -> list[RulesEdition]:
    query = select(POLICY_EDITION).where(POLICY_EDITION.c.unit_id == authority.id)
    rows = reader.connection.execute(query.order_by(POLICY_EDITION.c.edition.desc())).all()
    today = day_of(reader.at)
    begun = [row for row in rows if row.released_at is not None and row.since <= today]
    in_force = max(begun, key=lambda row: (row.since, row.edition)).id if begun else None
    latest_released = max((row.edition for row in rows if row.released_at is not None), default=0)
    return [_edition(reader, row, in_force, latest_released) for row in rows]


def _edition(reader: Reader, row: Row[Any], in_force: int | None, latest_released: int) -> RulesEdition:
    released = row.released_at is not None
    state = EditionState.FOLLOWED
    if row.id == in_force:
        state = EditionState.IN_FORCE
    elif released and row.since > day_of(reader.at):
        state = EditionState.TO_COME
    elif not released and row.edition > latest_released:
        state = EditionState.WAITING
    return RulesEdition(
        id=row.id,
        edition=row.edition,
        state=state,
        changes=tuple(
            (LABELS[path][0], was, now) for path, (was, now) in row.changes.items() if path in LABELS
        ),
        because=row.because,
        since=row.since,
        made_by=reader.directory.name_of(row.made_by),
        made_at=row.made_at,
        released_by=reader.directory.name_of(row.released_by) if released else "",
        released_at=row.released_at,
        mine=row.made_by == reader.person,
        policy=policy_of_edition(row.body),
    )
