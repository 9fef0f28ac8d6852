"""People: added, corrected, back again; their posts."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from domain.calendar import at_time, day_of, end_of
from domain.directory.organisation import Directory, PersonCard, UnitCard
from domain.errors import NotFound, NotReady, WrongInput
from domain.hazard.checks.bounds import between, in_a_year
from domain.organisation import accounts, commands as c
from domain.organisation.delegation import end_given
from domain.organisation.keeping import keeps_at_the_unit
from domain.organisation.telling import tell_heads, tell_owner, tell_the_commission
from domain.organisation.units import unit_of
from domain.organisation.work import Work
from domain.roles import DECIDING, ENTRUSTED, INSTITUTION_ROLES, POSTS
from domain.signing_in.given import mark_appointed
from domain.tables.core import PERSON, POST
from domain.words import Role, UnitKind


def add(work: Work, change: c.AddPerson) -> PersonCard:
    """新增人员, with the post and the sign-in that were asked for in the same press."""
    unit = unit_of(work, change.unit)
    work.check(change, unit, role=change.role)
    _refuse_taken_key(work, change.key)
    values = {"name": change.name, "unit_id": unit.id, "phone": change.phone, "email": change.email}
    new = insert(PERSON).values(**values, key=change.key or "?", active=True)
    person_id = int(work.connection.execute(new.returning(PERSON.c.id)).scalar_one())
    if change.key is None:
        own = update(PERSON).where(PERSON.c.id == person_id).values(key=f"p{person_id:04d}")
        work.connection.execute(own)
    work.note(change, unit=unit.id, person=person_id, becomes=change.model_dump(mode="json"))
    if change.role:
        give_post(work, work.directory.people[person_id], c.GivePost(role=change.role))
    if change.login:
        accounts.create(work, work.directory.people[person_id], c.CreateAccount(login=change.login))
    return work.directory.people[person_id]


def change_details(work: Work, person: PersonCard, change: c.ChangePerson) -> None:
    """修改姓名和联系方式; one's own name is changed by others."""
    work.check(change, work.directory.units[person.unit_id], person)
    if change.name not in (None, person.name) and person.id == work.by.person_id:
        raise WrongInput("本人的姓名请由安全管理员或系统管理员修改。", field="name")
    wanted = change.model_dump(exclude_none=True)
    row = work.connection.execute(select(PERSON).where(PERSON.c.id == person.id)).one()._mapping  # noqa: SLF001 - to a dict
    changed = {name: value for name, value in wanted.items() if row[name] != value}
    if changed:
        if said := "、".join(_shown(name, changed) for name in ("phone", "email") if name in changed):
            tell_owner(work, person, f"修改了{person.name}的{said}")
        work.write_person(person.id, **changed)
        was = {name: row[name] for name in changed}
        work.note(change, unit=person.unit_id, person=person.id, was=was, becomes=changed)


def give_post(work: Work, person: PersonCard, change: c.GivePost) -> None:
    """任职, from a day on and perhaps only until another; a role suits its kind of unit."""
    there = where_held(work.directory, person.unit_id, change.role)
    unit = unit_of(work, change.unit) if change.unit else there
    work.check(change, work.directory.units[person.unit_id], person, change.role)
    work.check(change, unit, person, change.role)
    if wrong := why_not_there(change.role, unit):
        raise WrongInput(wrong, field="unit" if change.unit else "role")
    between(change.since, None, in_a_year(work.at), field="since", called="任职开始日期")
    since = max(at_time(change.since, "00:00"), work.at) if change.since else work.at
    until = end_of(change.until) if change.until else None
    if until is not None and until <= since:
        raise WrongInput("任职截止日期应在开始之后。", field="until")
    _refuse_to_hold_it_twice(work, person, unit, change.role, (since, until))
    values = {"person_id": person.id, "unit_id": unit.id, "role": change.role}
    work.connection.execute(insert(POST).values(**values, since=since, until=until))
    becomes = {"role": change.role, "unit": unit.code, "since": _text(since), "until": _text(until)}
    work.note(change, unit=unit.id, person=person.id, becomes=becomes)
    if change.role in ENTRUSTED:
        alone = not _stands_above(work, unit, change.role)
        end_given(work, person, since, by_others_alone=not alone)
        if alone:
            _ask_for_a_second_yes(work, person, f"任命{person.name}为{unit.name}{change.role.label}")


def _stands_above(work: Work, unit: UnitCard, role: Role) -> bool:
    """Whether whoever appoints is an officer or head of this unit above the post, and could do its work themselves."""
    here = frozenset({(work.directory.institution_of(unit.id).id, role)})
    return keeps_at_the_unit(work.directory, work.by.person_id or 0, unit.id, here, work.at)


def _refuse_to_hold_it_twice(
    work: Work, person: PersonCard, unit: UnitCard, role: Role, days: tuple[datetime, datetime | None]
) -> None:
    """Two terms of one post that meet are one post held twice; one that is only to begin is told with its day."""
    since, until = days
    held = (d for d in work.directory.posts.get((unit.id, role), ()) if d.person_id == person.id)
    met = next((d for d in held if d.lasts(since) and (until is None or d.since < until)), None)
    if met is None:
        return
    if met.since > work.at:
        raise WrongInput(
            f"{person.name}已定于 {day_of(met.since)} 起任{unit.name}{role.label}："
            "请先在其任职中免去那一项再任命，或把截止日期填在那天以前。",
            field="role",
        )
    raise WrongInput(f"{person.name}已任{unit.name}{role.label}，无需重复任职。", field="role")


def _ask_for_a_second_yes(work: Work, person: PersonCard, done: str) -> None:
    """An administrator entrusts nobody alone: the sign-ins use no post before another person's yes."""
    mark_appointed(work.connection, person.id, work.by, work.at)
    work.write_person(person.id)  # who says yes to what they saw before is refused
    tell_owner(work, person, done)
    tell_the_commission(work, person, done)


def end_post(work: Work, person: PersonCard, change: c.EndPost) -> None:
    """免职, now. The last 系统管理员 stays."""
    post = work.connection.execute(
        select(POST).where(POST.c.id == change.post, POST.c.person_id == person.id)
    ).first()
    if post is None or (post.until is not None and post.until <= work.at):
        raise NotFound("没有这项任职，或已经结束。")
    unit = work.directory.units[post.unit_id]
    work.check(change, unit, person, Role(post.role))
    if post.role == Role.ADMIN:
        refuse_without_admin(work, person)
    finish_posts(work, POST.c.id == post.id)
    was = {"role": post.role, "unit": unit.code, "until": _text(post.until)}
    work.note(change, unit=unit.id, person=person.id, was=was, becomes={"until": _text(work.at)})
    done = f"免去{person.name}的{unit.name}{Role(post.role).label}"
    tell_owner(work, person, done)
    tell_heads(work, person, [(unit.id, Role(post.role))] if post.role in DECIDING else [], done)


def finish_posts(work: Work, which: Any) -> None:  # noqa: ANN401 - a condition on posts
    """End posts now; one that has not begun never held."""
    open_ = which & (POST.c.until.is_(None) | (POST.c.until > work.at))
    work.connection.execute(update(POST).where(open_).values(until=work.at))


def refuse_without_admin(work: Work, person: PersonCard) -> None:
    """Somebody must be able to go on administering."""
    others = (
        dated.person_id
        for (_, role), held in work.directory.posts.items()
        for dated in held
        if role == Role.ADMIN and dated.holds(work.at) and work.directory.people[dated.person_id].active
    )
    if set(others) <= {person.id}:
        raise NotReady("这是最后一名系统管理员，请先任命另一名再办理。")


def come_back(work: Work, person: PersonCard, change: c.ComeBack) -> None:
    """复岗: active again; posts and sign-ins are given anew."""
    unit = unit_of(work, change.unit) if change.unit else work.directory.units[person.unit_id]
    work.check(change, work.directory.units[person.unit_id], person)
    work.check(change, unit, person)
    if person.active:
        raise NotReady(f"{person.name}在岗，无需复岗。")
    if not unit.active:
        raise WrongInput(f"“{unit.name}”已停用，请另选单位。", field="unit")
    work.write_person(person.id, active=True, unit_id=unit.id)
    work.note(change, unit=unit.id, person=person.id, was={"active": False}, becomes={"active": True})


def _shown(name: str, changed: dict[str, str]) -> str:
    return f"{'电话' if name == 'phone' else '邮箱'}为{changed[name] or '空'}"


def where_held(directory: Directory, home: int, role: Role) -> UnitCard:
    """Where a role is held when nobody says: a unit's own roles at the institution, the rest at home."""
    if role in INSTITUTION_ROLES:
        return directory.institution_of(home)
    above = directory.authority_of(home)
    return above if POSTS[role].at is UnitKind.AUTHORITY else directory.units[home]


def why_not_there(role: Role, unit: UnitCard) -> str:
    """What is wrong with a role at this unit; nothing when its kind has it."""
    if POSTS[role].at is UnitKind.AUTHORITY:
        fits, place = unit.kind == UnitKind.AUTHORITY, "主管部门"
    elif role in INSTITUTION_ROLES:
        fits, place = unit.kind == UnitKind.INSTITUTION, "单位（不在科室）"
    elif role is Role.DEPARTMENT_HEAD:
        fits, place = unit.kind == UnitKind.DEPARTMENT, "科室"
    else:
        return ""
    return "" if fits else f"{role.label}应任职于{place}，“{unit.name}”不是。"


def _refuse_taken_key(work: Work, key: str | None) -> None:
    if key and (key in work.directory.names or key.removeprefix("p").isdigit()):
        raise WrongInput(f"代号“{key}”已被使用或为系统保留，请另取一个，或留空由系统编号。", field="key")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
