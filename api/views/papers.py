"""A paper as it is shown by program: what it says, its hash and its check code."""

from datetime import date

from pydantic import BaseModel

from api.views.hazard import word_view
from api.views.shapes import WordView
from domain.queries.papers import Checked, Sheet
from domain.words import PaperKind, PaperState


class FactView(BaseModel):
    """A row of the table below the text."""

    label: str
    value: str


class SheetView(BaseModel):
    """What a paper says. `hash`: SHA-256 of it; of a draft what `sign_measure` takes as `draft`.

    `is_kept` is false of a paper that was signed before texts were kept: then nothing of it is known.
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


class CheckedView(BaseModel):
    """A paper that was signed here: no more than what its holder may check."""

    kind: str
    number: str
    body: str
    signed_on: date | None
    hash: str


def sheet_view(sheet: Sheet) -> SheetView:
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
    )


def checked_view(found: Checked) -> CheckedView:
    """What a check answers."""
    return CheckedView(**vars(found))
