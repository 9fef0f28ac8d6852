"""The shape of a unit's profile (一院一档): what `/openapi.json` promises. Legal times are UTC; days Asia/Shanghai."""

from datetime import date, datetime

from pydantic import BaseModel

from api.views.figures import FigureView, UnitRowView
from api.views.shapes import MomentView, OutOfUseView, PersonView, UnitView, WordView
from domain.unit_facts import Facts


class PostView(BaseModel):
    """A post and who holds it now; nobody: it is empty, and what waits for it climbs to the next above."""

    role: WordView
    people: list[PersonView]


class DepartmentView(BaseModel):
    """A department: its heads, how many people, how many points (点位) in use."""

    unit: UnitView
    heads: list[PersonView]
    people: int
    points: int


class YearView(BaseModel):
    """What was found in a year: how many, closed, still open."""

    label: str
    found: FigureView
    closed: FigureView
    open: FigureView


class MarkView(BaseModel):
    """An act of listing or lifting. `number` and `until` where they were given."""

    ref: str
    place: str
    action: str
    label: str
    at: datetime
    number: str
    until: date | None


class NextView(BaseModel):
    """A hazard and what the system does with it next if nobody acts."""

    ref: str
    place: str
    holder: str | None
    time_left: str | None
    moment: MomentView


class UnitHazardsView(BaseModel):
    """A unit's hazards in figures; `whole` is false where the reader sees only some of them.

    `days_to_close`: calendar days from report to closing, on average over those closed this year.
    """

    whole: bool
    row: UnitRowView | None
    first: list[FigureView]
    by_state: list[FigureView]
    closed_this_year: FigureView
    days_to_close: float | None
    recurring: list[FigureView]
    by_year: list[YearView]
    listed: list[FigureView]
    listings: list[MarkView]
    next: list[NextView]


class UnitProfile(BaseModel):
    """单位档案. `version` goes with a change of the facts; `may` lists the acts on the unit that I may press.

    `hazards` is null for the commission itself: its boards count those of all its units.
    """

    unit: UnitView
    kind: WordView
    active: bool
    parent: UnitView | None
    type_label: str | None
    facts: Facts
    version: int
    may: list[str]
    people: int
    posts: list[PostView]
    departments: list[DepartmentView]
    points: int
    out_of_use: list[OutOfUseView]
    """Its places that may not be used; of a department those of its own, and a whole unit's."""
    hazards: UnitHazardsView | None
