"""Somebody who reads: every row he gets is filtered in SQL by what he may see. Deny by default."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Self, cast

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, false, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from domain.calendar import national_calendar
from domain.errors import NotFound
from domain.rules.case import Case
from domain.rules.organisation import Actor, Directory, UnitCard
from domain.rules.visibility import Scope, scope_of
from domain.store import rows
from domain.store.base import Store
from domain.store.writing import Done
from domain.tables import Hazard, Paper
from domain.tables.core import HAZARD, HAZARD_INVOLVED, PAPER
from domain.words import Role, State


def shares(people: ColumnElement[Any], with_: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column of people has one of these; answered by its GIN index."""
    found: ColumnElement[bool] = type_coerce(people, ARRAY(Integer)).overlap(sorted(with_))
    return found


def concerns(people: Iterable[int]) -> ColumnElement[bool]:
    """Whether a hazard concerns one of these: reported, held, worked on, verified or told of."""
    mine = select(HAZARD_INVOLVED.c.hazard_id).where(HAZARD_INVOLVED.c.person_id.in_(sorted(people)))
    return HAZARD.c.id.in_(mine)


@dataclass(frozen=True)
class Reader:
    """Who reads, at which legal moment, over which connection."""

    store: Store
    connection: Connection
    directory: Directory
    who: Actor
    at: datetime

    @classmethod
    def of_a_press(
        cls, store: Store, who: Actor, at: datetime, connection: Connection, done: Done
    ) -> tuple[Self, Case]:
        """Whoever pressed, and the hazard as his press left it, read over the connection of the press."""
        hazard, organisation, has_papers = rows.hazard_as_it_is(connection, done.hazard_id)
        reader = cls(store, connection, store.directory(connection, organisation), who, at)
        papers = reader._papers([done.hazard_id]) if has_papers else {}
        return reader, reader._case(hazard, papers.get(done.hazard_id, ()))

    @property
    def person(self) -> int:
        """The person who reads; nobody reads as the clock."""
        return self.who.person_id or 0

    @cached_property
    def roles(self) -> frozenset[Role]:
        """His posts, wherever he holds them."""
        return frozenset(role for _, role in self.directory.roles_of(self.person, self.at))

    @cached_property
    def scope(self) -> Scope:
        """What he may see, and for whom he may act."""
        return scope_of(self.directory, self.person, self.at)

    @cached_property
    def is_of_the_authority(self) -> bool:
        """Whether he reads for the commission rather than for a unit."""
        return self.directory.belongs_to_authority(self.person, self.at)

    def sees_all_of(self, unit: UnitCard) -> bool:
        """Whether no hazard of the unit is hidden from him, but those that wait with the commission."""
        scope, whose = self.scope, self.directory.institution_of(unit.id).id
        return whose in scope.overseen | scope.institutions or unit.id in scope.departments

    def visible(self) -> ColumnElement[bool]:
        """The rule of `domain.rules.visibility` as a condition on hazards."""
        scope = self.scope
        unregistered = or_(HAZARD.c.state == State.REPORTED, HAZARD.c.number.is_(None))
        kept_by_the_commission = and_(HAZARD.c.addressed_up, unregistered)
        of_his_unit = or_(
            HAZARD.c.unit_id.in_(scope.institutions) if scope.institutions else false(),
            HAZARD.c.department_id.in_(scope.departments) if scope.departments else false(),
        )
        return or_(
            HAZARD.c.unit_id.in_(scope.overseen) if scope.overseen else false(),
            concerns(scope.people),
            and_(~kept_by_the_commission, of_his_unit),
        )

    def one(self, hazard: str | int) -> Case:
        """The hazard by ref, number or id; raises NotFound when there is none or he may not see it."""
        named = or_(HAZARD.c.ref == hazard, HAZARD.c.number == hazard)
        which = HAZARD.c.id == hazard if isinstance(hazard, int) else named
        found = self.cases(select(HAZARD).where(which, self.visible()))
        if not found:
            raise NotFound
        return found[0]

    def cases(self, query: Select[Any]) -> list[Case]:
        """The hazards of a query as cases with all their papers: two statements, however many rows."""
        found = self.connection.execute(query).all()
        papers = self._papers([row.id for row in found])
        hazards = [cast("Hazard", SimpleNamespace(**row._mapping)) for row in found]  # noqa: SLF001 - to a dict
        return [self._case(hazard, papers.get(int(hazard.id or 0), ())) for hazard in hazards]

    def _case(self, hazard: Hazard, papers: Iterable[Paper]) -> Case:
        policy = self.store.policy(self.connection, hazard.policy)
        moment = max(self.at, hazard.acted_at)
        return Case(hazard, self.directory, policy, national_calendar(), moment, tuple(papers))

    def _papers(self, hazards: list[int]) -> dict[int, list[Paper]]:
        papers: defaultdict[int, list[Paper]] = defaultdict(list)
        if not hazards:
            return papers
        query = select(PAPER).where(PAPER.c.hazard_id.in_(hazards)).order_by(PAPER.c.hazard_id, PAPER.c.seq)
        for row in self.connection.execute(query):
            papers[row.hazard_id].append(cast("Paper", SimpleNamespace(**row._mapping)))  # noqa: SLF001 - to a dict
        return papers


@contextmanager
def reading(store: Store, who: Actor, at: datetime) -> Iterator[Reader]:
    """Read for somebody at a legal moment; nothing is written."""
    with store.asking() as connection:
        yield Reader(store, connection, store.directory(connection), who, at)
