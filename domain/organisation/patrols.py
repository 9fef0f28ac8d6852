"""每日巡查 of a unit: switched on from a day, and off again; what was begun stays."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from domain.calendar import day_of
from domain.directory.organisation import UnitCard
from domain.errors import NotReady, WrongInput
from domain.organisation.commands import SetDailyPatrol
from domain.organisation.work import Work
from domain.tables.core import TASK_RULE
from domain.task.checklist import DAILY_PATROL
from domain.words import UnitKind


def set_daily_patrol(work: Work, unit: UnitCard, change: SetDailyPatrol) -> None:
    """The rule of this unit begins, or today is its last day."""
    work.check(change, unit)
    if unit.kind != UnitKind.INSTITUTION:
        raise NotReady("每日巡查按单位设置，请在所属单位上设置。")
    today = day_of(work.at)
    mine = (
        (TASK_RULE.c.unit_id == unit.id)
        & (TASK_RULE.c.checklist == DAILY_PATROL)
        & TASK_RULE.c.until.is_(None)
    )
    stands = work.connection.execute(select(TASK_RULE).where(mine)).first()
    if change.on == (stands is not None):
        raise NotReady(f"{unit.name}的每日巡查{'已经' if change.on else '尚未'}开启，没有变化。")
    if stands is None:
        since = change.since or today
        if since < today:
            raise WrongInput("开始日期不能早于今天。", field="since")
        row = insert(TASK_RULE).values(unit_id=unit.id, checklist=DAILY_PATROL, since=since)
        work.connection.execute(row)
        was, becomes = {"on": False}, {"on": True, "since": since.isoformat()}
    else:
        until = max(today, stands.since - timedelta(days=1))
        work.connection.execute(update(TASK_RULE).where(mine).values(until=until))
        was, becomes = {"on": True}, {"on": False, "until": until.isoformat()}
    work.write_unit(unit.id)
    work.note(change, unit=unit.id, was=was, becomes=becomes)
