"""The rules of an authority: an edition made by one person, in force once a leader who is another released it."""

import tomllib
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from domain.calendar import day_of
from domain.clock import in_words
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import FirstThis, NotAllowed, NotFound, NotReady, WrongInput
from domain.organisation.policy_commands import MakePolicy, ReleasePolicy
from domain.organisation.who_may import Ask, may, refuse_who_may_not
from domain.organisation.work import Work
from domain.policy import Policy
from domain.policy.editing import changed, from_file, text_of, values_of
from domain.policy.labels import LABELS
from domain.store.policies import policy_of_edition, shipped_policy
from domain.tables.core import POLICY_EDITION
from domain.words import UnitKind

TWO_PEOPLE = "规则由两位人员先后拟定和发布，命令行不能代办。"


def make_policy(work: Work, unit: UnitCard, change: MakePolicy) -> None:
    """An edition on the last one that was released; it waits for another person."""
    work.check(change, unit)
    person = _person(work)
    base = _last_released(work, unit)
    of_unit = POLICY_EDITION.c.unit_id == unit.id
    number = (
        work.connection.execute(select(func.max(POLICY_EDITION.c.edition)).where(of_unit)).scalar() or 0
    ) + 1
    typed = _from_toml(base, change.toml) | change.changes
    becomes = changed(base, typed, f"{shipped_policy(unit).edition}-{number}")
    differing = _differing(base, becomes)
    if not differing:
        raise WrongInput("没有一项与现用规则不同，请先修改。", field="changes")
    _refuse_early(work, unit, change.since)
    values: dict[str, Any] = {
        "unit_id": unit.id,
        "edition": number,
        "body": becomes.body(),
        "changes": differing,
    }
    values |= {"because": change.because, "since": change.since, "made_by": person, "made_at": work.at}
    work.connection.execute(insert(POLICY_EDITION).values(**values))
    told = {LABELS[path][0]: f"{was} → {now}" for path, (was, now) in differing.items()}
    head = {"rules": _called(number), "since": change.since.isoformat(), "reason": change.because}
    work.note(change, unit=unit.id, becomes={**head, **told})


def release_policy(work: Work, unit: UnitCard, change: ReleasePolicy) -> None:
    """Let new hazards freeze the latest edition from its day on."""
    work.check(change, unit)
    person = _person(work)
    mine = (POLICY_EDITION.c.id == change.edition) & (POLICY_EDITION.c.unit_id == unit.id)
    row = work.connection.execute(select(POLICY_EDITION).where(mine)).first()
    if row is None:
        raise NotFound("没有这一版规则。")
    _refuse_what_cannot_be_released(work, row, person)
    _refuse_early(work, unit, row.since)
    released = {"released_by": person, "released_at": work.at}
    work.connection.execute(update(POLICY_EDITION).where(mine).values(**released))
    made = work.directory.name_of(row.made_by)
    becomes = {"rules": _called(row.edition), "since": row.since.isoformat(), "made_by": made}
    work.note(change, unit=unit.id, becomes=becomes)


def whose_rules(directory: Directory, by: Actor, at: datetime) -> UnitCard:
    """The authority whose rules this person makes; raises the Refusal that says who may."""
    if by.waits_for_a_yes:
        raise FirstThis("confirm")
    tops = (unit for unit in directory.units.values() if unit.kind == UnitKind.AUTHORITY and unit.active)
    asks = [Ask(directory, by.person_id or 0, at, unit) for unit in sorted(tops, key=lambda unit: unit.id)]
    found = next((ask.unit for ask in asks if may(MakePolicy, ask)), None)
    if found is None:
        refuse_who_may_not(MakePolicy, asks[0])
    return found or asks[0].unit


def _refuse_what_cannot_be_released(work: Work, row: Row[Any], person: int) -> None:
    called = _called(row.edition)
    if row.released_at is not None:
        by, when = work.directory.name_of(row.released_by), in_words(row.released_at)
        raise NotReady(f"{called}已由{by}于{when}发布，无需再办。")
    of_unit = POLICY_EDITION.c.unit_id == row.unit_id
    last = work.connection.execute(select(func.max(POLICY_EDITION.c.edition)).where(of_unit)).scalar_one()
    if last != row.edition:
        raise NotReady(f"{called}之后又拟定了第 {last} 版，请核对并发布最新的一版。")
    if row.made_by == person:
        raise NotAllowed(f"{called}由您拟定，须由另一位负责人发布。")


def _refuse_early(work: Work, unit: UnitCard, since: date) -> None:
    """Rules bind nobody before they are released, and follow each other in the order of their days."""
    today = day_of(work.at)
    if since < today:
        raise WrongInput(f"执行日期 {since} 已经过去，最早为今天（{today}），请重新拟定。", field="since")
    released = (POLICY_EDITION.c.unit_id == unit.id) & POLICY_EDITION.c.released_at.is_not(None)
    last = work.connection.execute(select(func.max(POLICY_EDITION.c.since)).where(released)).scalar()
    if last and since < last:
        raise WrongInput(f"已发布的规则自 {last} 起执行，新的一版不能早于它。", field="since")


def _last_released(work: Work, unit: UnitCard) -> Policy:
    released = (POLICY_EDITION.c.unit_id == unit.id) & POLICY_EDITION.c.released_at.is_not(None)
    order = POLICY_EDITION.c.since.desc(), POLICY_EDITION.c.edition.desc()
    body = (
        work.connection.execute(select(POLICY_EDITION.c.body).where(released).order_by(*order))
        .scalars()
        .first()
    )
    return policy_of_edition(body) if body else shipped_policy(unit)


def _from_toml(base: Policy, text: str) -> dict[str, str]:
    try:
        return from_file(base, tomllib.loads(text))
    except tomllib.TOMLDecodeError as wrong:
        raise WrongInput(f"规则文件不是有效的 TOML：{wrong}。", field="toml") from None
    except (
        ValueError,
        RecursionError,
    ):  # a number of thousands of digits, a table in a table a thousand times
        raise WrongInput(
            "规则文件里有读不了的数字或层次过深，请在“导出规则文件”得到的文件上修改。", field="toml"
        ) from None


def _differing(base: Policy, becomes: Policy) -> dict[str, list[str]]:
    was, now = values_of(base), values_of(becomes)
    return {
        path: [text_of(was.get(path, "")), text_of(now[path])] for path in now if was.get(path) != now[path]
    }


def _person(work: Work) -> int:
    if work.by.person_id is None:
        raise NotAllowed(TWO_PEOPLE)
    return work.by.person_id


def _called(edition: int) -> str:
    """An edition in the record: 规则第 1 版."""
    return f"规则第 {edition} 版"
