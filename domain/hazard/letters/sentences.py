"""What papers say of a hazard, sentence by sentence: only what is known, and nothing that a reporter wrote."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from domain import clock
from domain.calendar import day_of, last_day
from domain.cases.case import Case
from domain.cases.clocks import fired, term_of
from domain.hazard.labels import is_overdue
from domain.papers.content import said_on_paper
from domain.words import Category, Level, State

_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[0-9]+[.、](?![0-9]))\s*")
_STOPS = "。.；;！!，, \n"


BLANK = "＿＿＿＿＿＿＿＿"
"""What the ledger does not know: a line to be filled in by hand."""


def amount(money: Decimal | None) -> str:
    """A sum as papers write it, such as 3.5万元; empty when it is not known."""
    return f"{money.normalize():f}万元" if money is not None else ""


def named(case: Case) -> str:
    """Place and level: what the title of a paper calls it."""
    place, level = plain(case.hazard.place), Level(case.hazard.level).label
    return f"{place.removesuffix(level).removesuffix('隐患')}{level}"


def found(case: Case, whom: str) -> str:
    """What was found: of a direct report only its category, until the commission has written it up itself."""
    hazard = case.hazard
    level = Level(hazard.level).label
    own_words = not hazard.addressed_up or "written_up" in hazard.terms
    words = plain(hazard.description) if own_words else ""
    said = f"：{words}" if words else f"（{Category(hazard.category).label}）"
    return f"经查，{whom}{hazard.place}存在{level}{said}（隐患编号：{hazard.number or hazard.ref}）。"


def so_far(case: Case) -> str:
    """Its terms, what was done to remind, and how late it is; empty before it is handed over."""
    said = "，".join(_terms(case))
    return f"{said}。" if said else ""


def _terms(case: Case) -> Iterator[str]:
    hazard, rectify = case.hazard, term_of(case, "rectify")
    if assigned := term_of(case, "assigned"):
        yield f"该隐患于{said_on_paper(day_of(assigned[1]))}交办"
    if hazard.rectify_by is None:
        return
    if hazard.first_rectify_by and hazard.first_rectify_by != hazard.rectify_by:
        yield f"原定整改期限为{_last(hazard.first_rectify_by)}，现定期限为{_last(hazard.rectify_by)}"
    else:
        yield f"整改期限为{_last(hazard.rectify_by)}"
    if rectify and (times := fired(case, "remind", rectify[0]) + fired(case, "overdue", rectify[0])):
        yield f"期间已提醒、催办{times}次"
    if hazard.send_backs:
        yield f"报请验收后已退回{hazard.send_backs}次"
    if is_overdue(hazard, case.at):
        days = (day_of(case.at) - last_day(hazard.rectify_by)).days
        stands = (
            f"已于{said_on_paper(day_of(hazard.submitted_at))}报请验收"
            if hazard.submitted_at and hazard.state in (State.VERIFYING, State.VERIFIED)
            else "尚未整改完毕"
        )
        yield f"截至{said_on_paper(day_of(case.at))}已超期{days}天，{stands}"


def meanwhile(case: Case) -> str:
    """What must hold until it is mended."""
    interim = plain(case.hazard.interim)
    return (
        f"整改完成前，继续落实临时管控措施：{interim}。"
        if interim
        else "整改完成前，应落实临时管控措施，确保安全。"
    )


def wanted(case: Case) -> str:
    """What the assignment asks for, if it said so."""
    measures = plain(case.hazard.measures)
    return f"整改要求：{measures}。" if measures else ""


def facts(case: Case) -> tuple[tuple[str, str], ...]:
    """The table below the text (domain facts 5.12): number, place, level, category, people, dates."""
    hazard, directory = case.hazard, case.directory
    unit = directory.units[hazard.unit_id]
    department = directory.units[hazard.department_id].name if hazard.department_id else ""
    rows = (
        ("隐患编号", hazard.number or hazard.ref),
        ("单位", unit.name),
        ("部位", "　".join(part for part in (department, hazard.place) if part)),
        ("类别、级别", f"{Category(hazard.category).label}　{Level(hazard.level).label}"),
        ("整改责任人", directory.name_of(hazard.fixer_id) if hazard.fixer_id else ""),
        ("原定期限", _last(hazard.first_rectify_by)),
        ("现定期限", _last(hazard.rectify_by) if hazard.rectify_by != hazard.first_rectify_by else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def _last(moment: datetime | None) -> str:
    return said_on_paper(last_day(moment)) if moment else ""


def moment_said(at: datetime) -> str:
    """A moment as papers write it: 2026年3月26日09:30."""
    wall = clock.site(at)
    return f"{said_on_paper(wall.date())}{wall:%H:%M}"


def plain(text: str | None) -> str:
    """A text of somebody's inside a sentence of ours: on one line, without its own number and stop."""
    return _NUMBER.sub("", " ".join((text or "").split())).strip(_STOPS)
