"""Official numbers: gapless per unit (or authority) and year, never re-used."""

import re
import unicodedata
from collections.abc import Callable

from domain.calendar import day_of
from domain.cases.case import Case
from domain.directory.cards import UnitCard
from domain.words import OF_USE, REQUESTS, Line, PaperKind

_SIGNS = {
    PaperKind.CIRCULAR: "通",
    PaperKind.SUMMONS: "约",
    PaperKind.COPY_OUT: "抄",
    PaperKind.HANDOVER_LETTER: "移",
    PaperKind.ADVICE: "建",
    PaperKind.WARNING: "警",
    PaperKind.LISTING_NOTICE: "挂",
    PaperKind.LIFTING_REPLY: "摘",
    PaperKind.EXTENSION_OPINION: "延",
    PaperKind.RECTIFICATION_NOTICE: "整",
    PaperKind.CLOSING_OPINION: "验",
    PaperKind.PLAN_OPINION: "审",
    PaperKind.LIFTING_REQUEST: "申",
    PaperKind.MEETING_RECORD: "谈",
    PaperKind.SUSPENSION_NOTICE: "停",
    PaperKind.RESUMPTION_REPLY: "复",
}
OF_THE_UNIT = frozenset({PaperKind.INTERNAL_ORDER, PaperKind.LIFTING_REQUEST})
"""Always the unit's own."""
OF_WHO_DECIDES = frozenset({PaperKind.EXTENSION_OPINION, PaperKind.PLAN_OPINION})
"""The unit's own on 单位级, else the commission's."""


def hazard_number(case: Case, next_serial: Callable[[str], int]) -> str:
    """Like 500240-012-2026-00017: region, unit, year of registering, serial."""
    unit = case.directory.units[case.hazard.unit_id]
    region = unit.region or case.directory.authority_of(unit.id).region
    year = day_of(case.at).year
    return f"{region}-{unit.code}-{year}-{next_serial(f'hazard:{unit.id}:{year}'):05d}"


def paper_number(
    case: Case, kind: str, next_serial: Callable[[str], int], *, signer: int | None = None
) -> str:
    """Like 临卫督〔2026〕4号 (GB/T 9704: hexagonal brackets, no leading zeros)."""
    body = body_of(case, kind, signer=signer)
    return _document_number(
        case, body.id, _sign_of(case, body), _SIGNS.get(PaperKind(kind), "督"), next_serial
    )


def is_the_same_number(number: str, other: str) -> bool:
    """Whether two numbers of papers are one however they are written."""
    return as_compared(number) == as_compared(other)


def as_compared(number: str) -> str:
    """A number's words, and its figures in order; `domain.hazard.store.precedents` does the same in SQL."""
    plain = unicodedata.normalize("NFKC", number)
    words = re.sub(r"[0-9\s年第号號〔〕【】\[\]()－–—-]+", "", plain)
    return words + "".join(f" {figures.lstrip('0') or '0'}" for figures in re.findall("[0-9]+", plain))


def body_of(case: Case, kind: str, *, by_clock: bool = False, signer: int | None = None) -> UnitCard:
    """Who issues it: the unit its own orders and, on 单位级, its requests and decisions; else the authority.

    What is decided on use is of the body whose post its `signer` holds.
    """
    unit = case.directory.units[case.hazard.unit_id]
    if kind in OF_USE:
        outside = signer is not None and case.directory.belongs_to_authority(signer, case.at)
        return case.directory.authority_of(unit.id) if outside else unit
    own = kind in OF_WHO_DECIDES or (kind in REQUESTS and not by_clock)
    inside = kind in OF_THE_UNIT or (own and case.line is Line.UNIT)
    return unit if inside else case.directory.authority_of(unit.id)


def _sign_of(case: Case, body: UnitCard) -> str:
    """发文机关代字: the shortest of a body's names that no other unit has, retired ones among them."""
    others = [unit for unit in case.directory.units.values() if unit.id != body.id]
    taken = {name for unit in others for name in (unit.short_name, unit.name)}
    free = (name for name in (body.short_name, body.name) if name and name not in taken)
    return next(free, f"{body.name}{body.code}")


def _document_number(
    case: Case, body_id: int, name: str, sign: str, next_serial: Callable[[str], int]
) -> str:
    year = day_of(case.at).year
    return f"{name}{sign}〔{year}〕{next_serial(f'paper:{body_id}:{sign}:{year}')}号"
