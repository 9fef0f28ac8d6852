"""Papers by program: what one says, its PDF, and whether a paper in the hand was signed here."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import StreamingResponse

from api.current import At, HazardNamed, Reading, TheStore, Who
from api.files import PDF, WORD, pdf_file, word_file
from api.problems import binary, refusals, text
from api.views.papers import (
    COLUMNS,
    CheckedView,
    RegisterView,
    SheetView,
    checked_view,
    registered_view,
    sheet_view,
    texts_of_line,
)
from domain.errors import NotFound
from domain.fields import WRITTEN_PLAINLY
from domain.official.csv_lines import BEGINNING, begun, csv_line, harmless
from domain.queries import reading
from domain.queries.papers import checked, edition_of, pdf_of, receipt_of, sheet_of, word_of
from domain.queries.register import PaperFilter, counts, every_line, register

router = APIRouter(tags=["papers"])
Seq = Annotated[int, Path(title="文书", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]
Code = Annotated[str, Path(title="核验码", min_length=1, max_length=40)]


@router.get("/papers", summary="文书登记簿")
def listed(wanted: Annotated[PaperFilter, Query()], reader: Reading) -> RegisterView:
    """The papers of the hazards that I see, the latest first."""
    page = register(reader, wanted)
    found = {str(state): number for state, number in counts(reader, wanted).items()}
    return RegisterView(
        items=[registered_view(one) for one in page.items], counts=found, next_cursor=page.next_cursor
    )


@router.get(
    "/papers.csv", summary="文书登记簿导出", response_class=StreamingResponse, responses=text("text/csv")
)
def as_csv(wanted: Annotated[PaperFilter, Query()], store: TheStore, who: Who, at: At) -> StreamingResponse:
    """The same papers, all of them, as a table."""

    def lines() -> Iterator[str]:
        yield BEGINNING + csv_line(list(COLUMNS))
        with reading(store, who, at) as reader:
            for one in every_line(reader, wanted):
                yield csv_line([harmless(text) for text in texts_of_line(one)])

    headers = {"Content-Disposition": "attachment; filename=papers.csv"}
    return StreamingResponse(begun(lines()), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/hazards/{hazard}/papers/{seq}", summary="文书正文")
def sheet(hazard: HazardNamed, seq: Seq, reader: Reading) -> SheetView:
    """What the paper says: as it was signed, or as a draft for those who draw it up and sign it."""
    found = sheet_of(reader, reader.one(hazard), seq)
    return sheet_view(found, edition_of(reader, found))


@router.get(
    "/hazards/{hazard}/papers/{seq}/pdf",
    summary="文书 PDF",
    response_class=Response,
    responses=binary(PDF),
)
def pdf(hazard: HazardNamed, seq: Seq, reader: Reading) -> Response:
    """A4, as it was signed, byte for byte; a draft says that it is one."""
    found = sheet_of(reader, reader.one(hazard), seq)
    return pdf_file(pdf_of(reader, found), f"{found.case.hazard.ref}-{seq}.pdf")


@router.get(
    "/hazards/{hazard}/papers/{seq}/word",
    summary="文书 Word",
    response_class=Response,
    responses=binary(WORD),
)
def word(hazard: HazardNamed, seq: Seq, reader: Reading) -> Response:
    """The same as a Word file (.docx), with the template that its body had in force on the day of signing."""
    found = sheet_of(reader, reader.one(hazard), seq)
    return word_file(word_of(reader, found), f"{found.case.hazard.ref}-{seq}.docx")


@router.get(
    "/hazards/{hazard}/papers/{seq}/receipt",
    summary="送达回证",
    response_class=Response,
    responses=binary(PDF),
)
def receipt(hazard: HazardNamed, seq: Seq, reader: Reading) -> Response:
    """The receipt to be signed by whoever is served with the paper, filled in as far as the record goes."""
    found = sheet_of(reader, reader.one(hazard), seq)
    return pdf_file(receipt_of(found), f"{found.case.hazard.ref}-{seq}-receipt.pdf")


@router.get("/papers/check/{code}", summary="文书核验", responses=refusals(404))
def check(code: Code, store: TheStore) -> CheckedView:
    """Whether a paper was signed here, for whoever holds it: kind, number, body, day and hash; no sign-in is asked."""
    with store.asking() as connection:
        found = checked(connection, code)
    if found is None:
        raise NotFound("没有这个核验码的文书。请核对纸面上的核验码；仍查不到的，请与发文单位核实。")
    return checked_view(found)
