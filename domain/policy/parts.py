"""The smaller parts of a policy, and what every part is made of."""

from datetime import time
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator

from domain.calendar import Term
from domain.words import PaperKind


def _term(value: object) -> object:
    return Term.parse(value) if isinstance(value, str) else value


PolicyTerm = Annotated[Term, BeforeValidator(_term), PlainSerializer(Term.code, return_type=str)]
ByLine = tuple[PolicyTerm, PolicyTerm, PolicyTerm]
Days = Annotated[int, Field(ge=1, le=3650)]


class Part(BaseModel):
    """Nothing unknown is read, nothing is changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class OnSpot(Part):
    """立查立改."""

    not_again_within_days: Days


class LookBack(Part):
    """回头看: 一般 by sample within so many days after closing, 重大 on each of these days."""

    general_within_days: Days = 90
    major_days: list[Days] = [30, 60, 90]


class Suspension(Part):
    """停用: whether the commission may order it, how long asking and deciding may take, when a long one is asked about.

    Old hazards: the commission ordered nothing under them.
    """

    commission_orders: bool = False
    ask: PolicyTerm = Term(3, "working_days")
    review: ByLine = (Term(3, "working_days"), Term(3, "working_days"), Term(10, "days"))
    every_days: Days = 30


class SmallUnit(Part):
    """A unit with too few people."""

    verifier_may_close: bool


class EvidencePolicy(Part):
    """What is kept of a photo beside its picture: the moment, the place. Shown copies carry neither."""

    keep_time: bool
    keep_place: bool


class Quiet(Part):
    """No messages between these times of day (Asia/Shanghai), except urgent ones."""

    from_: str = Field(alias="from")
    to: str

    @model_validator(mode="after")
    def _times_of_day(self) -> "Quiet":
        for text in (self.from_, self.to):
            time.fromisoformat(text)
        return self


class Messages(Part):
    """How often a person may be written to: one message a window, so many a day, the last of them at `digest_at`."""

    window_minutes: Annotated[int, Field(ge=0, le=1440)]
    most_a_day: Annotated[int, Field(ge=1, le=100)]
    digest_at: str

    @model_validator(mode="after")
    def _time_of_day(self) -> "Messages":
        time.fromisoformat(self.digest_at)
        return self


class Papers(Part):
    """文书. `proof_for`: kinds whose signer names the password, or a code of the second factor, once more."""

    proof_for: tuple[PaperKind, ...] = ()
