"""What one act changes: columns of the hazard's row, and directions to the engine. mypy reads every effect by it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypedDict

from domain.serving import PaperServedBy
from domain.words import PaperKind, PaperState


class Columns(TypedDict, total=False):
    """The columns of a hazard that an act may write; whatever else its row holds is the engine's."""

    unit_id: int
    department_id: int | None
    level: str
    suspected: bool
    category: str
    subcategory: str | None
    place: str
    description: str
    source: str
    criterion: str | None
    addressed_up: bool
    taken_over: bool
    fixed_on_spot: bool
    found_at: datetime
    reported_at: datetime
    before_photos: list[str]
    after_photos: list[str]
    duplicate_of: int | None
    original_number: str | None
    state: str
    rung: int
    fixers: list[int]
    helpers: list[int]
    fixer_id: int | None
    receiver_id: int | None
    assigner_id: int | None
    measures: str | None
    interim: str | None
    funds: Decimal | None
    spent: Decimal | None
    immediate: bool
    rectify_by: datetime | None
    first_rectify_by: datetime | None
    round: int
    send_backs: int
    extensions: int
    extension: dict[str, Any] | None
    blocker: str | None
    cause: dict[str, str] | None
    plan: dict[str, Any] | None
    declined: bool
    submitted_by: int | None
    submitted_at: datetime | None
    panel: list[int]
    passed_by: list[int]
    transfer: dict[str, Any] | None
    closing_kind: str | None
    closed_at: datetime | None
    closed_by: int | None
    thin_staff: bool
    listing: str
    listed: dict[str, Any] | None
    use: str
    suspended: dict[str, Any] | None


class PaperRow(TypedDict, total=False):
    """What an act writes of a paper; `seq` names it, `give_number` asks for the next number of its series."""

    seq: int
    kind: PaperKind | str
    state: PaperState
    because: str
    rung: int
    since: int
    since_at: datetime
    give_number: bool
    signer_id: int
    signed_at: datetime
    names: dict[str, str]
    served: str
    served_on: date
    served_way: PaperServedBy
    acknowledged_by: int | None
    acknowledged_as: str
    acknowledged_at: datetime
    meeting: dict[str, Any] | None
    answer: str
    declined_because: str
    look_again: date
    draft: dict[str, Any]
    content: dict[str, Any]
    content_hash: bytes


class Directions(TypedDict, total=False):
    """What the engine shall do beside writing columns.

    `begin`, `end`: terms that start and stop with this act; `terms`: terms written as they stand; `rectify_because`:
    the sum of the date in words. `close_papers`: the reason with which papers still proposed fall.
    """

    begin: tuple[str, ...]
    end: tuple[str, ...]
    terms: dict[str, list[Any]]
    rectify_because: str
    give_number: bool
    give_listing_number: bool
    give_suspension_number: bool
    paper: PaperRow
    close_papers: str
    listing_row: dict[str, Any] | None
    suspension_row: dict[str, Any]


class Changes(Columns, Directions, total=False):
    """Both in one, as an effect gives them."""
