"""What is looked for in the ledger: every filter that a list, a figure or a saved view can have.

Days are Asia/Shanghai. `query()` writes it as the part of an address behind the question mark, so that whoever opens
the address sees the same list.
"""

from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from domain.fields import WRITTEN_PLAINLY, Day, SoughtText
from domain.subcategories import Subcategory
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

MOST = 200

Rung = Annotated[int, Field(ge=0, le=5), WRITTEN_PLAINLY]
Keeper = Literal["authority", Role.OFFICER, Role.DEPUTY, Role.CHIEF, Role.DESK, Role.LEADER, Role.HEAD]
"""Who lets a wait pass: a post, or the commission as a whole."""
ListingLevel = Literal["county", "city", "province"]


class Order(StrEnum):
    """How the ledger is ordered."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DUE = "due"
    DUE_LAST = "due_last"
    RUNG = "rung"
    UNIT = "unit"
    NUMBER = "number"
    NUMBER_LAST = "number_last"


class Counted(Word):
    """Which hazards a statistic counts. 移交办结 is outside 整改率; 按期 is judged by the first date."""

    VALID = "valid", "有效隐患（不含不予登记、作废）"
    RATE_OF = "rate_of", "整改率分母：已登记（不含移交）"
    RATE = "rate", "整改率分子：已整改销号"
    ON_TIME_OF = "on_time_of", "按期整改率分母：已到原定期限（不含按时报请、待验收的）"
    ON_TIME = "on_time", "按期整改率分子：原定期限内报请并已销号"
    EXTENDED = "extended", "延期内报请并已销号"
    LATE = "late", "逾期率分子：已到原定期限，逾期未改完或逾期才改完"


class PlanPart(Word):
    """A part of a treatment plan (治理方案), named as `FilePlan` names it."""

    GOALS = "goals", "目标任务"
    METHODS = "methods", "方法措施"
    MONEY = "money", "经费物资"
    PEOPLE = "people", "机构人员"
    SCHEDULE = "schedule", "时限要求"
    SAFETY = "safety", "安全措施和应急预案"


IN_FIVE = [PlanPart.METHODS, PlanPart.PEOPLE, PlanPart.MONEY, PlanPart.SCHEDULE, PlanPart.SAFETY]
"""五到位: 措施、责任、资金、时限、预案."""


class HazardFilter(BaseModel):
    """What is looked for. `unit` is a code or name and means its whole subtree; days are Asia/Shanghai."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Annotated[list[State], Field(title="状态", max_length=len(State))] = []
    as_of: Day | None = Field(None, title="状态截至")
    """The end of the day on which it stood in one of these states; without a state: was reported by then."""
    open: bool | None = Field(None, title="在办")
    unit: Annotated[SoughtText, Field(max_length=120)] | None = Field(None, title="单位")
    level: Level | None = Field(None, title="级别")
    line: Line | None = Field(None, title="办理层级")
    suspected: bool | None = Field(None, title="疑似重大")
    category: Annotated[list[Category], Field(title="类别", max_length=len(Category))] = []
    subcategory: Subcategory | None = Field(None, title="小类")
    source: Annotated[list[Source], Field(title="发现方式", max_length=len(Source))] = []
    overdue: bool | None = Field(None, title="超期")
    rung: Annotated[list[Rung], Field(title="升级级别", max_length=6)] = []
    due_within: Annotated[int | None, Field(title="几天内到期", ge=0, le=365), WRITTEN_PLAINLY] = None
    interim: bool | None = Field(None, title="临时管控")
    listed: bool | None = Field(None, title="挂牌")
    listing: Annotated[list[Listing], Field(title="挂牌状态", max_length=len(Listing))] = []
    listing_level: list[ListingLevel] = Field([], title="挂牌级别", max_length=3)
    planned: bool | None = Field(None, title="治理方案已审查通过")
    plan_has: list[PlanPart] = Field([], title="治理方案已写明", max_length=len(PlanPart))
    """Every one of these parts."""
    in_five: bool | None = Field(None, title="治理方案“五到位”")
    sent_back: bool | None = Field(None, title="有过退回")
    lasting: bool | None = Field(None, title="有整改制度措施")
    funded: bool | None = Field(None, title="有整改资金")
    spent: bool | None = Field(None, title="有实际投入资金")
    paid: bool | None = Field(None, title="有落实资金（实际或计划）")
    use: Annotated[list[Use], Field(title="停用状态", max_length=len(Use))] = []
    to_sign: Literal["me", "anyone"] | None = Field(None, title="待签发")
    paper_state: PaperState | None = Field(None, title="文书状态")
    paper_kind: PaperKind | None = Field(None, title="文书种类")
    mine: bool | None = Field(None, title="由我办理")
    wait_late: bool | None = Field(None, title="超时未办")
    kept_by: Keeper | None = Field(None, title="超时未办岗位")
    closing: Annotated[list[ClosingKind], Field(title="销号", max_length=len(ClosingKind))] = []
    counted: Counted | None = Field(None, title="统计口径")
    q: Annotated[SoughtText, Field(max_length=100)] | None = Field(None, title="查找内容")
    found_from: Day | None = Field(None, title="发现日期起")
    found_to: Day | None = Field(None, title="发现日期止")
    reported_from: Day | None = Field(None, title="上报日期起")
    reported_to: Day | None = Field(None, title="上报日期止")
    first_due_from: Day | None = Field(None, title="原定期限起")
    first_due_to: Day | None = Field(None, title="原定期限止")
    due_from: Day | None = Field(None, title="现定期限起")
    due_to: Day | None = Field(None, title="现定期限止")
    waits_from: Day | None = Field(None, title="等待起自")
    waits_to: Day | None = Field(None, title="等待起至")
    closed_from: Day | None = Field(None, title="销号日期起")
    closed_to: Day | None = Field(None, title="销号日期止")
    in_hand_from: Day | None = Field(None, title="在办起算日期")
    in_hand_on: Day | None = Field(None, title="某日日终在办")
    been: State | None = Field(None, title="经过的状态")
    order: Order = Field(Order.NEWEST, title="排序")
    cursor: Annotated[str | None, Field(title="翻页标记", max_length=4000)] = None
    limit: Annotated[int, Field(title="每页条数", ge=1, le=MOST), WRITTEN_PLAINLY] = 50

    def query(self) -> str:
        """Everything that is not as by default, as the query of an address."""
        return (
            urlencode(self.model_dump(mode="json", exclude_defaults=True), doseq=True)
            .replace("True", "true")
            .replace("False", "false")
        )
