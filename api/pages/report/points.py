"""点位: a unit's places with printed codes; added, renamed, retired, and laid out on A4 sheets to cut."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

import segno
from fastapi import Path, Request, Response
from markupsafe import Markup

from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, Visit
from api.views.use import stopped_views
from domain.outside import is_loopback
from domain.points.who_may import kept_by
from domain.points.writing import NewPoints, RenamedPoint, add_points, rename_point, set_active
from domain.queries import PointCard, point, points
from domain.queries.points import out_of_use_at_points
from domain.words import Category

router = pages_router()
Code = Annotated[str, Path(title="点位代码", max_length=12)]


@dataclass(frozen=True)
class Label:
    """One piece of the sheet: a point and the picture of its code."""

    point: PointCard
    code: Markup


@router.get("/points")
def listed(page: Page, unit: str = "") -> Response:
    """The points this person may list; whoever keeps them finds the forms here."""
    return _listed(page, Form(NewPoints).start_with(unit=unit or None))


@router.post("/points")
def add(page: Sent) -> Response:
    """Add points, a place a line."""
    lines = "\n".join(page.typed.get("places", ())).splitlines()
    page.typed["places"] = [line.strip() for line in lines if line.strip()]

    def save(said: NewPoints) -> Response:
        made = add_points(page.store, said, by=page.who, at=page.at)
        return page.go("/points", said=f"已添加 {len(made)} 个点位，可以打印二维码了。")

    return page.submit(NewPoints, save, lambda form, status: _listed(page, form, status))


@router.get("/points/sheet")
def sheet(page: Page, unit: str = "") -> Response:
    """A4 sheets of codes, to print and cut."""
    top = public_address(page.request)
    found = [p for p in points(page.reader, unit or None) if p.active]
    labels = [Label(p, picture_of(f"{top}/r/{p.code}")) for p in found]
    return page.render("report/sheet.html", labels=labels, address=top, is_near=is_near(top))


@router.get("/points/{code}")
def one(code: Code, page: Page) -> Response:
    """A point, to be renamed."""
    return _one(page, point(page.reader, code))


@router.post("/points/{code}/rename")
def rename(code: Code, page: Sent) -> Response:
    """Call it otherwise; the printed code stays good."""

    def save(said: RenamedPoint) -> Response:
        rename_point(page.store, code, said, by=page.who, at=page.at)
        return page.go("/points", said=f"已改为“{said.place}”，原来的二维码照用。")

    found = point(page.reader, code)
    return page.submit(RenamedPoint, save, lambda form, status: _one(page, found, form, status))


@router.post("/points/{code}/retire")
def retire(code: Code, page: Sent) -> Response:
    """Out of use; its code then opens a report without a place."""
    set_active(page.store, code, active=False, by=page.who, at=page.at)
    return page.go("/points", said="已撤下，二维码可以取下了。")


@router.post("/points/{code}/restore")
def restore(code: Code, page: Sent) -> Response:
    """Into use again."""
    set_active(page.store, code, active=True, by=page.who, at=page.at)
    return page.go("/points", said="点位已恢复。")


def public_address(request: Request) -> str:
    """The address that phones use: the one set for messages, else the one at which this page was opened."""
    told: str = request.app.state.outside.public_url.rstrip("/")
    return told if told and not is_near(told) else str(request.base_url).rstrip("/")


def is_near(address: str) -> bool:
    """Whether an address means this machine alone, so that no phone reaches it."""
    return is_loopback(urlsplit(address).hostname or "")


def picture_of(text: str) -> Markup:
    """A QR code as SVG; a quarter of it may be dirty."""
    drawn = segno.make(text, error="q", micro=False)
    return Markup(drawn.svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None))  # noqa: S704 - an SVG of squares; the text never stands in it


def _listed(page: Visit, form: Form[NewPoints], status: int = 200) -> Response:
    directory = page.reader.directory
    kept = kept_by(directory, page.who, page.at)
    units = (unit for unit in directory.units.values() if unit.active)
    inside = [unit for unit in units if directory.institution_of(unit.id).id in kept]
    inside.sort(key=lambda unit: unit.code)
    found = points(page.reader)
    return page.render(
        "report/points.html",
        status,
        form=form,
        groups=_by_institution(found),
        stopped={code: stopped_views(at) for code, at in out_of_use_at_points(page.reader, found).items()},
        kept=kept,
        units=[(unit.code, unit.name) for unit in inside],
        categories=[(str(kind), kind.label) for kind in Category],
    )


def _by_institution(found: list[PointCard]) -> list[tuple[str, str, list[PointCard]]]:
    """(code, name, points) of each institution."""
    groups: dict[str, list[PointCard]] = {}
    for card in found:
        groups.setdefault(card.institution.code, []).append(card)
    return [(code, cards[0].institution.name, cards) for code, cards in groups.items()]


def _one(page: Visit, card: PointCard, form: Form[RenamedPoint] | None = None, status: int = 200) -> Response:
    shown = form or Form(RenamedPoint).start_with(place=card.place, category=card.category)
    kept = card.institution.id in kept_by(page.reader.directory, page.who, page.at)
    kinds = [(str(kind), kind.label) for kind in Category]
    stopped = stopped_views(out_of_use_at_points(page.reader, [card])[card.code])
    return page.render(
        "report/point.html",
        status,
        form=shown,
        point=card,
        may_keep=kept,
        categories=kinds,
        stopped=stopped,
    )
