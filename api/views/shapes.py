"""The shapes of answers about a hazard: what `/openapi.json` promises. Times are UTC; days are Asia/Shanghai."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, PlainSerializer

from domain.root_causes import RootCause
from domain.use import Use

Money = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""万元."""


class PersonView(BaseModel):
    """A person, by key and name."""

    key: str
    name: str


class UnitView(BaseModel):
    """A unit, by code and name."""

    code: str
    name: str


class WordView(BaseModel):
    """A stored word and its Chinese label."""

    code: str
    label: str


class HolderView(BaseModel):
    """Who must act now: the post with its people."""

    label: str
    people: list[PersonView]


class MomentView(BaseModel):
    """What the system does next if nobody acts; `at` is legal time, `when` says it in words."""

    at: datetime
    when: str
    what: str
    why: str
    kind: str
    told: list[PersonView]


class PublicationView(BaseModel):
    """公示 of a listing or of its lifting: on which day, where."""

    of: str
    on: date
    where: str
    photos: list[str] = []


class ListingView(BaseModel):
    """挂牌督办: the one in force, or a record of one; in a record the names are those of its day."""

    number: str | None = None
    level: str | None = None
    until: date | None = None
    leader: PersonView | None = None
    because: str | None = None
    declined_because: str | None = None
    lifting_number: str | None = None
    listed_at: datetime | None = None
    listed_by: str | None = None
    lifted_at: datetime | None = None
    published: list[PublicationView] = []


class DecisionView(BaseModel):
    """What was decided on a request to resume: consent, perhaps with conditions, or a refusal with its reason."""

    by: PersonView | None
    at: datetime
    granted: bool
    said: str
    conditions: str | None = None
    photos: list[str]


class ResumeRequestView(BaseModel):
    """申请恢复使用: what was done, so that it is safe again; `decided` is null while it waits."""

    by: PersonView | None
    at: datetime
    done: str
    photos: list[str]
    decided: DecisionView | None


class SuspensionView(BaseModel):
    """One time out of use (停用), with the names of its day; `resumed_at` is null while it lasts."""

    scope: WordView
    what: str
    since: datetime
    moved_out: str
    for_good: bool
    ordered_by: PersonView | None
    ordered_as: str
    body: str | None
    suspended_at: datetime
    number: str | None
    photos: list[str]
    requests: list[ResumeRequestView]
    resumed_by: PersonView | None
    resumed_at: datetime | None


class OutOfUseView(BaseModel):
    """A place that may not be used, as it stands at its door; `hazard` is its ref for whoever may see that."""

    use: Use
    use_label: str
    scope: WordView
    unit: UnitView
    place: str
    what: str
    since: datetime
    body: str
    number: str | None
    hazard: str | None


class MeetingView(BaseModel):
    """约谈: when, where and with whom it was called; of an older one the day it was held and who came."""

    at: datetime | None = None
    place: str | None = None
    people: str | None = None
    held_on: date | None = None
    attended: str | None = None


class ExtensionView(BaseModel):
    """A pending request for more time."""

    until: date
    reason: str
    by: PersonView | None


class CauseView(BaseModel):
    """产生原因 and 整改制度措施, as they were given when the work was submitted."""

    cause: WordView | None
    note: str | None
    lasting_measure: str | None

    @classmethod
    def of(cls, said: dict[str, str]) -> "CauseView":
        """What the hazard keeps of it."""
        word = RootCause(said["cause"]) if "cause" in said else None
        cause = WordView(code=str(word), label=word.label) if word else None
        return cls(cause=cause, note=said.get("note"), lasting_measure=said.get("measure"))


class PaperView(BaseModel):
    """A paper of supervision; `seq` names it within its hazard. Signer, unit and body bear the names of its day."""

    seq: int
    kind: WordView
    state: WordView
    because: str
    rung: int
    number: str | None
    holder: list[PersonView]
    signer: PersonView | None
    signed_at: datetime | None
    served: str | None
    served_on: date | None
    served_way: WordView | None
    acknowledged_by: str | None
    """The name of that day; of a delegate: 张某（李某代）."""
    acknowledged_at: datetime | None
    unit: str | None
    body: str | None
    meeting: MeetingView | None
    answer: str | None
    declined_because: str | None
    look_again: date | None
