"""Forms (表格) of a hazard by program: which there are, what each says, its PDF and its Word file."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from api.current import HazardNamed, Reading
from api.files import PDF, WORD, pdf_file, word_file
from api.problems import binary
from api.views.forms import FormsView, FormView, form_view
from api.views.parts import word_view
from domain.hazard.forms.kinds import FormKind
from domain.papers.form import form_pdf
from domain.queries.forms import form_word, forms_offered, printed_form

router = APIRouter(prefix="/hazards/{hazard}/forms", tags=["papers"])
Kind = Annotated[FormKind, Path(title="表格")]


@router.get("", summary="可打印的表格")
def listed(hazard: HazardNamed, reader: Reading) -> FormsView:
    """重大事故隐患报告单, 治理方案 and 现场检查记录, as far as this hazard has them and I may print them."""
    return FormsView(items=[word_view(kind) for kind in forms_offered(reader, reader.one(hazard))])


@router.get("/{kind}", summary="表格内容")
def one(hazard: HazardNamed, kind: Kind, reader: Reading) -> FormView:
    """A form, filled in as far as the ledger goes."""
    return form_view(word_view(kind), printed_form(reader, reader.one(hazard), kind))


@router.get("/{kind}/pdf", summary="表格 PDF", response_class=Response, responses=binary(PDF))
def pdf(hazard: HazardNamed, kind: Kind, reader: Reading) -> Response:
    """The form on A4."""
    case = reader.one(hazard)
    return pdf_file(form_pdf(printed_form(reader, case, kind)), f"{case.hazard.ref}-{kind}.pdf")


@router.get("/{kind}/word", summary="表格 Word", response_class=Response, responses=binary(WORD))
def word(hazard: HazardNamed, kind: Kind, reader: Reading) -> Response:
    """The form as a Word file."""
    case = reader.one(hazard)
    return word_file(form_word(printed_form(reader, case, kind)), f"{case.hazard.ref}-{kind}.docx")
