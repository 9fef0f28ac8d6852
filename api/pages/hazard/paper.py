"""The sheet of a paper: what is signed is read first; and a page on which anybody checks a paper in the hand."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response

from api.current import TheStore
from api.pages import frame
from api.pages.acting.offers import offers
from api.pages.forms import whole_number
from api.pages.routers import pages_router
from api.pages.visitor import Page, Visit
from domain.cases.case import Case
from domain.errors import NotFound
from domain.hazard.paper_table import MEASURE
from domain.hazard.papers import ACTS_ON_A_PAPER
from domain.queries.papers import checked, edition_of, has_a_receipt, sheet_of
from domain.tables import Paper

router = pages_router()


@router.get("/h/{hazard}/papers/{seq}")
def show(page: Page, hazard: str, seq: str) -> Response:
    """A paper as a sheet of A4, with what may be done with it."""
    case = page.reader.one(hazard)
    number = whole_number(seq)
    if number is None:
        raise NotFound("没有这份文书。")
    sheet = sheet_of(page.reader, case, number)
    return page.render(
        "hazard/paper.html",
        case=case,
        sheet=sheet,
        made_with=edition_of(page.reader, sheet),
        receipt=has_a_receipt(sheet.paper),
        buttons=list(_buttons(page, case, sheet.paper)),
    )


@router.get("/check")
def check(
    request: Request, store: TheStore, code: Annotated[str, Query(title="核验码", max_length=60)] = ""
) -> Response:
    """文书核验: kind, number, body, day and hash of a paper by the code printed on it, and nothing else."""
    with store.asking() as connection:
        found = checked(connection, code) if code.strip() else None
    status = 404 if code.strip() and found is None else 200
    return frame.render(request, "hazard/check.html", status, code=code.strip(), found=found)


def _buttons(page: Visit, case: Case, paper: Paper) -> list[tuple[str, str]]:
    """(address, label) of what this person may do with this paper now."""
    ref = case.hazard.ref
    return [
        (f"/h/{ref}/{offer.name}?paper={paper.seq}", offer.label)
        for offer in offers(case, page.who)
        if offer.refusal is None
        and offer.recipe.action in ACTS_ON_A_PAPER
        and MEASURE.why_not(replace(case, paper=paper), offer.recipe.action, page.who) is None
    ]
