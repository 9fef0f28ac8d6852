"""One change under way: the organisation as it stands in this transaction, what is written, what comes of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from domain.directory.organisation import Actor, Directory, PersonCard, UnitCard
from domain.errors import Stale
from domain.organisation.commands import Change
from domain.organisation.journal import Line, append
from domain.organisation.who_may import Ask, refuse_who_may_not
from domain.signing_in.profile import Profile
from domain.store.base import Store
from domain.store.organisation import load_directory
from domain.tables.core import ORGANISATION_JOURNAL, PERSON, UNIT
from domain.words import Role


@dataclass
class Work:
    """The transaction of one change; `by` without a person is the command line, which the table does not bind.

    The directory is read here and not from the store's memory, which must never hold what may still be undone.
    """

    store: Store
    connection: Connection
    directory: Directory
    profile: Profile
    by: Actor
    at: datetime
    entries: list[int] = field(default_factory=list)
    secret: str | None = None
    hazards: set[int] = field(default_factory=set)

    def check(
        self, change: Change, unit: UnitCard, person: PersonCard | None = None, role: Role | None = None
    ) -> None:
        """Refuse who may not do this here."""
        if self.by.person_id is not None:
            refuse_who_may_not(
                type(change), Ask(self.directory, self.by.person_id, self.at, unit, person, role)
            )

    def note(
        self,
        change: Change,
        *,
        unit: int | None = None,
        person: int | None = None,
        was: dict[str, Any] | None = None,
        becomes: dict[str, Any] | None = None,
    ) -> None:
        """Append the line to the journal and see the organisation as it is from here on."""
        line = Line(change.act, unit, person, was or {}, becomes or {})
        self.entries.append(append(self.connection, line, self.by, self.at))
        self.see_again()

    def see_again(self) -> None:
        """Read the organisation anew after something was written."""
        self.directory = load_directory(self.connection, self.directory.version)

    def write_unit(self, unit_id: int, **values: Any) -> None:  # noqa: ANN401 - columns of the table
        """Change a unit's row; its version rises."""
        changed = update(UNIT).where(UNIT.c.id == unit_id)
        self.connection.execute(changed.values(**values, version=UNIT.c.version + 1))

    def write_person(self, person_id: int, **values: Any) -> None:  # noqa: ANN401 - columns of the table
        """Change a person's row; its version rises."""
        changed = update(PERSON).where(PERSON.c.id == person_id)
        self.connection.execute(changed.values(**values, version=PERSON.c.version + 1))

    def refuse_if_stale(self, table: Table, row_id: int, version: int | None) -> None:
        """Refuse when the row was changed since the version somebody saw."""
        if version is None:
            return
        now = self.connection.execute(select(table.c.version).where(table.c.id == row_id)).scalar_one()
        if now == version:
            return
        concerned = ORGANISATION_JOURNAL.c.person_id if table is PERSON else ORGANISATION_JOURNAL.c.unit_id
        last = self.connection.execute(
            select(ORGANISATION_JOURNAL.c.actor_id)
            .where(concerned == row_id)
            .order_by(ORGANISATION_JOURNAL.c.seq.desc())
        ).first()
        who = self.directory.name_of(last.actor_id) if last else "他人"
        raise Stale(
            f"{who}刚刚修改过，请查看最新内容后再办；您填写的内容没有丢失。",
            state="",
            version=now,
            won_by=who,
        )
