"""A small county for tests: an authority, a hospital, a clinic of two, and everybody the process needs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from domain.cases.perform import Done, advance, perform
from domain.clock import SITE_ZONE
from domain.commands import Command, Report
from domain.directory.organisation import Actor
from domain.kinds import KINDS
from domain.organisation import change_organisation
from domain.organisation.commands import ConfirmAccount
from domain.organisation.first import THE_COMMAND_LINE
from domain.queries import Due, due
from domain.store.base import Store
from domain.tables import Hazard, JournalEntry, Paper
from domain.tables.core import (
    ACCOUNT,
    DELEGATION,
    EVIDENCE,
    HAZARD,
    JOURNAL,
    NOTICE,
    PAPER,
    PERSON,
    POST,
    UNIT,
)
from domain.words import RECORDS

UNITS = {
    "000": (None, "authority", "临澄县卫生健康委员会", "临卫"),
    "001": ("000", "institution", "临澄县人民医院", "县人民医院"),
    "001-01": ("001", "department", "护理部", "护理部"),
    "002": ("000", "institution", "临澄县中医院", "县中医院"),
    "061": ("000", "institution", "柳湾诊所", "柳湾诊所"),
}
PEOPLE = {
    "nurse1": ("001-01", ["staff"]),
    "fixer1": ("001-01", ["staff"]),
    "dept1": ("001-01", ["department_head"]),
    "officer1": ("001", ["officer"]),
    "deputy1": ("001", ["deputy"]),
    "chief1": ("001", ["chief"]),
    "officer2": ("002", ["officer"]),
    "fixer2": ("002", ["staff"]),
    "chief2": ("002", ["chief"]),
    "clinic1": ("061", ["chief", "officer"]),
    "clinic2": ("061", ["staff"]),
    "office": ("000", ["desk"]),
    "office2": ("000", ["desk"]),
    "leader": ("000", ["leader"]),
    "head": ("000", ["head"]),
    "expert": ("000", ["expert"]),
    "auditor": ("000", ["auditor"]),
    "admin": ("000", ["admin"]),
}
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
BEFORE = sha256(b"before").hexdigest()
AFTER = sha256(b"after").hexdigest()
OTHER = sha256(b"other").hexdigest()
SHUT = sha256(b"shut off").hexdigest()
SAFE = sha256(b"safe again").hexdigest()


def on(text: str) -> datetime:
    """A moment of a diary, Asia/Shanghai: on("2026-11-02 09:30")."""
    return datetime.fromisoformat(text).replace(tzinfo=SITE_ZONE).astimezone(UTC)


@dataclass
class World:
    """The county, with verbs for diaries."""

    store: Store
    people: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)

    def actor(self, who: str) -> Actor:
        """A person as an actor."""
        return Actor(self.people[who])

    def report(self, who: str, at: str, **more: Any) -> str:
        """Somebody reports; gives the hazard's ref."""
        said: dict[str, Any] = {
            "unit": "001",
            "place": "住院楼5层东侧疏散走道",
            "category": "01",
            "description": "走道堆放病床3张",
        }
        said |= {"photos": [BEFORE], **more}
        report = Report(**said)
        self.uploads(who, report)
        return perform(self.store, None, report, by=self.actor(who), at=on(at)).ref

    def press(self, ref: str, who: str, at: str, *commands: Command, **terms: Any) -> Done:
        """Somebody presses a button, having uploaded the photos they show."""
        self.uploads(who, *commands)
        return perform(self.store, ref, *commands, by=self.actor(who), at=on(at), **terms)

    def sweep(self, at: str, *, late: bool = False) -> int:
        """The clock acts on what is due until then, each at its own moment, or `late` all at once; gives the lines."""
        moment, written, tried = on(at), 0, set[Due]()
        while True:
            with self.store.engine.connect() as connection:
                found = [row for row in due(connection, moment, limit=500) if row not in tried]
            if not found:
                return written
            for row in found:
                act_at = moment if late else row.next_action_at
                written += advance(self.store, row.id, at=act_at, kind=KINDS[row.kind])
            tried |= set(found)

    def hazard(self, ref: str) -> Hazard:
        """The row as it stands."""
        found: Hazard = self._rows(select(HAZARD).where(HAZARD.c.ref == ref))[0]
        return found

    def journal(self, ref: str) -> list[JournalEntry]:
        """Its journal in order."""
        mine = select(JOURNAL).join(HAZARD, HAZARD.c.id == JOURNAL.c.case_id).where(HAZARD.c.ref == ref)
        return self._rows(mine.order_by(JOURNAL.c.seq))

    def papers(self, ref: str) -> list[Paper]:
        """Its papers, without those that a decision writes by itself."""
        return self._rows(
            select(PAPER)
            .join(HAZARD, HAZARD.c.id == PAPER.c.hazard_id)
            .where(HAZARD.c.ref == ref, PAPER.c.kind.not_in(RECORDS))
            .order_by(PAPER.c.seq)
        )

    def without_account(self, *people: str) -> None:
        """These people cannot sign in: what they do comes on paper."""
        ids = [self.people[who] for who in people]
        with self.store.engine.begin() as connection:
            connection.execute(update(ACCOUNT).where(ACCOUNT.c.person_id.in_(ids)).values(active=False))

    def told(self, ref: str, action: str | None = None) -> list[tuple[str, str]]:
        """(who, kind) of the notices owed, of one action or of all."""
        mine = (
            select(PERSON.c.key, NOTICE.c.kind)
            .select_from(NOTICE)
            .join(PERSON, PERSON.c.id == NOTICE.c.person_id)
            .join(HAZARD, HAZARD.c.id == NOTICE.c.case_id)
            .join(JOURNAL, JOURNAL.c.id == NOTICE.c.entry_id)
            .where(HAZARD.c.ref == ref)
            .order_by(NOTICE.c.id)
        )
        if action:
            mine = mine.where(JOURNAL.c.action == action)
        with self.store.engine.connect() as connection:
            return [(row.key, row.kind) for row in connection.execute(mine)]

    def actions(self, ref: str) -> list[str]:
        """The actions of its journal."""
        return [line.action for line in self.journal(ref)]

    def delegate(self, from_: str, to: str, since: str, until: str) -> None:
        """A dated delegation."""
        values = {
            "from_id": self.people[from_],
            "to_id": self.people[to],
            "since": on(since),
            "until": on(until),
        }
        with self.store.engine.begin() as connection:
            connection.execute(insert(DELEGATION).values(**values))

    def leave_post(self, who: str, role: str) -> None:
        """A post becomes empty."""
        with self.store.engine.begin() as connection:
            mine = (POST.c.person_id == self.people[who]) & (POST.c.role == role)
            connection.execute(update(POST).where(mine).values(until=LONG_AGO + timedelta(days=1)))

    def confirm(self, login: str) -> None:
        """The second yes to a sign-in that another gave, said at the terminal."""
        with self.store.engine.connect() as connection:
            directory = self.store.directory(connection)
        key, said = directory.people[directory.names[login]].key, ConfirmAccount(login=login)
        change_organisation(self.store, key, said, by=THE_COMMAND_LINE, at=on("2026-11-02 09:00"))

    def uploads(self, who: str, *commands: Command) -> None:
        """Each photo shown is the person's own upload."""
        shown = {photo for command in commands for photo in command.photos_shown()}
        with self.store.engine.begin() as connection:
            for photo in shown:
                values = {"hash": photo, "kind": "image/jpeg", "size": 1, "uploaded_at": LONG_AGO}
                row = upsert(EVIDENCE).values(**values, uploaded_by=self.people[who])
                connection.execute(row.on_conflict_do_nothing())

    def _rows(self, query: Any) -> list[Any]:
        with self.store.engine.connect() as connection:
            return list(connection.execute(query))


def select_notices(world: World, ref: str) -> list[tuple[int, str]]:
    """(journal sequence, who) of every notice owed about a hazard."""
    mine = (
        select(JOURNAL.c.seq, PERSON.c.key)
        .join(NOTICE, NOTICE.c.entry_id == JOURNAL.c.id)
        .join(PERSON, PERSON.c.id == NOTICE.c.person_id)
        .join(HAZARD, HAZARD.c.id == JOURNAL.c.case_id)
        .where(HAZARD.c.ref == ref)
        .order_by(JOURNAL.c.seq, PERSON.c.key)
    )
    with world.store.engine.connect() as connection:
        return [(row.seq, row.key) for row in connection.execute(mine)]


def build(engine: Engine, evidence: Path) -> World:
    """Write the county into an empty database."""
    world = World(Store(engine, evidence))
    with engine.begin() as connection:
        for code, (parent, kind, name, short) in UNITS.items():
            parent_id = world.units.get(parent or "")
            path = (
                "/"
                if parent_id is None
                else connection.execute(select(UNIT.c.path).where(UNIT.c.id == parent_id)).scalar_one()
            )
            values = {"code": code, "parent_id": parent_id, "kind": kind, "name": name, "short_name": short}
            values |= {"region": "500999", "path": path}
            unit_id = connection.execute(insert(UNIT).values(**values).returning(UNIT.c.id)).scalar_one()
            connection.execute(update(UNIT).where(UNIT.c.id == unit_id).values(path=f"{path}{unit_id}/"))
            world.units[code] = unit_id
        for key, (unit, roles) in PEOPLE.items():
            person = {"key": key, "name": key, "unit_id": world.units[unit], "email": f"{key}@bihuan.invalid"}
            person_id = connection.execute(
                insert(PERSON).values(phone="", active=True, **person).returning(PERSON.c.id)
            ).scalar_one()
            world.people[key] = person_id
            account = {"person_id": person_id, "login": key, "password_hash": "-", "active": True}
            connection.execute(insert(ACCOUNT).values(**account))
            for role in roles:
                post = {"person_id": person_id, "unit_id": world.units[unit], "role": role, "since": LONG_AGO}
                connection.execute(insert(POST).values(**post))
    return world
