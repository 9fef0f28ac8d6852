"""The pydantic model that checks a policy file: every value named, every term readable, nothing unknown."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from domain.calendar import Term
from domain.policy.parts import (
    ByLine,
    Days,
    EvidencePolicy,
    LookBack,
    Messages,
    OnSpot,
    Papers,
    Part,
    PolicyTerm,
    Quiet,
    SmallUnit,
    Suspension,
)
from domain.words import Category, Line, PaperKind, Role

Kind = Literal["immediate", "simple", "parts", "budget", "project"]


_LINES = {Line.UNIT: 0, Line.AUTHORITY: 1, Line.MAJOR: 2}


class Rectify(Part):
    """整改 days by kind of work."""

    immediate: PolicyTerm
    simple: PolicyTerm
    parts: PolicyTerm
    budget: PolicyTerm
    project: PolicyTerm
    longest_days: Days
    major_cap_days: Days
    absolute_cap_days: Days
    by_category: dict[str, Kind]

    @model_validator(mode="after")
    def _categories_exist(self) -> "Rectify":
        unknown = set(self.by_category) - {str(c) for c in Category} - {"other"}
        if unknown or "other" not in self.by_category:
            msg = f"rectify.by_category: 类别代码 {sorted(unknown)} 不存在，或缺少 other"
            raise ValueError(msg)
        return self

    def kind_for(self, category: str) -> Kind:
        """The kind of work a category starts from."""
        return self.by_category.get(category, self.by_category["other"])

    def term(self, kind: Kind) -> Term:
        """The term of a kind of work."""
        term: Term = getattr(self, kind)
        return term


class AssignRule(Part):
    """自动派单: the post meant when a 单位级 assignment names nobody."""

    default_post: Role
    post_by_category: dict[Category, Role]

    def post_for(self, category: str) -> Role:
        """The post for a category."""
        return self.post_by_category.get(Category(category), self.default_post)


class Waits(Part):
    """How long each step may wait, by line where it differs, and how a missed one climbs (working days)."""

    register_: ByLine = Field(alias="register")
    assign: ByLine
    accept: ByLine
    accept_immediate: PolicyTerm
    verify: ByLine
    verify_on_spot: PolicyTerm
    close: ByLine
    grade: PolicyTerm
    plan: ByLine
    plan_review: ByLine
    sign: ByLine
    sign_heavy: PolicyTerm
    list_: PolicyTerm = Field(alias="list")
    lift: PolicyTerm
    publish: PolicyTerm = Term(5, "working_days")
    serve: PolicyTerm
    record: PolicyTerm = Term(3, "working_days")
    answer: ByLine
    transfer_receipt: PolicyTerm
    transfer_answer: PolicyTerm
    transfer_again_every: PolicyTerm
    steps_after: tuple[Days, Days]
    repeat_every: Days


class Progress(Part):
    """The rhythm of long work."""

    over_days: Days
    every_days: tuple[Days, Days, Days]


class Ladder(Part):
    """Calendar days after (before) the rectification date at which each rung is reached."""

    at: str
    immediate_at: str
    remind_before: list[int]
    remind_before_short: list[int]
    short_days: Days
    ask_extension_before_working_days: Days
    urge: Days
    supervise: Days
    climb: Days
    list_major: Days
    list_general: Days
    listed_told: Days
    listed_handover: Days
    repeat_every: Days
    delays_to_list: Days
    rung_three_paper: PaperKind
    interim_evening: str
    interim_morning: str

    @model_validator(mode="after")
    def _rungs_in_order(self) -> "Ladder":
        if not self.urge < self.supervise < self.climb < self.list_general:
            msg = "ladder: 催办、督办、提级、提请认定的天数必须依次递增"
            raise ValueError(msg)
        for text in (self.at, self.immediate_at, self.interim_evening, self.interim_morning):
            time.fromisoformat(text)
        return self


class Extension(Part):
    """延期: how often, how early to ask, how fast to decide; pairs are for shorter and longer terms."""

    times: Annotated[int, Field(ge=0, le=9)]
    short_days: Days
    ask_before: tuple[PolicyTerm, PolicyTerm]
    decide_in: tuple[PolicyTerm, PolicyTerm]
    major_long_days: Days
    major_ask_before: tuple[PolicyTerm, PolicyTerm]
    major_decide_in: tuple[PolicyTerm, PolicyTerm]


class Again(Part):
    """再整改期限 after a return, calendar days."""

    days: Days
    major_days: Days


class Policy(Part):
    """One policy in force. `version` names it on each hazard that froze it."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")]
    title: Annotated[str, Field(min_length=1, max_length=40)]
    edition: str
    listing_mode: Literal["on_identification", "on_overdue", "by_decision"]
    rectify: Rectify
    assign: AssignRule
    waits: Waits
    progress: Progress
    ladder: Ladder
    extension: Extension
    again: Again
    on_spot: OnSpot
    look_back: LookBack = LookBack()
    suspension: Suspension = Suspension()
    small_unit: SmallUnit
    evidence: EvidencePolicy
    quiet: Quiet
    messages: Messages
    papers: Papers = Papers()
    version: str = ""

    def body(self) -> dict[str, Any]:
        """The policy as JSON, to be kept with the hazards that froze it."""
        return self.model_dump(mode="json", by_alias=True, exclude={"version"})


def for_line(terms: ByLine, line: str) -> Term:
    """The term of this line."""
    return terms[_LINES[Line(line)]]


def days_for_line(days: tuple[int, int, int], line: str) -> int:
    """The days of this line."""
    return days[_LINES[Line(line)]]
