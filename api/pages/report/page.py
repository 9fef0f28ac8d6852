"""随手拍: a report in one screen. A plain form; with scripts, a queue on the phone that outlives a lost signal."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Path, Query, Response
from fastapi.responses import RedirectResponse

from api.errors import status_of
from api.pages.forms import Form
from api.pages.report.choices import Choices, choices, scanned_point
from api.pages.routers import pages_router
from api.pages.uploads import keep_files
from api.pages.visitor import SEE_OTHER, Page, Sent, SentVisit, Visit
from api.views.hazard import hazard_view
from api.views.shapes import OutOfUseView
from api.views.use import stopped_views
from domain.cases.perform import perform
from domain.commands import Report
from domain.errors import Refusal, WrongInput
from domain.queries import Described, Likely, PointCard, Reader, likely
from domain.queries.out_of_use import out_of_use
from domain.queries.points import out_of_use_at_points
from domain.use import Scope

router = pages_router()
Code = Annotated[str, Path(title="点位代码", max_length=12)]
GONE = "这个点位已撤下或不存在，请直接填写部位。"


@router.get("/r/{code}")
def scanned(code: Code) -> Response:
    """What a printed code opens: the report at that place, after signing in."""
    return RedirectResponse(f"/report?{urlencode({'point': code})}", SEE_OTHER)


@router.get("/report")
def ask(
    page: Page, point: Annotated[str, Query(title="点位代码", max_length=64)] = "", unit: str = ""
) -> Response:
    """The form, filled in as far as a scanned code or one's own unit tells."""
    at = scanned_point(page.reader, point)
    form = Form(Report).start_with(unit=unit or None)
    if at:
        form.start_with(unit=at.unit.code, place=at.place, category=at.category)
    if at and at.institution.id != at.unit.id and page.reader.is_of_the_authority:
        form.typed |= {"unit": [at.institution.code], "department": [at.unit.code]}
    lost = GONE if point and not at else ""
    return _shown(page, form, choices(page.reader, unit, at), [], lost=lost, at=at)


@router.get("/report/of-unit")
def of_unit(page: Page, unit: str = "") -> Response:
    """The part of the form that depends on the unit: its departments and people."""
    return page.render("report/of_unit.html", form=Form(Report), offered=choices(page.reader, unit))


@router.post("/report")
def send(page: Sent) -> Response:
    """Keep the photos, show what is likely the same once, report."""
    if "fixed" not in page.typed:
        for name in [name for name in page.typed if name.startswith("fixed.")]:
            del page.typed[name]
    form = Form(Report, page.typed)
    kept = keep_files(page, form)
    said, status = form.read(), 422
    alike = _likely(page)
    if said is not None and kept:
        if not alike or "seen" in page.typed:
            try:
                done = perform(page.store, None, said, by=page.who, at=page.at, key=page.key)
                return page.go(f"/report/done/{done.ref}")
            except Refusal as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
        else:
            status = 200
    return _shown(page, form, choices(page.reader, form.value("unit")), alike, status=status)


@router.get("/report/done/{ref}")
def done(ref: str, page: Page) -> Response:
    """It was reported: what happens next, and when."""
    return page.render("report/done.html", hazard=hazard_view(page.reader.one(ref), page.reader))


def _shown(
    page: Visit,
    form: Form[Report],
    offered: Choices,
    alike: list[Likely],
    *,
    status: int = 200,
    lost: str = "",
    at: PointCard | None = None,
) -> Response:
    values: dict[str, Any] = {"form": form, "offered": offered, "alike": alike, "main_of": "", "lost": lost}
    return page.render("report/form.html", status, **values, stopped=_stopped(page.reader, offered, at))


def _stopped(reader: Reader, offered: Choices, at: PointCard | None) -> list[OutOfUseView]:
    """What may not be used where the code hangs; without one, whether the whole unit is out of use."""
    if at is not None:
        return stopped_views(out_of_use_at_points(reader, [at])[at.code])
    found = out_of_use(reader, [offered.unit.id]) if offered.unit else []
    return stopped_views(one for one in found if one.scope is Scope.WHOLE)


def _likely(page: SentVisit) -> list[Likely]:
    """What may be the same, as soon as the form says where; what is wrong with it the report itself will say."""
    described = Form(Described, page.typed).read()
    try:
        return likely(page.reader, described) if described else []
    except WrongInput:
        return []
