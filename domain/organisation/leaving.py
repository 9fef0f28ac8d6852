"""离岗 and 调动: named work passes to a successor in the same transaction, or it is refused with the list."""

from typing import Any

from domain.cases.store.changing import change
from domain.cases.store.writing import locked_case
from domain.commands import HandOver
from domain.directory.organisation import PersonCard
from domain.errors import NotReady, WrongInput
from domain.hazard.effects.handing_on import NamedAs
from domain.incidents import UNCONFIRMED, UNDELIVERED, close_incident, of_person
from domain.organisation import commands as c
from domain.organisation.accounts import stop_all
from domain.organisation.delegation import end_with
from domain.organisation.open_work import Duty, open_work, waiting_for_nobody
from domain.organisation.people import finish_posts, give_post, refuse_without_admin
from domain.organisation.units import unit_of
from domain.organisation.work import Work
from domain.roles import ADMINISTERING
from domain.tables.core import POST
from domain.words import Role

SHOWN = 5


def leave(work: Work, person: PersonCard, change: c.Leave) -> None:
    """离岗: work handed on, posts and delegations ended, accounts stopped, all sessions ended."""
    work.check(change, work.directory.units[person.unit_id], person)
    if not person.active:
        raise NotReady(f"{person.name}已经离岗。")
    refuse_without_admin_if_one(work, person)
    duties = _hand_on(work, person, change.successor, change.reason)
    posts = work.directory.roles_of(person.id, work.at)
    if change.take_posts:
        _pass_posts_on(work, person, change, posts)
    finish_posts(work, POST.c.person_id == person.id)
    end_with(work, person, "已离岗")
    logins = stop_all(work, person)
    work.write_person(person.id, active=False)
    for kind in (UNDELIVERED, UNCONFIRMED):
        close_incident(work.connection, kind, of_person(person.id))
    was = {"posts": [f"{role}@{work.directory.units[unit].code}" for unit, role in posts], "logins": logins}
    becomes: dict[str, Any] = {"active": False, "reason": change.reason, "handed_on": [d.ref for d in duties]}
    becomes["successor"] = change.successor
    work.note(change, unit=person.unit_id, person=person.id, was=was, becomes=becomes)
    refuse_what_waits_for_nobody(work, duties)


def move_person(work: Work, person: PersonCard, change: c.MovePerson) -> None:
    """调动: inside the institution only the home changes; out of it the posts end and the work stays behind."""
    directory = work.directory
    unit, home = unit_of(work, change.unit), directory.units[person.unit_id]
    work.check(change, home, person)
    work.check(change, unit, person)
    if not person.active:
        raise NotReady(f"{person.name}已离岗，请办理复岗。")
    if unit.id == home.id:
        raise WrongInput(f"{person.name}已在“{unit.name}”。", field="unit")
    duties: list[Duty] = []
    if directory.institution_of(unit.id) != directory.institution_of(home.id):
        refuse_without_admin_if_one(work, person)
        duties = _hand_on(work, person, change.successor, f"调往{unit.name}")
        finish_posts(work, POST.c.person_id == person.id)
        end_with(work, person, f"已调往{unit.name}")
    work.write_person(person.id, unit_id=unit.id)
    was, becomes = {"unit": home.code}, {"unit": unit.code, "handed_on": [d.ref for d in duties]}
    work.note(change, unit=unit.id, person=person.id, was=was, becomes=becomes)
    refuse_what_waits_for_nobody(work, duties)


def refuse_without_admin_if_one(work: Work, person: PersonCard) -> None:
    """The last administrator cannot go."""
    if any(role in ADMINISTERING for _, role in work.directory.roles_of(person.id, work.at)):
        refuse_without_admin(work, person)


def _hand_on(work: Work, person: PersonCard, successor: str | None, reason: str) -> list[Duty]:
    """Pass every named role on, hazard by hazard in the order of their ids; before anything else is written."""
    duties = open_work(work.connection, work.store, work.directory, person.id, work.at)
    named = [duty for duty in duties if duty.named]
    if successor is None:
        if named:
            raise NotReady(
                f"{person.name}名下还有 {len(named)} 项未办结：{_listed(named)}。请选定接替人后再办。"
            )
        return duties
    to = _colleague(work, person, successor)
    _refuse_wrong_successor(work, person, to)
    by = work.directory.people[work.by.person_id].key if work.by.person_id else "command-line"
    command = HandOver(leaver=person.key, successor=to.key, ordered_by=by, reason=reason)
    for duty in sorted(named, key=lambda duty: duty.hazard_id):
        _hand_one_on(work, duty, to, command)
    return duties


def _hand_one_on(work: Work, duty: Duty, to: PersonCard, command: HandOver) -> None:
    case = locked_case(work.connection, work.store, duty.hazard_id, work.at)
    assert case is not None  # noqa: S101 - a hazard is never deleted
    if NamedAs.MEMBER in duty.named and to.id in {
        *case.hazard.fixers,
        *case.hazard.helpers,
        case.hazard.fixer_id,
    }:
        raise WrongInput(f"{to.name}是{duty.ref}的整改人，不能接替验收，请另选接替人。", field="successor")
    change(work.connection, case, [command])
    work.hazards.add(duty.hazard_id)


def _colleague(work: Work, person: PersonCard, text: str) -> PersonCard:
    """Whom a text means, by name among those around."""
    found = work.directory.find_person(text, field="successor", near=person.unit_id)
    return work.directory.people[found]


def _refuse_wrong_successor(work: Work, person: PersonCard, to: PersonCard) -> None:
    if to.id == person.id:
        raise WrongInput("接替人不能是本人，请另选。", field="successor")
    institution = work.directory.institution_of
    if institution(to.unit_id) != institution(person.unit_id):
        raise WrongInput(f"接替人应为{institution(person.unit_id).name}的在岗人员。", field="successor")


def _pass_posts_on(work: Work, person: PersonCard, change: c.Leave, posts: list[tuple[int, Role]]) -> None:
    """The successor takes the posts that they do not hold yet; who presses must be allowed to give each."""
    if change.successor is None:
        raise WrongInput("请先选定接替人，再由其接任岗位。", field="successor")
    to = _colleague(work, person, change.successor)
    held = set(work.directory.roles_of(to.id, work.at))
    for unit, role in posts:
        if (unit, role) not in held:
            give_post(work, to, c.GivePost(role=role, unit=work.directory.units[unit].code))


def refuse_what_waits_for_nobody(work: Work, duties: list[Duty]) -> None:
    """Once everything is written, nothing may wait for nobody; the transaction is undone otherwise."""
    ids = [duty.hazard_id for duty in duties]
    empty = waiting_for_nobody(work.connection, work.store, work.directory, ids, work.at)
    left = [duty for duty in duties if duty.hazard_id in empty]
    if left:
        raise NotReady(
            f"{len(left)} 项将无人办理：{_listed(left)}。请先任命接任岗位的人员，或由接替人接任岗位。"
        )
    work.hazards.update(ids)


def _listed(duties: list[Duty]) -> str:
    shown = "；".join(
        f"{duty.called}：{'、'.join(role.label for role in duty.named) or duty.posts[0][0]}"
        for duty in duties[:SHOWN]
    )
    return shown + (f"等 {len(duties)} 项" if len(duties) > SHOWN else "")
