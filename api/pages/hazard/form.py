"""A form of a hazard as a sheet of A4, to be printed and signed by hand."""

from fastapi import Response

from api.pages.routers import pages_router
from api.pages.visitor import Page
from domain.errors import NotFound
from domain.hazard.forms.kinds import FormKind
from domain.queries.forms import printed_form

router = pages_router()


@router.get("/h/{hazard}/forms/{kind}")
def show(page: Page, hazard: str, kind: str) -> Response:
    """重大事故隐患报告单, 治理方案 or 现场检查记录, filled in as far as the ledger goes."""
    case = page.reader.one(hazard)
    found = next((each for each in FormKind if each == kind), None)
    if found is None:
        raise NotFound("没有这种表格。")
    form = printed_form(page.reader, case, found)
    return page.render("hazard/form.html", case=case, kind=found, printed=form)
