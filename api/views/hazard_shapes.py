"""A hazard as it is shown to readers and programs."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.views.shapes import (
    CauseView,
    ExtensionView,
    HolderView,
    ListingView,
    MomentView,
    Money,
    PaperView,
    PersonView,
    SuspensionView,
    UnitView,
    WordView,
)
from domain.use import Use
from domain.words import Level, Line, Listing, State


class PhotosView(BaseModel):
    """Hashes of evidence, to be fetched from /api/evidence/{hash}."""

    before: list[str]
    after: list[str]


class HazardView(BaseModel):
    """One hazard. Times are legal time (UTC); a last day ends at 24:00 Asia/Shanghai."""

    ref: str
    number: str | None
    version: int
    state: State
    state_label: str
    line: Line
    line_label: str
    level: Level
    level_label: str
    suspected: bool
    unit: UnitView
    department: UnitView | None
    place: str
    category: WordView
    subcategory: WordView | None
    description: str
    source: WordView
    criterion: str | None
    reported_by_me: bool
    found_at: datetime
    reported_at: datetime
    photos: PhotosView
    holder: HolderView | None
    supervisor: HolderView | None
    rectify_by: datetime | None
    rectify_because: str | None
    first_rectify_by: datetime | None
    overdue: bool
    time_left: str | None
    next_moment: MomentView | None
    rung: int
    rung_label: str | None
    listed: bool
    listing: Listing
    listing_label: str
    listing_holder: HolderView | None
    listing_details: ListingView | None
    listings: list[ListingView]
    use: Use
    use_label: str
    use_holder: HolderView | None
    suspension: SuspensionView | None
    suspensions: list[SuspensionView]
    fixer: PersonView | None
    helpers: list[PersonView]
    assigner: PersonView | None
    measures: str | None
    interim: str | None
    funds: Money | None
    spent: Money | None
    blocker: WordView | None
    cause: CauseView | None
    plan: dict[str, Any] | None
    extension: ExtensionView | None
    extensions: int
    round: int
    send_backs: int
    acceptance_group: list[PersonView]
    passed_by: list[PersonView]
    transfer: dict[str, Any] | None
    closing_kind: WordView | None
    closed_at: datetime | None
    papers: list[PaperView]
