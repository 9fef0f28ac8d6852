"""Papers by program: what one says, its PDF, and whether a paper in the hand was signed here."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.current import HazardNamed, Reading, TheStore
from api.problems import binary, refusals
from api.views.papers import CheckedView, SheetView, checked_view, sheet_view
from domain.errors import NotFound
from domain.fields import WRITTEN_PLAINLY
from domain.queries.papers import checked, pdf_of, sheet_of, word_of

router = APIRouter(tags=["papers"])
Seq = Annotated[int, Path(title="文书", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]
Code = Annotated[str, Path(title="核验码", min_length=1, max_length=40)]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AS_A_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, no-store"}


@router.get("/hazards/{hazard}/papers/{seq}", summary="文书正文")
def sheet(hazard: HazardNamed, seq: Seq, reader: Reading) -> SheetView:
    """What the paper says: as it was signed, or as a draft for those who draw it up and sign it."""
    return sheet_view(sheet_of(reader, reader.one(hazard), seq))


@router.get(
    "/hazards/{hazard}/papers/{seq}/pdf",
    summary="文书 PDF",
    response_class=Response,
    responses=binary("application/pdf"),
)
def pdf(hazard: HazardNamed, seq: Seq, reader: Reading) -> Response:
    """A4, as it was signed, byte for byte; a draft says that it is one."""
    found = sheet_of(reader, reader.one(hazard), seq)
    name = f'inline; filename="{found.case.hazard.ref}-{seq}.pdf"'
    return Response(
        pdf_of(reader, found),
        media_type="application/pdf",
        headers={**AS_A_FILE, "Content-Disposition": name},
    )


@router.get(
    "/hazards/{hazard}/papers/{seq}/word",
    summary="文书 Word",
    response_class=Response,
    responses=binary(WORD),
)
def word(hazard: HazardNamed, seq: Seq, reader: Reading) -> Response:
    """The same as a Word file (.docx), for an office that goes on working with it."""
    found = sheet_of(reader, reader.one(hazard), seq)
    name = f'attachment; filename="{found.case.hazard.ref}-{seq}.docx"'
    return Response(word_of(found), media_type=WORD, headers={**AS_A_FILE, "Content-Disposition": name})


@router.get("/papers/check/{code}", summary="文书核验", responses=refusals(404))
def check(code: Code, store: TheStore) -> CheckedView:
    """Whether a paper was signed here, for whoever holds it: kind, number, body, day and hash; no sign-in is asked."""
    with store.asking() as connection:
        found = checked(connection, code)
    if found is None:
        raise NotFound("没有这个核验码的文书。请核对纸面上的核验码；仍查不到的，请与发文单位核实。")
    return checked_view(found)
