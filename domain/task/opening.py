"""Tasks are begun by the clock when their period opens; after an outage each missed period once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from domain.calendar import Calendar, at_time, day_of
from domain.cases.perform import advance, perform
from domain.directory.organisation import THE_CLOCK, Directory, UnitCard
from domain.store.base import Store
from domain.task.checklist import checklist
from domain.task.commands import BeginTask
from domain.task.kind import TASKS
from domain.task.store.task_rules import last_begun, made_on, rules_since
from domain.words import UnitKind

OPENS = "00:00"
LOOKS_BACK = timedelta(days=31)
"""Of a longer outage the days before are left out: nobody can go through a corridor of last month."""
ONE_DAY = timedelta(days=1)


def open_tasks(store: Store, at: datetime, run: str | None = None) -> int:
    """Begin every task whose period has opened by `at` (legal time); gives how many were begun.

    One that cannot be begun keeps no other from it; its error is raised once the others stand.

    Two at once, or one that was killed half way, leave each task once: rule, place and period are unique.
    """
    with store.asking() as connection:
        directory = store.directory(connection)
        calendar = store.calendar(connection, directory.version)
        missing = list(_missing(connection, directory, calendar, day_of(at)))
    begun, failed = 0, list[Exception]()
    for task in missing:
        try:
            done = perform(store, None, task, by=THE_CLOCK, at=at_time(task.period, OPENS), run=run)
            # It waits for whoever holds the posts by now, and what has passed meanwhile happens at its moment.
            advance(store, done.case_id, at=at, run=run, kind=TASKS)
            begun += 1
        except IntegrityError:  # another has begun it meanwhile
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, the next is another department's
            failed.append(error)
    if failed:
        raise failed[0]
    return begun


def _missing(
    connection: Connection, directory: Directory, calendar: Calendar, today: date
) -> Iterator[BeginTask]:
    for rule in rules_since(connection, today, today - LOOKS_BACK):
        unit = directory.units[rule.unit_id]
        if unit.active:
            begun = _of_rule(connection, directory, rule, unit, today)
            yield from (task for task in begun if calendar.is_working_day(task.period))


def _of_rule(
    connection: Connection, directory: Directory, rule: Row[Any], unit: UnitCard, today: date
) -> Iterator[BeginTask]:
    """What the rule has not begun, worked days or not, from the last day on which it began anything."""
    last, begun = last_begun(connection, unit.id, rule.checklist)
    places = _places(directory, unit)
    made = made_on(connection, (place.id for place in places))
    day = max(rule.since, last or rule.since, today - LOOKS_BACK)
    list_ = checklist(rule.checklist)
    while day <= min(today, rule.until or today):
        for place in places:
            was_there = place.id not in made or day_of(made[place.id]) <= day
            if was_there and (day != last or place.id not in begun):
                yield BeginTask(
                    clock="period",
                    since=0,
                    rung=1,
                    rule=rule.id,
                    unit=unit.code,
                    department=place.code,
                    period=day,
                    checklist=list_.name,
                    title=list_.title,
                    because=f"{list_.title}（{list_.edition}），{day}",
                )
        day += ONE_DAY


def _places(directory: Directory, unit: UnitCard) -> list[UnitCard]:
    """The departments in use; of a unit without any, the unit itself."""
    below = [
        each
        for each in directory.units.values()
        if each.active
        and each.kind == UnitKind.DEPARTMENT
        and directory.institution_of(each.id).id == unit.id
    ]
    return sorted(below, key=lambda each: each.code) or [unit]
