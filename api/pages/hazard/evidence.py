"""One piece of evidence in full: a photo, or every page of a paper; the file as it came for whoever may have it."""

from fastapi import Response

from api.ids import Digest
from api.pages.routers import pages_router
from api.pages.visitor import Page
from api.views.evidence import pages_shown
from domain.darkroom.kinds import PDF
from domain.queries import evidence_shown

router = pages_router()


@router.get("/evidence/{digest}")
def show(digest: Digest, page: Page) -> Response:
    """The pictures one below the other."""
    found = evidence_shown(page.reader, digest)
    pages = pages_shown(page.store, digest)
    values = {"digest": digest, "pages": pages, "is_paper": found.kind == PDF, "original": found.original}
    return page.render("hazard/evidence.html", taken_at=found.taken_at, **values)
