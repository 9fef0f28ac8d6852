"""A small post office for tests: notices owed to people of the county, real receivers, real passes."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, text

from deploy.demo.county.organisation import reach_everybody
from domain.incidents import open_incidents
from domain.tables.core import NOTICE, PERSON
from notifications.delivery import Delivered, deliver
from notifications.delivery.recipients import Recipients
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings
from tests.notifications.sinks import Inbox, Mailbox
from tests.world import World, on

NOON = on("2026-11-24 12:00")
NIGHT = on("2026-11-24 22:00")
MORNING = on("2026-11-25 07:30")


@dataclass
class PostOffice:
    """The county with its receivers."""

    world: World
    inbox: Inbox
    settings: NotifySettings
    mailbox: Mailbox | None = None

    def __post_init__(self) -> None:
        self.sender = AppriseSender(self.settings, seconds=2)
        self.sql("UPDATE person SET email = '', phone = ''")
        with self.world.store.engine.begin() as connection:
            reach_everybody(connection, self.inbox.url.replace("json", "http", 1))
        self.sql(
            "INSERT INTO reach (person_id, channel_id, position, address, active)"
            " SELECT person.id, channel.id, 1, '', false FROM person, channel"
        )

    def pass_once(self, at: datetime = NOON, **terms: Any) -> Delivered:
        return deliver(self.world.store, self.sender, at=at, settings=self.settings, **terms)

    def reach(self, who: str, way: str = "ok", email: str = "") -> None:
        """Give a person a webhook of that behaviour and perhaps a mailbox."""
        terms = {"who": who, "address": f"{way}/{who}", "email": email, "open": bool(way)}
        self.sql("UPDATE person SET email = :email WHERE key = :who", who=who, email=email)
        self.sql(
            "UPDATE reach SET address = :address, active = :open FROM person"
            " WHERE person.id = reach.person_id AND person.key = :who",
            **terms,
        )

    def hazard(self) -> dict[str, int]:
        """A reported hazard whose own notices are taken away, and its journal line."""
        ref = self.world.report("nurse1", "2026-11-02 09:00")
        line = self.rows(
            "SELECT h.id AS case_id, j.id AS entry_id FROM hazard h "
            "JOIN journal j ON j.case_id = h.id WHERE h.ref = :ref",
            ref=ref,
        )[0]
        own = "(SELECT id FROM notice WHERE entry_id = :entry_id)"
        self.sql(f"DELETE FROM notice_owed WHERE notice_id IN {own}", entry_id=line["entry_id"])
        self.sql(f"DELETE FROM notice WHERE id IN {own}", entry_id=line["entry_id"])
        return line

    def owe(self, *who: str, kind: str = "urge", urgency: str = "normal", **data: Any) -> None:
        """Owe one notice to each of these people, about one new hazard."""
        self.owe_ids([self.world.people[name] for name in who], kind=kind, urgency=urgency, **data)

    def owe_ids(self, people: list[int], kind: str = "urge", urgency: str = "normal", **data: Any) -> None:
        terms = {**self.hazard(), "kind": kind, "urgency": urgency, "at": NOON, "data": data}
        with self.world.store.engine.begin() as connection:
            connection.execute(insert(NOTICE), [{**terms, "person_id": person} for person in people])

    def crowd(self, number: int, way: str = "ok") -> list[int]:
        """So many more people of the hospital, each with a webhook."""
        unit = self.world.units["001"]
        rows = [
            {"key": f"p{n}", "name": f"p{n}", "unit_id": unit, "phone": "", "email": "", "active": True}
            for n in range(number)
        ]
        with self.world.store.engine.begin() as connection:
            people = list(connection.execute(insert(PERSON).returning(PERSON.c.id), rows).scalars())
            terms = {"way": way, "people": people}
            connection.execute(
                text(
                    "INSERT INTO reach (person_id, channel_id, position, address, active)"
                    " SELECT person.id, channel.id, 1, :way || '/' || person.key, true FROM person, channel"
                    " WHERE person.id = ANY(:people)"
                ),
                terms,
            )
            return people

    def sql(self, statement: str, **terms: Any) -> None:
        with self.world.store.engine.begin() as connection:
            connection.execute(text(statement), terms)

    def rows(self, statement: str, **terms: Any) -> list[dict[str, Any]]:
        with self.world.store.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), terms).mappings()]

    def states(self) -> Counter[str]:
        return Counter(row["state"] for row in self.rows("SELECT state FROM attempt"))

    def attempts(self) -> list[dict[str, Any]]:
        return self.rows(
            "SELECT a.*, p.key AS who, coalesce(c.kind, 'mail') AS channel FROM attempt a"
            " JOIN person p ON p.id = a.person_id LEFT JOIN channel c ON c.id = a.channel_id ORDER BY a.id"
        )

    def recipients(self) -> Recipients:
        with self.world.store.engine.connect() as connection:
            return Recipients.open(connection, self.world.store, self.settings)

    def time_passes(self) -> None:
        """Every pause and every lease has ended."""
        self.sql("UPDATE attempt SET next_try_at = clock_timestamp() WHERE state IN ('waiting', 'sending')")

    def incidents(self) -> dict[str, str]:
        with self.world.store.engine.connect() as connection:
            return {found.subject: found.detail for found in open_incidents(connection)}
