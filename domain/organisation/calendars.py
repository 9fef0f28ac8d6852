"""The years of the calendar: entered by one person, in force once another confirmed them. Editions are kept."""

from datetime import datetime

from sqlalchemy import func, insert, select, update

from domain.calendar import day_of
from domain.calendar.notice import recognise
from domain.calendar.years import as_toml
from domain.clock import in_words
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import FirstThis, NotAllowed, NotFound, NotReady, WrongInput
from domain.organisation.calendar_commands import ConfirmYear, EnterYear
from domain.organisation.who_may import Ask, may, refuse_who_may_not
from domain.organisation.work import Work
from domain.tables.core import CALENDAR_EDITION
from domain.typed_text import on_one_line
from domain.words import UnitKind

TWO_PEOPLE = "放假安排由两位人员先后录入和确认，命令行不能代办。"


def enter_year(work: Work, unit: UnitCard, change: EnterYear) -> None:
    """Read the text; the edition waits for another person."""
    work.check(change, unit)
    person = _person(work)
    _refuse_the_past(work.at, change.year)
    found = recognise(change.text, change.year)
    source = on_one_line(change.source) or found.number
    if not source:
        raise WrongInput("请填写国务院办公厅通知的文号，例如 国办发明电〔2025〕7号。", field="source")
    of_year = CALENDAR_EDITION.c.year == change.year
    last = work.connection.execute(select(func.max(CALENDAR_EDITION.c.edition)).where(of_year)).scalar()
    values = {"unit_id": unit.id, "year": change.year, "edition": (last or 0) + 1}
    values |= {"body": as_toml(found.official), "source": source, "said": change.text, "left_out": found.left}
    values |= {"entered_by": person, "entered_at": work.at}
    work.connection.execute(insert(CALENDAR_EDITION).values(**values))
    days = {"off_days": len(found.off), "make_up_days": len(found.work)}
    becomes = {"calendar": _called(change.year, values["edition"]), "source": source, **days}
    work.note(change, unit=unit.id, becomes=becomes)


def confirm_year(work: Work, unit: UnitCard, change: ConfirmYear) -> None:
    """Put the latest edition of a year in force, in the place of the one before."""
    work.check(change, unit)
    person = _person(work)
    mine = (CALENDAR_EDITION.c.id == change.edition) & (CALENDAR_EDITION.c.unit_id == unit.id)
    row = work.connection.execute(select(CALENDAR_EDITION).where(mine)).first()
    if row is None:
        raise NotFound("没有这一版放假安排。")
    called = _called(row.year, row.edition)
    if row.confirmed_at is not None:
        by, when = work.directory.name_of(row.confirmed_by), in_words(row.confirmed_at)
        raise NotReady(f"{called}已由{by}于{when}确认，无需再办。")
    of_year = CALENDAR_EDITION.c.year == row.year
    last = work.connection.execute(select(func.max(CALENDAR_EDITION.c.edition)).where(of_year)).scalar_one()
    if last != row.edition:
        raise NotReady(f"{called}之后又录入了第 {last} 版，请核对并确认最新的一版。")
    if row.entered_by == person:
        raise NotAllowed(f"{called}由您录入，须由另一位有权人员确认。")
    _refuse_the_past(work.at, row.year)
    confirmed = {"confirmed_by": person, "confirmed_at": work.at}
    work.connection.execute(update(CALENDAR_EDITION).where(mine).values(**confirmed))
    entered = work.directory.name_of(row.entered_by)
    becomes = {"calendar": called, "source": row.source, "entered_by": entered}
    work.note(change, unit=unit.id, becomes=becomes)


def whose_calendar(directory: Directory, by: Actor, at: datetime) -> UnitCard:
    """The authority whose calendar this person keeps; raises the Refusal that says who may."""
    if by.waits_for_a_yes:
        raise FirstThis("confirm")
    tops = [
        unit for unit in directory.units.values() if unit.kind == UnitKind.AUTHORITY and not unit.parent_id
    ]
    asks = [Ask(directory, by.person_id or 0, at, unit) for unit in sorted(tops, key=lambda unit: unit.id)]
    found = next((ask.unit for ask in asks if may(EnterYear, ask)), None)
    if found is None:
        refuse_who_may_not(EnterYear, asks[0])
    return found or asks[0].unit


def _person(work: Work) -> int:
    if work.by.person_id is None:
        raise NotAllowed(TWO_PEOPLE)
    return work.by.person_id


def _refuse_the_past(at: datetime, year: int) -> None:
    """Days that have passed stay as they were reckoned; no notice comes more than a year ahead."""
    this = day_of(at).year
    if year not in (this, this + 1):
        raise WrongInput(f"只能录入和确认 {this} 年、{this + 1} 年的放假安排。", field="year")


def _called(year: int, edition: int) -> str:
    """An edition in the record: 2027 年放假安排第 1 版."""
    return f"{year} 年放假安排第 {edition} 版"
