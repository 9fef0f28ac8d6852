"""A paper as it is shown by program: what it says, its hash and its check code."""

from datetime import date, datetime

from pydantic import BaseModel

from api.views.parts import word_view
from api.views.shapes import WordView
from domain.calendar import day_of
from domain.queries.papers import Checked, Sheet
from domain.queries.register import Registered
from domain.words import PaperKind, PaperState


class FactView(BaseModel):
    """A row of the table below the text."""

    label: str
    value: str


class SheetView(BaseModel):
    """What a paper says. `hash`: SHA-256 of it; of a draft what `sign_measure` takes as `draft`.

    `is_kept` is false of a paper that was signed before texts were kept: then nothing of it is known. `template`: which
    edition of its body's Word template its Word file is made with; null: the shipped one.
    """

    seq: int
    kind: WordView
    state: WordView
    is_draft: bool
    is_kept: bool
    hash: str
    code: str
    title: str
    body: str
    number: str
    to: str
    paragraphs: list[str]
    facts: list[FactView]
    closing: str
    signer: str
    signed_on: date | None
    cc: list[str]
    contact: str
    template: int | None


class CheckedView(BaseModel):
    """A paper that was signed here: no more than what its holder may check."""

    kind: str
    number: str
    body: str
    signed_on: date | None
    hash: str


class RegisteredView(BaseModel):
    """A line of 文书登记簿; times are legal time (UTC)."""

    ref: str
    hazard: str
    seq: int
    kind: WordView
    state: WordView
    number: str
    place: str
    unit: str
    proposed_at: datetime
    signer: str
    signed_at: datetime | None
    served: str
    answer: str
    waits_for: list[str]
    opens: bool


class RegisterView(BaseModel):
    """A page of it, and how many papers that match stand in each state."""

    items: list[RegisteredView]
    counts: dict[str, int]
    next_cursor: str | None


def registered_view(one: Registered) -> RegisteredView:
    """A line as it is shown."""
    words = {"kind": word_view(one.kind), "state": word_view(one.state), "waits_for": list(one.waits_for)}
    return RegisteredView(**(vars(one) | words))


COLUMNS = (
    "文种",
    "文号",
    "状态",
    "隐患编号",
    "单位",
    "部位",
    "拟发日期",
    "签发人",
    "签发日期",
    "送达",
    "反馈",
    "现办理人",
)


def texts_of_line(one: Registered) -> list[str]:
    """A line as the cells of a table, under `COLUMNS`."""
    proposed = day_of(one.proposed_at).isoformat()
    signed = day_of(one.signed_at).isoformat() if one.signed_at else ""
    return [
        one.kind.label, one.number, one.state.label, one.hazard, one.unit, one.place, proposed,
        one.signer, signed, one.served, one.answer, "、".join(one.waits_for),
    ]  # fmt: skip


def sheet_view(sheet: Sheet, template: int | None) -> SheetView:
    """The paper as whoever may read it sees it."""
    said, paper = sheet.content, sheet.paper
    return SheetView(
        seq=paper.seq,
        kind=word_view(PaperKind(paper.kind)),
        state=word_view(PaperState(paper.state)),
        is_draft=sheet.is_draft,
        is_kept=said is not None,
        hash=sheet.hash,
        code=sheet.code,
        title=said.title if said else "",
        body=said.body if said else "",
        number=paper.number or "",
        to=said.to if said else "",
        paragraphs=list(said.paragraphs) if said else [],
        facts=[FactView(label=label, value=value) for label, value in (said.facts if said else ())],
        closing=said.closing if said else "",
        signer=said.signer if said else "",
        signed_on=said.signed_on if said else None,
        cc=list(said.cc) if said else [],
        contact=said.contact if said else "",
        template=template,
    )


def checked_view(found: Checked) -> CheckedView:
    """What a check answers."""
    return CheckedView(**vars(found))
