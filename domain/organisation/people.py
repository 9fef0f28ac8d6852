"""People: added, corrected, moved; their posts; dated delegation."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from domain.calendar import at_time, end_of
from domain.errors import NotFound, NotReady, WrongInput
from domain.organisation import accounts, commands as c
from domain.organisation.units import unit_of
from domain.organisation.work import Work
from domain.rules.organisation import Directory, PersonCard, UnitCard
from domain.tables.core import DELEGATION, PERSON, POST
from domain.words import AUTHORITY_ROLES, INSTITUTION_ROLES, Role, UnitKind

LONGEST_DELEGATION = timedelta(days=184)


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
    """修改姓名和联系方式; his own name is changed by others."""
    work.check(change, work.directory.units[person.unit_id], person)
    if change.name not in (None, person.name) and person.id == work.by.person_id:
        raise WrongInput("本人的姓名请由安全管理员或系统管理员修改。", field="name")
    wanted = change.model_dump(exclude_none=True)
    row = work.connection.execute(select(PERSON).where(PERSON.c.id == person.id)).one()._mapping  # noqa: SLF001 - to a dict
    changed = {name: value for name, value in wanted.items() if row[name] != value}
    if changed:
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
    since = max(at_time(change.since, "00:00"), work.at) if change.since else work.at
    until = end_of(change.until) if change.until else None
    if until is not None and until <= since:
        raise WrongInput("任职截止日期应在开始之后。", field="until")
    held = work.directory.posts.get((unit.id, change.role), [])
    if any(d.person_id == person.id and (d.until is None or d.until > since) for d in held):
        raise WrongInput(f"{person.name}已任{unit.name}{change.role.label}，无需重复任职。", field="role")
    values = {"person_id": person.id, "unit_id": unit.id, "role": change.role}
    work.connection.execute(insert(POST).values(**values, since=since, until=until))
    becomes = {"role": change.role, "unit": unit.code, "since": _text(since), "until": _text(until)}
    work.note(change, unit=unit.id, person=person.id, becomes=becomes)


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


def delegate(work: Work, person: PersonCard, change: c.Delegate) -> None:
    """委托: dated, to somebody of the same institution; the commission may also name one of its own."""
    home = work.directory.units[person.unit_id]
    work.check(change, home, person)
    to = work.directory.find_person(change.delegate, field="delegate")
    if to == person.id:
        raise WrongInput("不能委托给本人，请另选受托人。", field="delegate")
    _refuse_foreign_delegate(work, person, to)
    since = max(at_time(change.since, "00:00"), work.at) if change.since else work.at
    until = end_of(change.until)
    if until <= since:
        raise WrongInput("截止日期应在今天或以后，并在开始日期之后。", field="until")
    if until - since > LONGEST_DELEGATION:
        raise WrongInput("一次委托最长 184 天，请缩短；长期离岗请办理离岗或免职。", field="until")
    values = {
        "from_id": person.id,
        "to_id": to,
        "since": since,
        "until": until,
        "reason": change.reason[:200],
    }
    appointed = None if work.by.person_id == person.id else work.by.person_id
    work.connection.execute(insert(DELEGATION).values(**values, appointed_by=appointed))
    becomes = {"to": work.directory.people[to].key, "since": _text(since), "until": _text(until)}
    work.note(change, unit=home.id, person=person.id, becomes={**becomes, "reason": change.reason})


def end_delegation(work: Work, person: PersonCard, change: c.EndDelegation) -> None:
    """终止委托 early."""
    work.check(change, work.directory.units[person.unit_id], person)
    mine = (DELEGATION.c.id == change.delegation) & (DELEGATION.c.from_id == person.id)
    found = work.connection.execute(select(DELEGATION).where(mine, DELEGATION.c.until > work.at)).first()
    if found is None:
        raise NotFound("没有这项委托，或已经结束。")
    work.connection.execute(update(DELEGATION).where(mine).values(until=work.at))
    was = {"to": work.directory.people[found.to_id].key, "until": _text(found.until)}
    work.note(change, unit=person.unit_id, person=person.id, was=was, becomes={"until": _text(work.at)})


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


def where_held(directory: Directory, home: int, role: Role) -> UnitCard:
    """Where a role is held when nobody says: a unit's own roles at the institution, the rest at home."""
    if role in INSTITUTION_ROLES:
        return directory.institution_of(home)
    above = directory.authority_of(home)
    return above if role in AUTHORITY_ROLES or role is Role.ADMIN else directory.units[home]


def why_not_there(role: Role, unit: UnitCard) -> str:
    """What is wrong with a role at this unit; nothing when its kind has it."""
    if role in AUTHORITY_ROLES or role is Role.ADMIN:
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


def _refuse_foreign_delegate(work: Work, person: PersonCard, to: int) -> None:
    directory = work.directory
    same = directory.institution_of(directory.people[to].unit_id) == directory.institution_of(person.unit_id)
    by_commission = work.by.person_id != person.id and directory.belongs_to_authority(
        work.by.person_id or 0, work.at
    )
    if not same and not (by_commission and directory.belongs_to_authority(to, work.at)):
        raise WrongInput("受托人应为本单位人员，请另选；本单位无人时请卫健委指定。", field="delegate")


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
