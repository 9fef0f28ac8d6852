"""The reader of the organisation: which people and units they see, with a refusal for every other."""

from dataclasses import dataclass

from sqlalchemy import Connection

from domain.directory.organisation import PersonCard, UnitCard
from domain.errors import NotAllowed, NotFound
from domain.organisation.open_work import Duty, open_work
from domain.organisation.seeing import Eyes
from domain.store.base import Store


@dataclass(frozen=True)
class Looker:
    """Somebody who looks at the organisation, in one read-only transaction."""

    eyes: Eyes
    connection: Connection
    store: Store

    def person(self, key: str) -> PersonCard:
        """The person whom the reader sees; NotFound otherwise."""
        found = next((p for p in self.eyes.directory.people.values() if p.key == key), None)
        if found is None or not self.eyes.sees(found):
            raise NotFound("没有这个人员，或不归您查看。")
        return found

    def unit(self, code: str) -> UnitCard:
        """The unit that the reader sees; NotFound otherwise."""
        found = next((u for u in self.eyes.directory.units.values() if u.code == code), None)
        if found is None or not self.eyes.sees_unit(found):
            raise NotFound("没有这个单位，或不归您查看。")
        return found

    def work_of(self, person: PersonCard) -> list[Duty]:
        """名下未办结, for the person and whoever may let them leave; NotAllowed otherwise."""
        if not self.eyes.manages(person):
            raise NotAllowed("名下未办结事项由本人和有权为其办理离岗的人员查看。")
        return open_work(self.connection, self.store, self.eyes.directory, person.id, self.eyes.at)
