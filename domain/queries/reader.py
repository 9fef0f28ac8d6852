"""Somebody who reads: every row they get is filtered in SQL by what they may see. Deny by default."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any, Self, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY

from domain.calendar import Calendar
from domain.cases.case import Case
from domain.cases.store import rows
from domain.cases.store.case_of import case_of
from domain.cases.store.writing import Done
from domain.cases.visibility import Scope, scope_of
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.directory.unconfirmed import AMONG, NAMED, hides_its_report, not_there, posts_of, why_not_by_post
from domain.hazard.store import other_hazards
from domain.hazard.store.kept_by_the_commission import KEPT_BY_THE_COMMISSION
from domain.kinds import HAZARD as HAZARDS
from domain.queries.spelled import one_of
from domain.store.base import Store
from domain.tables import Hazard, Paper
from domain.tables.core import CASE_INVOLVED, HAZARD, PAPER
from domain.tables.sent import SENT_AT
from domain.words import Role, State


def shares(people: ColumnElement[Any], with_: Iterable[int]) -> ColumnElement[bool]:
    """Whether a column of people has one of these; answered by its GIN index."""
    found: ColumnElement[bool] = type_coerce(people, ARRAY(Integer)).overlap(sorted(with_))
    return found


def concerns(people: Iterable[int]) -> ColumnElement[bool]:
    """Whether a hazard concerns one of these: reported, held, worked on, verified or told of."""
    mine = select(CASE_INVOLVED.c.case_id).where(one_of(CASE_INVOLVED.c.person_id, people))
    return HAZARD.c.id.in_(mine)


def worked_on_by(people: Iterable[int]) -> ColumnElement[bool]:
    """Whether one of these has to do with it in another way than as its reporter."""
    who = sorted(people)
    return or_(
        HAZARD.c.reporter_id.is_(None),
        HAZARD.c.reporter_id.not_in(who),
        *(one_of(HAZARD.c[name], who) for name in NAMED),
        *(shares(HAZARD.c[name], who) for name in AMONG),
    )


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
        """Whoever pressed, and the hazard as their press left it, read over the connection of the press."""
        row, organisation, has_papers = rows.row_as_it_is(connection, HAZARDS, done.case_id)
        reader = cls(store, connection, store.directory(connection, organisation), who, at)
        papers = reader._papers([done.case_id]) if has_papers else {}
        return reader, reader._with_twins([reader._case(cast("Hazard", row), papers.get(done.case_id, ()))])[
            0
        ]

    @property
    def person(self) -> int:
        """The person who reads; nobody reads as the clock."""
        return self.who.person_id or 0

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Their posts, wherever they are held; none while their sign-in waits for a yes."""
        return frozenset(role for _, role in posts_of(self.directory, self.who, self.at))

    def refuse_without(self, roles: frozenset[Role], words: str) -> None:
        """Raise the Refusal that says why something which takes one of these posts is not the reader's."""
        if not self.roles & roles:
            raise why_not_by_post(self.who, words)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar in force."""
        return self.store.calendar(self.connection, self.directory.version)

    @cached_property
    def scope(self) -> Scope:
        """What they may see, and for whom they may act."""
        return scope_of(self.directory, self.who, self.at)

    @cached_property
    def is_of_the_authority(self) -> bool:
        """Whether they read for the commission rather than for a unit."""
        return self.directory.belongs_to_authority(self.person, self.at)

    def sees_all_of(self, unit: UnitCard) -> bool:
        """Whether no hazard of the unit is hidden from the reader, but those that wait with the commission."""
        scope, whose = self.scope, self.directory.institution_of(unit.id).id
        return whose in scope.overseen | scope.institutions or unit.id in scope.departments

    def visible(self) -> ColumnElement[bool]:
        """The rule of `domain.cases.visibility` as a condition on hazards."""
        scope = self.scope
        own = and_(HAZARD.c.reporter_id == self.person, self.reported_openly())
        inspected = and_(~HAZARD.c.addressed_up, one_of(HAZARD.c.unit_id, scope.overseen))
        theirs_to_read = or_(one_of(HAZARD.c.unit_id, scope.handled), inspected, own)
        concerned = or_(
            one_of(HAZARD.c.unit_id, scope.overseen),
            self.concerned(),
            one_of(HAZARD.c.unit_id, scope.institutions),
            one_of(HAZARD.c.department_id, scope.departments),
        )
        return and_(concerned, or_(~KEPT_BY_THE_COMMISSION, theirs_to_read))

    def knows_the_report(self, hazard: Hazard) -> bool:
        """Whether what was reported in confidence is theirs to read: for the case team, and for whoever reported it."""
        return hazard.unit_id in self.scope.handled or self.reported_it(hazard)

    def concerned(self) -> ColumnElement[bool]:
        """Whether a hazard concerns the reader or a principal, as far as this sign-in may know."""
        others = self.scope.people - {self.person}
        mine = concerns({self.person})
        if self.who.unconfirmed is not None:
            alone = ~or_(
                *(HAZARD.c[name].is_not_distinct_from(self.person) for name in NAMED),
                *(shares(HAZARD.c[name], [self.person]) for name in AMONG),
            )
            mine = and_(mine, ~and_(~self.reported_openly(), alone))
        return or_(mine, and_(concerns(others), worked_on_by(others))) if others else mine

    def reported_openly(self) -> ColumnElement[bool]:
        """Not reported by the reader before somebody else had a hand in this sign-in (`directory.unconfirmed`)."""
        if self.who.unconfirmed is None:
            return true()
        others = HAZARD.c.reporter_id.is_distinct_from(self.person)
        shown = or_(others, one_of(HAZARD.c.id, self.who.reported))
        return shown if self.who.is_given else or_(shown, self.who.unconfirmed <= SENT_AT)

    def reported_it(self, hazard: Hazard) -> bool:
        """Whether they reported it, as far as this sign-in may know."""
        return hazard.reporter_id == self.person and not hides_its_report(hazard, self.who)

    def one(self, hazard: str | int) -> Case:
        """The hazard by ref, number or id; raises NotFound when there is none or the reader may not see it."""
        named = or_(HAZARD.c.ref == hazard, HAZARD.c.number == hazard)
        which = HAZARD.c.id == hazard if isinstance(hazard, int) else named
        found = self.cases(select(HAZARD).where(which, self.visible()))
        if not found:
            raise not_there(self.who)
        return found[0]

    def cases(self, query: Select[Any]) -> list[Case]:
        """The hazards of a query as cases with all their papers: two statements, however many rows."""
        found = self.connection.execute(query).all()
        papers = self._papers([row.id for row in found])
        hazards = [cast("Hazard", SimpleNamespace(**row._mapping)) for row in found]  # noqa: SLF001 - to a dict
        return self._with_twins([self._case(each, papers.get(int(each.id or 0), ())) for each in hazards])

    def without_papers(self, row: Row[Any]) -> Case:
        """A row of the hazard's own columns as a case, for a list that shows nothing of its papers."""
        return self._case(cast("Hazard", SimpleNamespace(**row._mapping)), ())  # noqa: SLF001 - to a dict

    def _with_twins(self, cases: list[Case]) -> list[Case]:
        """What may be closed on the spot, with whether its place and category lately was: asked only of those."""
        asked = {
            int(case.hazard.id or 0): _not_again_since(case) for case in cases if _may_be_on_the_spot(case)
        }
        if not asked:
            return cases
        hazards = [case.hazard for case in cases if case.hazard.id in asked]
        last = other_hazards.last_closed_on_spot(self.connection, hazards, min(asked.values()))
        again = {hazard for hazard, closed_at in last.items() if closed_at > asked[hazard]}
        return [replace(case, on_spot_before=case.hazard.id in again) for case in cases] if again else cases

    def _case(self, hazard: Hazard, papers: Iterable[Paper]) -> Case:
        return case_of(self.store, self.connection, hazard, self.at, papers, self.directory)

    def _papers(self, hazards: list[int]) -> dict[int, list[Paper]]:
        papers: defaultdict[int, list[Paper]] = defaultdict(list)
        if not hazards:
            return papers
        query = (
            select(*_WITHOUT_TEXT)
            .where(PAPER.c.hazard_id.in_(hazards))
            .order_by(PAPER.c.hazard_id, PAPER.c.seq)
        )
        for row in self.connection.execute(query):
            papers[row.hazard_id].append(cast("Paper", SimpleNamespace(**row._mapping)))  # noqa: SLF001 - to a dict
        return papers


_WITHOUT_TEXT = [column for column in PAPER.c if column.name != "content"]
"""A paper in a list: what it says is read where it is shown."""


def _may_be_on_the_spot(case: Case) -> bool:
    hazard = case.hazard
    return hazard.state == State.VERIFYING or (hazard.state == State.REPORTED and hazard.fixed_on_spot)


def _not_again_since(case: Case) -> datetime:
    return case.at - timedelta(days=case.policy.on_spot.not_again_within_days)


@contextmanager
def reading(store: Store, who: Actor, at: datetime) -> Iterator[Reader]:
    """Read for somebody at a legal moment; nothing is written."""
    with store.asking() as connection:
        yield Reader(store, connection, store.directory(connection), who, at)
