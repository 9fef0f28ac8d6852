"""The only writer of the organisation: one transaction checks, changes, appends to the journal, or nothing is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, select

from domain.cases.recalculation import recalculate
from domain.cases.store import idempotency
from domain.cases.store.writing import retried
from domain.directory.organisation import Actor, PersonCard, UnitCard
from domain.errors import FirstThis, NotFound
from domain.organisation import (
    accounts,
    calendars,
    commands as c,
    delegation,
    identities,
    leaving,
    paper_templates,
    patrols,
    people,
    policies,
    units,
)
from domain.organisation.what_waits import open_hazards_below
from domain.organisation.work import Work
from domain.signing_in.profile import profile_of
from domain.store.base import Store
from domain.store.organisation import load_directory
from domain.tables.core import ORGANISATION_VERSION, PERSON, UNIT

AT_ONCE = 50
WHY = "组织机构有变化"
UNIT_ACTS: dict[type[c.Change], Callable[[Work, UnitCard, Any], None]] = {
    c.RenameUnit: units.rename,
    c.MoveUnit: units.move,
    c.DescribeUnit: units.describe,
    c.SetDailyPatrol: patrols.set_daily_patrol,
    c.RetireUnit: units.retire,
    c.KeepPaperTemplate: paper_templates.keep_template,
    c.UsePaperTemplate: paper_templates.use_template,
    c.EndPaperTemplate: paper_templates.end_template,
    c.EnterYear: calendars.enter_year,
    c.ConfirmYear: calendars.confirm_year,
    c.MakePolicy: policies.make_policy,
    c.ReleasePolicy: policies.release_policy,
}
PERSON_ACTS: dict[type[c.Change], Callable[[Work, PersonCard, Any], None]] = {
    c.ChangePerson: people.change_details,
    c.MovePerson: leaving.move_person,
    c.GivePost: people.give_post,
    c.EndPost: people.end_post,
    c.Delegate: delegation.delegate,
    c.EndDelegation: delegation.end_delegation,
    c.Leave: leaving.leave,
    c.ComeBack: people.come_back,
    c.CreateAccount: accounts.create,
    c.OpenSecondAccount: accounts.create,
    c.ConfirmAccount: accounts.confirm_given,
    c.DisableAccount: accounts.disable,
    c.EnableAccount: accounts.enable,
    c.ResetPassword: accounts.reset_password,
    c.RemoveSecondFactor: accounts.remove_second_factor,
    c.GiveBindingCode: identities.give_code,
    c.BindIdentity: identities.bind,
    c.ReleaseIdentity: identities.release,
}
MOVES_WORK = frozenset(
    {c.GivePost, c.EndPost, c.Leave, c.MovePerson, c.ComeBack, c.AddPerson, c.Delegate, c.EndDelegation}
)


@dataclass(frozen=True)
class Changed:
    """What was done: whose code or key, the lines of the journal, and a password to be told once."""

    target: str
    entries: tuple[int, ...]
    secret: str | None = None


def change_organisation(
    store: Store,
    target: str | None,
    change: c.Change,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    key: str | None = None,
) -> Changed:
    """Carry out one change of a unit (its code) or a person (their key), or raise the Refusal that explains itself.

    `target` is None for what does not exist yet. `at` is legal time, `version` the row's as it was seen, `key`
    makes a repeated request one; a password is told only the first time. Open hazards learn of it at once, or, when
    they are many, from the next pass of the timetable.
    """
    changed, hazards = retried(store, partial(_change, store, (target, change, version), (by, at, key)))
    for hazard in sorted(hazards):
        recalculate(store, hazard, at=at, why=WHY)
    return changed


def _change(
    store: Store,
    asked: tuple[str | None, c.Change, int | None],
    press: tuple[Actor, datetime, str | None],
    connection: Connection,
) -> tuple[Changed, set[int]]:
    target, change, version = asked
    by, at, key = press
    if key is not None and by.person_id is not None:
        print_ = idempotency.fingerprint("organisation", str(target), change.act, change.model_dump_json())
        stored = idempotency.claim(connection, by.person_id, key, print_)
        if stored is not None:
            return Changed(stored["target"], tuple(stored["entries"])), set()
    seen = (
        connection.execute(select(ORGANISATION_VERSION.c.version).with_for_update()).scalar_one_or_none() or 0
    )
    work = Work(store, connection, load_directory(connection, seen), profile_of(store), by, at)
    named = _carry_out(work, target, change, version)
    if key is not None and by.person_id is not None:
        idempotency.store_answer(connection, by.person_id, key, {"target": named, "entries": work.entries})
    return Changed(named, tuple(work.entries), work.secret), _hazards(work, change, named)


def _carry_out(work: Work, target: str | None, change: c.Change, version: int | None) -> str:
    """Do it; gives the code or key of what was changed."""
    _refuse_unconfirmed(work, change)
    if isinstance(change, c.CreateUnit):
        return units.create(work, change).code
    if isinstance(change, c.AddPerson):
        return people.add(work, change).key
    if isinstance(change, c.UnitChange):
        unit = next((u for u in work.directory.units.values() if u.code == target and u.active), None)
        if unit is None:
            raise NotFound("没有这个单位，或已停用。")
        work.refuse_if_stale(UNIT, unit.id, version)
        UNIT_ACTS[type(change)](work, unit, change)
        return unit.code
    person = next((p for p in work.directory.people.values() if p.key == target), None)
    if person is None:
        raise NotFound("没有这个人员。")
    work.refuse_if_stale(PERSON, person.id, version)
    PERSON_ACTS[type(change)](work, person, change)
    return person.key


def _refuse_unconfirmed(work: Work, change: c.Change) -> None:
    """A sign-in that another gave changes nothing here, and adds no way in before its owner's own word."""
    own = isinstance(change, c.OpenSecondAccount | c.ChangePerson | c.GiveBindingCode)
    if work.by.waits_for_a_yes or (own and work.by.unconfirmed):
        raise FirstThis("confirm")


def _hazards(work: Work, change: c.Change, named: str) -> set[int]:
    """The open hazards whose holders may be others now: those handed on, and the next due of the institution."""
    if type(change) not in MOVES_WORK:
        return set()
    person = next(p for p in work.directory.people.values() if p.key == named)
    institution = work.directory.institution_of(person.unit_id)
    return work.hazards | set(open_hazards_below(work.connection, institution.id, AT_ONCE))
