"""What is looked for in the ledger: every filter that a list, a figure or a saved view can have.

Days are Asia/Shanghai. `query()` writes it as the part of an address behind the question mark, so that whoever opens
the address sees the same list.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.fields import Day
from domain.subcategories import Subcategory
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

MOST = 200


def _can_be_looked_for(text: str) -> str:
    if not all(char.isprintable() for char in text):
        msg = "含有不能查找的控制字符，请删除后重试"
        raise ValueError(msg)
    return text


Text = Annotated[str, AfterValidator(_can_be_looked_for)]
OnDay = Annotated[Day, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Rung = Annotated[int, Field(ge=0, le=5)]
Keeper = Literal["authority", Role.OFFICER, Role.DEPUTY, Role.CHIEF, Role.DESK, Role.LEADER, Role.HEAD]
"""Who lets a wait pass: a post, or the commission as a whole."""


class Order(StrEnum):
    """How the ledger is ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    DUE_LAST = "due_last"
    RUNG = "rung"
    UNIT = "unit"


class Counted(Word):
    """Which hazards a statistic counts. 移交办结 is outside 整改率; 按期 is judged by the first date."""

    VALID = "valid", "有效隐患（不含不予登记、作废）"
    RATE_OF = "rate_of", "整改率分母：已登记（不含移交）"
    RATE = "rate", "整改率分子：已整改销号"
    ON_TIME_OF = "on_time_of", "按期整改率分母：已到原定期限（不含按时报请、待验收的）"
    ON_TIME = "on_time", "按期整改率分子：原定期限内报请并已销号"
    EXTENDED = "extended", "延期内报请并已销号"


class Wanted(BaseModel):
    """What is looked for. `unit` is a code or name and means its whole subtree; days are Asia/Shanghai."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Annotated[list[State], Field(max_length=len(State))] = []
    open: bool | None = None
    unit: Annotated[Text | None, Field(max_length=120)] = None
    level: Level | None = None
    line: Line | None = None
    suspected: bool | None = None
    category: Annotated[list[Category], Field(max_length=len(Category))] = []
    subcategory: Subcategory | None = None
    source: Annotated[list[Source], Field(max_length=len(Source))] = []
    overdue: bool | None = None
    rung: Annotated[list[Rung], Field(max_length=6)] = []
    due_within: Annotated[int | None, Field(ge=0, le=365)] = None
    interim: bool | None = None
    listed: bool | None = None
    listing: Annotated[list[Listing], Field(max_length=len(Listing))] = []
    to_sign: Literal["me", "anyone"] | None = None
    paper_state: PaperState | None = None
    paper_kind: PaperKind | None = None
    mine: bool | None = None
    wait_late: bool | None = None
    kept_by: Keeper | None = None
    closing: Annotated[list[ClosingKind], Field(max_length=len(ClosingKind))] = []
    counted: Counted | None = None
    q: Annotated[Text | None, Field(max_length=100)] = None
    found_from: OnDay | None = None
    found_to: OnDay | None = None
    reported_from: OnDay | None = None
    reported_to: OnDay | None = None
    first_due_from: OnDay | None = None
    first_due_to: OnDay | None = None
    waits_from: OnDay | None = None
    waits_to: OnDay | None = None
    closed_from: OnDay | None = None
    closed_to: OnDay | None = None
    in_hand_from: OnDay | None = None
    order: Order = Order.NEWEST
    cursor: Annotated[str | None, Field(max_length=400)] = None
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50

    def query(self) -> str:
        """Everything that is not as by default, as the query of an address."""
        return (
            urlencode(self.model_dump(mode="json", exclude_defaults=True), doseq=True)
            .replace("True", "true")
            .replace("False", "false")
        )
