"""Likely duplicates (R16): what was reported at about the same place and is open, or was closed not long ago.

Somebody who may not see such a hazard learns only that there is one, how it stands and since when; its description
is compared only for those who see it, so that nobody can guess their way to it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Float,
    Row,
    Subquery,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from domain.calendar import day_of
from domain.cases.case import Case
from domain.fields import Place, Reference
from domain.hazard.store.kept_by_the_commission import KEPT_BY_THE_COMMISSION
from domain.queries.past import reported_at_shown
from domain.queries.reader import Reader
from domain.tables.core import HAZARD
from domain.typed_text import BETWEEN_DIGITS, BLANKS, MARKS, TO, folded
from domain.words import Category, State

CLOSED_WITHIN = timedelta(days=90)
LATEST = 2000
"""How many of a unit's open and closed hazards are compared, the latest ones: so that an answer never takes long."""
MOST = 5
ALIKE = 0.55
NEAR, SAME_WORDS = 0.35, 0.6
_ENDED = [State.DISMISSED, State.VOIDED]
OF_PLACE, OF_CATEGORY, OF_WORDS = 0.6, 0.2, 0.2


class Described(BaseModel):
    """What is about to be reported: where, and as far as it has been said, what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Reference = Field(title="单位")
    place: Place = Field(title="部位")
    category: Category | None = Field(None, title="类别")
    description: Annotated[str, Field(title="隐患描述", max_length=2000)] = ""


@dataclass(frozen=True)
class Likely:
    """A hazard that may be the same one; `place`, `description` and `ref` only when the reader sees it."""

    sentence: str
    is_open: bool
    state: State
    reported_at: datetime
    closed_at: datetime | None
    ref: str | None = None
    number: str | None = None
    place: str | None = None
    description: str | None = None
    photo: str | None = None


def likely(reader: Reader, described: Described, *, but: int = 0) -> list[Likely]:
    """The most likely duplicates, likeliest first; `but` is the hazard that is compared itself."""
    unit = reader.directory.institution_of(reader.directory.find_unit(described.unit, field="unit").id)
    known = or_(reader.visible(), _of_their_own_unit(reader, unit.id))
    latest = (HAZARD.c.id != but, HAZARD.c.id.in_(_latest(unit.id, reader.at)), ~HAZARD.c.state.in_(_ENDED))
    near = func.similarity(_folded(HAZARD.c.place), folded(described.place))
    alike = HAZARD.c.category == described.category
    told = reader.visible().label("seen"), reported_at_shown(reader).label("known_since")
    compared = select(HAZARD, *told, near.label("near"), alike.label("alike"))
    found = compared.where(*latest, known, or_(near >= NEAR, alike)).subquery()
    words = _words(found, described)
    score = found.c.near * OF_PLACE + words * OF_WORDS + case((found.c.alike, OF_CATEGORY), else_=0.0)
    query = (
        select(found)
        .where(or_(found.c.near >= NEAR, words >= SAME_WORDS), score >= ALIKE)
        .order_by(score.desc(), found.c.id.desc())
        .limit(MOST)
    )
    return [_likely(row, described, reader.at) for row in reader.connection.execute(query)]


def likely_to_be(reader: Reader, hazard: Case) -> list[Likely]:
    """The most likely duplicates of a hazard that has been reported."""
    told = hazard.hazard
    described = Described(
        unit=reader.directory.units[told.unit_id].code,
        place=told.place,
        category=Category(told.category),
        description=told.description,
    )
    return likely(reader, described, but=told.id or 0)


def _of_their_own_unit(reader: Reader, unit_id: int) -> ColumnElement[bool]:
    """Everybody at a unit may know what is reported there, but for what the commission found or was told, and keeps."""
    home = reader.directory.institution_of(reader.directory.people[reader.person].unit_id)
    return and_(literal(home.id == unit_id), ~HAZARD.c.addressed_up, ~KEPT_BY_THE_COMMISSION)


def _latest(unit_id: int, at: datetime) -> CompoundSelect[Any]:
    """The unit's latest open hazards, and those closed last; each half is answered by its own index."""
    of_the_unit = select(HAZARD.c.id).where(HAZARD.c.unit_id == unit_id)
    still_open = of_the_unit.where(HAZARD.c.closed_at.is_(None)).order_by(HAZARD.c.id.desc())
    closed = of_the_unit.where(HAZARD.c.closed_at > at - CLOSED_WITHIN).order_by(HAZARD.c.closed_at.desc())
    halves = (half.limit(LATEST).subquery() for half in (still_open, closed))
    return union_all(*(select(half.c.id) for half in halves))


def _folded(place: ColumnElement[str]) -> ColumnElement[str]:
    """What `folded` makes of a place, as the database says it."""
    plain = func.regexp_replace(func.lower(func.normalize(place, literal_column("NFKC"))), BLANKS, "", "g")
    return func.regexp_replace(func.regexp_replace(plain, BETWEEN_DIGITS, rf"\1{TO}", "g"), MARKS, "", "g")


def _words(found: Subquery, described: Described) -> ColumnElement[float]:
    if not described.description.strip():
        return literal(0.0, Float)
    written = func.concat(found.c.place, " ", found.c.description)
    alike = func.word_similarity(described.description, written)
    return case((found.c.seen, alike), else_=0.0)


def _likely(row: Row[Any], described: Described, at: datetime) -> Likely:
    told = {
        "sentence": _sentence(row, described, at),
        "is_open": row.closed_at is None,
        "state": State(row.state),
        "reported_at": row.known_since,
        "closed_at": row.closed_at,
    }
    if not row.seen:
        return Likely(**told)
    photo = next(iter(row.before_photos), None)
    return Likely(
        **told,
        ref=row.ref,
        number=row.number,
        place=row.place,
        description=row.description,
        photo=photo,
    )


def _sentence(row: Row[Any], described: Described, at: datetime) -> str:
    """同一部位已有同类隐患未办结（整改中，3 天前上报）."""
    where = "同一部位" if folded(row.place) == folded(described.place) else "相近部位"
    what = "同类隐患" if row.category == described.category else "隐患"
    if row.closed_at is None:
        return f"{where}已有{what}未办结（{State(row.state).label}，{_ago(row.known_since, at)}上报）"
    return f"{where}的{what}，{_ago(row.closed_at, at)}已销号"


def _ago(moment: datetime, at: datetime) -> str:
    days = (day_of(at) - day_of(moment)).days
    return "今天" if days <= 0 else f"{days} 天前"
