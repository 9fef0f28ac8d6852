"""单位档案 (一院一档): what the unit is, who answers for what, how its hazards stand, what comes next."""

from fastapi import Response

from api.organising import looker_of
from api.pages.desk.boards import href
from api.pages.routers import pages_router
from api.pages.visitor import Page
from api.views.profile import hazards_of, known_unit, profile_view
from domain.hazard.labels import date_stands
from domain.titles import titles
from domain.unit_facts import Facts

router = pages_router()


@router.get("/units/{code}")
def one(code: str, page: Page) -> Response:
    """The profile of one unit."""
    look = looker_of(page.reader)
    unit = known_unit(look, page.reader, code)
    found = hazards_of(page.reader, unit)
    profile = profile_view(look, page.reader, unit, found)
    dates = [date_stands(case.hazard, case.at) for case, _ in found.next] if found else []
    return page.render(
        "organisation/profile.html",
        profile=profile,
        found=found,
        dates=dates,
        href=href,
        fact_titles=titles(Facts),
    )
