"""A filter of the ledger in words: pills above a list, the head of a printed one, how a figure is counted."""

from domain.directory.organisation import Directory
from domain.hazard.letters.planned import LEVELS
from domain.official.ledger.columns import LedgerQuery
from domain.queries import Counted, HazardFilter
from domain.queries.hazard_filter import PlanPart
from domain.rungs import LISTING_RUNG, rung_label
from domain.subcategories import Subcategory
from domain.titles import title_at
from domain.use import Use
from domain.word import Word
from domain.words import (
    Category,
    ClosingKind,
    Level,
    Line,
    Listing,
    PaperKind,
    PaperState,
    Role,
    Source,
    State,
)

WORDS: dict[str, type[Word]] = {
    "state": State,
    "been": State,
    "level": Level,
    "line": Line,
    "category": Category,
    "subcategory": Subcategory,
    "source": Source,
    "listing": Listing,
    "use": Use,
    "paper_state": PaperState,
    "paper_kind": PaperKind,
    "closing": ClosingKind,
    "counted": Counted,
    "plan_has": PlanPart,
}
"""Filters whose values are words with labels."""


def in_words(name: str, value: object, directory: Directory) -> str:
    """One filter as a sentence fragment: 状态：待签收、整改中."""
    return f"{title_at(LedgerQuery, name)}：{_value(name, value, directory)}"


def _value(name: str, value: object, directory: Directory) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value(name, each, directory) for each in value)
    if name in WORDS:
        return WORDS[name](str(value)).label
    if name == "rung":
        return _rung(int(str(value)))
    return _more(name, str(value), directory)


def _rung(rung: int) -> str:
    """A rung as a filter without a level names it."""
    general = f"{rung} 级 {rung_label(rung, Level.GENERAL, listed=False)}"
    if rung != LISTING_RUNG:
        return general
    major = "、".join(rung_label(rung, Level.MAJOR, listed=listed) for listed in (False, True))
    return f"{general}（重大为{major}）"


def _more(name: str, value: str, directory: Directory) -> str:
    if name == "kept_by":
        return "本级（卫健委）" if value == "authority" else Role(value).label
    if name == "to_sign":
        return "我" if value == "me" else "任何人"
    if name == "unit":
        return next((u.name for u in directory.units.values() if u.code == value), value)
    if name == "listing_level":
        return LEVELS[value]
    return f"{value} 天" if name == "due_within" else value


def sentence(wanted: HazardFilter, directory: Directory) -> str:
    """A whole filter: 级别：一般事故隐患；类别：消防安全、用电安全."""
    given = wanted.model_dump(exclude_defaults=True, exclude={"order", "cursor", "limit", "column"})
    return "；".join(in_words(name, value, directory) for name, value in given.items())
