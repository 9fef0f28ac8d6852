"""Forms as they are shown by program."""

from pydantic import BaseModel

from api.views.shapes import WordView
from domain.papers.form import FormRow, PrintedForm


class FormsView(BaseModel):
    """The forms of a hazard that I may print."""

    items: list[WordView]


class FormView(BaseModel):
    """A form, filled in; an empty row, and `lines` in any, are left for a hand."""

    kind: WordView
    body: str
    title: str
    number: str
    rows: list[FormRow]
    signatures: list[str]
    note: str


def form_view(kind: WordView, form: PrintedForm) -> FormView:
    """The form as it is shown."""
    return FormView(kind=kind, **form.model_dump())
