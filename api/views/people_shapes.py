"""The shapes of the organisation: units, people, posts, delegations, accounts, open work, changes."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.views.shapes import PersonView, UnitView, WordView


class UnitNode(BaseModel):
    """A unit with those below it; `people` counts who is in office there and below, `may` what I may do to it.

    `may` is answered for one unit, not in the whole tree.
    """

    code: str
    name: str
    short_name: str
    kind: WordView
    active: bool
    people: int
    may: list[str]
    units: list["UnitNode"]


class PersonRow(BaseModel):
    """A person in a list; phone only where the reader may call."""

    key: str
    name: str
    unit: UnitView
    active: bool
    roles: list[str]
    phone: str | None


class PeopleView(BaseModel):
    """The people found, by unit; at most 200, `more` says that there were others."""

    items: list[PersonRow]
    more: bool


class HeldPost(BaseModel):
    """A post; `until` None is open. Legal time."""

    id: int
    role: WordView
    unit: UnitView
    since: datetime
    until: datetime | None


class GivenDelegation(BaseModel):
    """A dated delegation, given or taken. Legal time."""

    id: int
    from_person: PersonView
    to_person: PersonView
    since: datetime
    until: datetime
    reason: str
    appointed_by: PersonView | None


class AccountView(BaseModel):
    """A sign-in; nothing of its password. Machine time."""

    login: str
    active: bool
    must_change: bool
    temporary_until: datetime | None
    has_second_factor: bool


class PersonDetails(PersonRow):
    """A person as the reader may see him; `may` lists the acts he may press."""

    email: str | None
    version: int
    posts: list[HeldPost]
    delegations: list[GivenDelegation]
    accounts: list[AccountView] | None
    open_work: int | None
    may: list[str]


class DutyView(BaseModel):
    """One open hazard that hangs on a person: what he is named for, and what waits for a post of his alone."""

    ref: str
    number: str | None
    unit: str
    place: str
    state: str
    is_major: bool
    due: datetime | None
    named: list[str]
    posts: list[dict[str, str]]


class WorkView(BaseModel):
    """Everything that hangs on a person; `needs_successor` says that leaving is refused without one."""

    items: list[DutyView]
    needs_successor: bool


class ChangedView(BaseModel):
    """What was done. `password` is told this once and kept nowhere; it must be changed at the first sign-in.

    `code`: a binding code, told once too.
    """

    act: str
    target: str
    password: str | None = None
    code: str | None = None


class ChangeLine(BaseModel):
    """A line of the organisation's journal; `said` is what changed, in words."""

    seq: int
    act: str
    label: str
    who: str
    person: PersonView | None
    unit: UnitView | None
    at: datetime
    said: str
    was: dict[str, Any]
    becomes: dict[str, Any]
    hash: str


class ChangesView(BaseModel):
    """Lines of the journal, newest first."""

    items: list[ChangeLine]
