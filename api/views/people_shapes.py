"""The shapes of the organisation: units, people, posts, delegations, accounts, open work, changes."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.views.shapes import PersonView, UnitView, WordView


class UnitNode(BaseModel):
    """A unit with those below it; `people` counts who is in office there and below, `may` what I may do to it.

    `people` is None for what stands above my own unit. `may` is answered for one unit, not in the whole tree.
    """

    code: str
    name: str
    short_name: str
    kind: WordView
    active: bool
    people: int | None
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
    """A sign-in; nothing of its password. Machine time.

    `unconfirmed`: `given_by` opened or reset it, and neither its owner nor a second person has said yes. `may_agree`:
    the reader may be that second person.
    """

    login: str
    active: bool
    must_change: bool
    temporary_until: datetime | None
    has_second_factor: bool
    unconfirmed: bool
    given_by: PersonView | None
    may_agree: bool


class WaitingAccountView(BaseModel):
    """A sign-in that waits for the reader's second yes; `since` (legal time): the last act, `as_of` of the yes."""

    person: PersonView
    login: str
    given_by: PersonView | None
    since: datetime
    posts: list[str]


class PersonDetails(PersonRow):
    """A person as the reader may see them; `may` lists the acts the reader may press."""

    email: str | None
    version: int
    posts: list[HeldPost]
    delegations: list[GivenDelegation]
    accounts: list[AccountView] | None
    open_work: int | None
    may: list[str]
    missing: list["MissingView"]


class DutyView(BaseModel):
    """One open hazard that hangs on a person: what they are named for, and what waits for a post of theirs alone.

    `ref` is None, and what would tell of it empty, of a direct report (直报).
    """

    ref: str | None
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


class MissingView(BaseModel):
    """What somebody still lacks: the form below their address, in words, and whether it is mine to fill in."""

    act: str
    label: str
    mine: bool


class ChangedView(BaseModel):
    """What was done. `password` is told this once and kept nowhere; it must be changed at the first sign-in.

    `code`: a binding code, told once too. `missing`: what somebody who came back still lacks.
    """

    act: str
    target: str
    password: str | None = None
    code: str | None = None
    missing: list[MissingView] = []


class ChangeLine(BaseModel):
    """A line of the organisation's journal; `said` is what changed, in words.

    Telephones, mails and sign-ins only where I may know them; `hash` for those who oversee.
    """

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
    hash: str | None


class ChangesView(BaseModel):
    """Lines of the journal, newest first."""

    items: list[ChangeLine]
