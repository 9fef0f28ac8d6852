"""The store: one engine, where evidence lies, and what may be remembered between transactions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.calendar import Calendar, day_of
from domain.directory.organisation import Directory
from domain.policy import Policy, frozen_policy
from domain.store.calendars import calendar_in_force
from domain.store.engine import make_engine
from domain.store.organisation import load_directory
from domain.store.policies import policy_on, released_policies, shipped_policy
from domain.store.secrets import Keyring, keyring_of
from domain.tables.core import ORGANISATION_VERSION, POLICY_TEXT

Remembered = TypeVar("Remembered")
organisation_version = func.coalesce(select(ORGANISATION_VERSION.c.version).scalar_subquery(), 0)


def policy_of(directory: Directory, unit_id: int) -> Policy:
    """The shipped policy of a unit: for what no edition of the rules changes."""
    return shipped_policy(directory.authority_of(unit_id))


@dataclass
class Store:
    """Everything a process needs to read and write hazards. Safe to share between threads."""

    engine: Engine
    evidence: Path
    _directory: Directory | None = field(default=None, repr=False)
    _policies: dict[str, Policy] = field(default_factory=dict, repr=False)
    kept: dict[str, tuple[int, Any]] = field(default_factory=dict, repr=False)
    """What `remembered` read, by name, and at which version."""

    @classmethod
    def open(cls, url: str, evidence: Path, *, application: str = "bihuan", pool_size: int = 10) -> "Store":
        """Reach the database; evidence files live in the given folder."""
        return cls(make_engine(url, application, pool_size), evidence)

    @cached_property
    def _outside_transactions(self) -> Engine:
        return self.engine.execution_options(isolation_level="AUTOCOMMIT")

    def asking(self) -> Connection:
        """A connection for questions: each stands for itself, and no transaction is opened to be thrown away.

        A transaction would show no more, since each of its questions sees what was committed before it; and its
        rollback would make the driver forget the statements that the server has planned already.
        """
        return self._outside_transactions.connect()

    @cached_property
    def _in_one_picture(self) -> Engine:
        return self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def one_picture(self) -> Connection:
        """A connection whose questions are all answered as everything stood at the first; it writes nothing."""
        return self._in_one_picture.connect()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def directory(self, connection: Connection, version: int | None = None) -> Directory:
        """The organisation as it stands, read anew only when a trigger raised its version."""
        if version is None:
            version = connection.execute(select(organisation_version)).scalar_one()
        known = self._directory
        if known is None or known.version != version:
            known = self._directory = load_directory(connection, version)
        return known

    def remembered(self, name: str, version: int, read: Callable[[], Remembered]) -> Remembered:
        """What was read when the organisation had this version, read anew only when a trigger raised it."""
        if self.kept.get(name, (-1,))[0] != version:
            self.kept[name] = (version, read())
        found: Remembered = self.kept[name][1]
        return found

    def calendar(self, connection: Connection, version: int | None = None) -> Calendar:
        """The calendar in force, read anew only when the organisation's version rose: a confirmed year raises it."""
        if version is None:
            version = connection.execute(select(organisation_version)).scalar_one()
        return self.remembered("calendar", version, lambda: calendar_in_force(connection))

    @cached_property
    def keys(self) -> Keyring:
        """What opens the secrets of this installation."""
        return keyring_of(self.evidence.parent)

    def policy(self, connection: Connection, version: str) -> Policy:
        """A policy by the version a case froze."""
        if version not in self._policies:
            body = connection.execute(
                select(POLICY_TEXT.c.body).where(POLICY_TEXT.c.version == version)
            ).scalar_one()
            self._policies[version] = frozen_policy(version, body)
        return self._policies[version]

    def policy_in_force(
        self, connection: Connection, directory: Directory, unit_id: int, at: datetime
    ) -> Policy:
        """The policy that a new case of this unit freezes at `at` (legal time); its text is kept from then on."""
        read = partial(released_policies, connection)
        released = self.remembered("policies", directory.version, read)
        policy = policy_on(released, directory, unit_id, day_of(at))
        if policy.version not in self._policies:
            kept = insert(POLICY_TEXT).values(version=policy.version, body=policy.body())
            connection.execute(kept.on_conflict_do_nothing())
            self._policies[policy.version] = policy
        return policy
