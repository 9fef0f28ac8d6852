"""The organisation made visible for one reader."""

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Connection, Row

from api.views.changes_in_words import field_name, in_words
from api.views.missing import missing_of
from api.views.parts import word_view
from api.views.people_shapes import (
    AccountView,
    ChangeLine,
    DutyView,
    GivenDelegation,
    HeldPost,
    PersonDetails,
    PersonRow,
    UnitNode,
    WaitingAccountView,
    WorkView,
)
from api.views.shapes import PersonView, UnitView
from domain.directory.organisation import PersonCard, UnitCard
from domain.organisation import commands
from domain.organisation.open_work import Duty, open_work
from domain.organisation.second_yes import WaitingAccount
from domain.organisation.seeing import Eyes, accounts_of, delegations_of, details_of, posts_of
from domain.store.base import Store
from domain.words import Role, UnitKind

UNIT_ACTS = (
    commands.RenameUnit,
    commands.MoveUnit,
    commands.DescribeUnit,
    commands.SetDailyPatrol,
    commands.RetireUnit,
)
LABELS = {act: change.label for act, change in commands.CHANGES.items()} | {"freeze_table": "定格报表"}


def unit(card: UnitCard) -> UnitView:
    """A unit by code and name."""
    return UnitView(code=card.code, name=card.name)


def person(eyes: Eyes, person_id: int) -> PersonView:
    """A person by key and name."""
    card = eyes.directory.people[person_id]
    return PersonView(key=card.key, name=card.name)


def tree(eyes: Eyes, *, with_retired: bool = False, with_acts: bool = False) -> list[UnitNode]:
    """The units the reader sees as a tree, by code; `with_acts` also says what they may do to each."""
    seen = [u for u in eyes.directory.units.values() if eyes.sees_unit(u) and (u.active or with_retired)]
    children: defaultdict[int | None, list[UnitCard]] = defaultdict(list)
    for card in sorted(seen, key=lambda u: u.code):
        children[card.parent_id].append(card)
    staff = staff_below(eyes)

    def node(card: UnitCard) -> UnitNode:
        return UnitNode(
            **vars_of(card),
            kind=word_view(UnitKind(card.kind)),
            people=staff[card.id] if eyes.knows_unit(card) else None,
            may=[change.act for change in UNIT_ACTS if with_acts and eyes.may(change, card)],
            units=[node(u) for u in children[card.id]],
        )

    ids = {u.id for u in seen}
    return [node(u) for parent, units in list(children.items()) if parent not in ids for u in units]


def staff_below(eyes: Eyes) -> Counter[int]:
    """How many people in office whom the reader sees are at each unit and below."""
    known = {unit.id: unit.path for unit in eyes.directory.units.values() if eyes.knows_unit(unit)}
    counted: Counter[int] = Counter()
    for card in eyes.directory.people.values():
        if card.active and card.unit_id in known:
            counted.update(int(part) for part in known[card.unit_id].split("/") if part)
    return counted


def vars_of(card: UnitCard) -> dict[str, Any]:
    """What a node copies from the card."""
    return {"code": card.code, "name": card.name, "short_name": card.short_name, "active": card.active}


def row(eyes: Eyes, card: PersonCard) -> PersonRow:
    """A person in a list."""
    roles = dict.fromkeys(role.label for _, role in eyes.directory.roles_of(card.id, eyes.at))
    return PersonRow(
        key=card.key,
        name=card.name,
        unit=unit(eyes.directory.units[card.unit_id]),
        active=card.active,
        roles=list(roles),
        phone=card.phone if eyes.may_call(card) else None,
    )


def details(eyes: Eyes, connection: Connection, store: Store, card: PersonCard) -> PersonDetails:
    """Everything of a person that the reader may see."""
    kept, manages = details_of(connection, card.id), eyes.manages(card)
    work = len(open_work(connection, store, eyes.directory, card.id, eyes.at)) if manages else None
    accounts = accounts_of(connection, card.id)
    one_is_enough = any(a.active for a in accounts) and not eyes.directory.belongs_to_authority(
        eyes.me, eyes.at
    )
    refused = {commands.CreateAccount} if one_is_enough else set()
    return PersonDetails(
        **row(eyes, card).model_dump(),
        email=kept.email if eyes.may_call(card) else None,
        version=kept.version,
        posts=[post(eyes, p) for p in posts_of(connection, card.id, eyes.at)],
        delegations=[delegation(eyes, d) for d in delegations_of(connection, card.id, eyes.at)],
        accounts=[account(eyes, a, card) for a in accounts] if manages else None,
        open_work=work,
        may=[change.act for change in eyes.offers(card) if change not in refused],
        missing=missing_of(eyes, connection, card) if manages else [],
    )


def post(eyes: Eyes, held: Row[Any]) -> HeldPost:
    """A post."""
    where = unit(eyes.directory.units[held.unit_id])
    return HeldPost(
        id=held.id, role=word_view(Role(held.role)), unit=where, since=held.since, until=held.until
    )


def delegation(eyes: Eyes, given: Row[Any]) -> GivenDelegation:
    """A delegation."""
    return GivenDelegation(
        id=given.id,
        from_person=person(eyes, given.from_id),
        to_person=person(eyes, given.to_id),
        since=given.since,
        until=given.until,
        reason=given.reason,
        appointed_by=person(eyes, given.appointed_by) if given.appointed_by else None,
    )


def account(eyes: Eyes, kept: Row[Any], owner: PersonCard) -> AccountView:
    """An account."""
    waits = (kept.given_at is not None and kept.shows_from is None) or bool(kept.appointers)
    given_by = kept.given_by or next(reversed(kept.appointers), None)
    return AccountView(
        login=kept.login,
        active=kept.active,
        must_change=kept.must_change,
        temporary_until=kept.temporary_until,
        has_second_factor=kept.totp_secret is not None,
        unconfirmed=waits,
        given_by=person(eyes, given_by) if given_by else None,
        may_agree=waits
        and kept.active
        and not (kept.given_at is not None and kept.must_change)
        and eyes.me not in (*kept.givers, *kept.appointers)
        and eyes.may(commands.ConfirmAccount, eyes.directory.units[owner.unit_id], owner),
    )


def waiting_account(eyes: Eyes, one: WaitingAccount) -> WaitingAccountView:
    """A sign-in that waits for a second person's yes."""
    return WaitingAccountView(
        person=person(eyes, one.person.id),
        login=one.login,
        given_by=person(eyes, one.given_by) if one.given_by else None,
        since=one.since,
        posts=[f"{eyes.directory.units[unit_id].name}{role.label}" for unit_id, role in one.posts],
    )


def work_view(duties: list[Duty]) -> WorkView:
    """What hangs on a person."""
    items = [
        DutyView(
            ref=None if duty.direct else duty.ref,
            number=duty.number,
            unit=duty.unit,
            place=duty.place,
            state=duty.state,
            is_major=duty.is_major,
            due=duty.due_at,
            named=[role.label for role in duty.named],
            posts=[{"waits": what, "then": then} for what, then in duty.posts],
        )
        for duty in duties
    ]
    return WorkView(items=items, needs_successor=any(duty.named for duty in duties))


def change_line(eyes: Eyes, line: Row[Any]) -> ChangeLine:
    """A line of the journal as far as the reader may know it; from its hash a hidden number could be worked out."""
    about = eyes.directory.people[line.person_id] if line.person_id else None
    hidden = eyes.kept_from_them(about)
    was, becomes = (_without(hidden, said) for said in (line.was, line.becomes))
    changed = [field_name(line.act, name) for name in (line.was | line.becomes) if name in hidden]
    said = [in_words(line.act, was, becomes), f"{'、'.join(changed)}有变动" if changed else ""]
    return ChangeLine(
        seq=line.seq,
        act=line.act,
        label=LABELS.get(line.act, line.act),
        who=eyes.directory.name_of(line.actor_id) if line.actor_id else "命令行",
        person=person(eyes, line.person_id) if line.person_id else None,
        unit=unit(eyes.directory.units[line.unit_id]) if line.unit_id else None,
        at=line.at,
        said="；".join(part for part in said if part),
        was=was,
        becomes=becomes,
        hash=bytes(line.hash).hex() if eyes.oversees else None,
    )


def _without(hidden: frozenset[str], said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in hidden}
