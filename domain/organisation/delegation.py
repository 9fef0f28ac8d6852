"""委托: dated, from one person to another and no further: whoever stands in for somebody does not pass it on."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update

from domain.calendar import at_time, end_of
from domain.clock import in_short
from domain.directory.organisation import Dated, PersonCard
from domain.errors import NotAllowed, NotFound, WrongInput
from domain.hazard.checks.bounds import between, in_a_year
from domain.organisation import commands as c
from domain.organisation.what_waits import waiting_for
from domain.organisation.work import Work
from domain.signing_in.telling import DELEGATION as DELEGATION_TITLE, tell
from domain.tables.core import DELEGATION
from domain.words import State

SHOWN = 5
LONGEST_DELEGATION = timedelta(days=184)


def delegate(work: Work, person: PersonCard, change: c.Delegate) -> None:
    """委托: dated, to somebody of the same institution; the commission may also name one of its own."""
    home = work.directory.units[person.unit_id]
    work.check(change, home, person)
    to = work.directory.find_person(change.delegate, field="delegate", near=home.id)
    _refuse_wrong_delegate(work, person, to)
    between(change.since, None, in_a_year(work.at), field="since", called="委托开始日期")
    since = max(at_time(change.since, "00:00"), work.at) if change.since else work.at
    until = end_of(change.until)
    if until <= since:
        raise WrongInput("截止日期应在今天或以后，并在开始日期之后。", field="until")
    if until - since > LONGEST_DELEGATION:
        raise WrongInput("一次委托最长 184 天，请缩短；长期离岗请办理离岗或免职。", field="until")
    _refuse_passing_on(work, person.id, to, since, until)
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
    _tell_both(work, person, to, since, until)


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
    for other in {found.to_id, person.id} - {work.by.person_id}:
        words = f"{person.name}委托{work.directory.name_of(found.to_id)}代办已终止。"
        tell(work.connection, other, DELEGATION_TITLE, words)


def end_with(work: Work, person: PersonCard, why: str) -> None:
    """Whoever leaves neither stands in for anybody nor is stood in for; those they stood in for are told."""
    mine = or_(DELEGATION.c.from_id == person.id, DELEGATION.c.to_id == person.id)
    ended = update(DELEGATION).where(mine & (DELEGATION.c.until > work.at)).values(until=work.at)
    for row in work.connection.execute(ended.returning(DELEGATION.c.from_id, DELEGATION.c.to_id)).all():
        other, role = (row.from_id, "受托人") if row.to_id == person.id else (row.to_id, "委托人")
        onward = "需要代办的，请另行委托。" if row.to_id == person.id else "您不再代其办理。"
        words = f"{role}{person.name}{why}，{work.directory.name_of(row.from_id)}的委托已终止，{onward}"
        tell(work.connection, other, DELEGATION_TITLE, words)


def end_given(work: Work, person: PersonCard, since: datetime, *, by_others_alone: bool) -> None:
    """Nobody acts by a post that was entrusted to their principal later: it is delegated again afterwards.

    `by_others_alone`: only delegates whom somebody else named; whom the principal named themselves goes on.
    """
    last = (DELEGATION.c.from_id == person.id) & (DELEGATION.c.until > since)
    if by_others_alone:
        last &= DELEGATION.c.appointed_by.is_not(None)
    ended = update(DELEGATION).where(last).values(until=since).returning(DELEGATION.c.to_id)
    for to in sorted(work.connection.execute(ended).scalars()):
        words = (
            f"{person.name}将任新职，原委托{work.directory.name_of(to)}代办至 {in_short(since)} 为止；"
            "需要代办的，请在任职后重新委托。"
        )
        for told in (to, person.id):
            tell(work.connection, told, DELEGATION_TITLE, words)


def _tell_both(work: Work, person: PersonCard, to: int, since: datetime, until: datetime) -> None:
    """The delegate hears what waits for the principal; the principal, when others named the delegate."""
    names, days = work.directory.name_of, f"{in_short(since)} 至 {in_short(until)}"
    waits = waiting_for(work.connection, person.id)
    shown = "；".join(
        f"{'直报' if row.direct else row.place}（{State(row.state).label}）" for row in waits[:SHOWN]
    )
    now = (
        f"现有 {len(waits)} 项等其办理：{shown}{' 等' if len(waits) > SHOWN else ''}。"
        if waits
        else "现无待办。"
    )
    words = f"{person.name}委托您代办（{days}）。{now}在“待办”中办理，记录中同时写明您和委托人。"
    tell(work.connection, to, DELEGATION_TITLE, words)
    if work.by.person_id != person.id:
        who = names(work.by.person_id) if work.by.person_id else "系统运维人员"
        tell(work.connection, person.id, DELEGATION_TITLE, f"{who}指定{names(to)}在 {days} 代您办理。")


def _refuse_wrong_delegate(work: Work, person: PersonCard, to: int) -> None:
    directory = work.directory
    if to == person.id:
        raise WrongInput("不能委托给本人，请另选受托人。", field="delegate")
    if to == work.by.person_id:
        raise NotAllowed("不能指定自己代他人办理，请由本人委托，或由其他有权人员指定。")
    same = directory.institution_of(directory.people[to].unit_id) == directory.institution_of(person.unit_id)
    by_commission = work.by.person_id != person.id and directory.belongs_to_authority(
        work.by.person_id or 0, work.at
    )
    if not same and not (by_commission and directory.belongs_to_authority(to, work.at)):
        raise WrongInput("受托人应为本单位人员，请另选；本单位无人时请卫健委指定。", field="delegate")


def _refuse_passing_on(work: Work, giver: int, to: int, since: datetime, until: datetime) -> None:
    """A delegate who has delegated in turn, or a principal who stands in for another, in the same time."""
    names = work.directory.name_of
    onward = _meeting(work.directory.delegates.get(to, ()), since, until)
    if onward is not None:
        raise WrongInput(
            f"{names(to)}在此期间已委托{names(onward.person_id)}代办（{_days(onward)}），不能再受托；"
            f"请直接委托{names(onward.person_id) if onward.person_id != giver else '他人'}，或先终止那项委托。",
            field="delegate",
        )
    for principal, dated in work.directory.delegates.items():
        taken = _meeting([d for d in dated if d.person_id == giver], since, until)
        if taken is not None:
            raise WrongInput(
                f"{names(giver)}在此期间受{names(principal)}委托代办（{_days(taken)}），不能转委托；"
                f"请{names(principal)}另行委托，或先终止那项委托。",
                field="delegate",
            )


def _meeting(given: Iterable[Dated], since: datetime, until: datetime) -> Dated | None:
    """The first of these that holds at some moment of a time."""
    return next((d for d in given if d.since < until and (d.until is None or since < d.until)), None)


def _days(dated: Dated) -> str:
    return f"{in_short(dated.since)} 至 {in_short(dated.until)}" if dated.until else in_short(dated.since)


def _text(moment: datetime) -> str:
    return moment.isoformat()
