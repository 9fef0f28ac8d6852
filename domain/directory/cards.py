"""What the rules know of an actor, a unit, a person and something held for a time."""

from dataclasses import dataclass
from datetime import datetime

from domain.directory.naming import same


@dataclass(frozen=True, slots=True)
class Actor:
    """A person behind one account, or the clock.

    `unconfirmed`: since when (legal time) somebody else's act on this sign-in waits for its owner's word; `agreed`:
    a second person has said yes meanwhile. `bound_at`: since when an app that somebody else bound waits, through which
    this session came; `bond`: the binding of whichever app it came through. `appointed`: a post that the administrator
    gave waits for a second person. `givers` had a hand in it. `reported`: the hazards that were reported through this
    `session` while it waited.
    """

    person_id: int | None
    account_id: int | None = None
    unconfirmed: datetime | None = None
    agreed: bool = False
    bound_at: datetime | None = None
    bond: int | None = None
    appointed: bool = False
    givers: frozenset[int] = frozenset()
    session: int | None = None
    reported: frozenset[int] = frozenset()

    @property
    def is_given(self) -> bool:
        """Whether somebody else may be using this sign-in: neither its owner nor a second person has confirmed it."""
        return self.unconfirmed is not None and not self.agreed

    @property
    def waits_for_a_yes(self) -> bool:
        """Whether it may use no post yet."""
        return self.is_given or self.appointed


THE_CLOCK = Actor(None)


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit as the rules see it."""

    id: int
    parent_id: int | None
    kind: str
    code: str
    name: str
    short_name: str
    region: str
    path: str
    policy: str | None
    active: bool = True

    def is_called(self, text: str) -> bool:
        """Whether a text is its code, its name or its short name."""
        return text == self.code or same(text, self.name) or same(text, self.short_name)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the rules see them."""

    id: int
    key: str
    name: str
    unit_id: int
    phone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Dated:
    """Somebody holds something from one moment until another (legal time)."""

    person_id: int
    since: datetime
    until: datetime | None

    def holds(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.since <= at and self.lasts(at)

    def lasts(self, at: datetime) -> bool:
        """Whether it holds at this moment or at a later one."""
        return self.until is None or at < self.until
