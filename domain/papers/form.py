"""A form to be printed, filled in as far as the ledger goes; what is left empty is written and signed by hand."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.papers.pdf import LAYOUTS, laid_out
from domain.papers.placeholders import SHIPPED


class FormRow(BaseModel):
    """A row: its label, what is known, and how many lines are left for a hand where nothing or too little is."""

    model_config = ConfigDict(frozen=True)

    label: str
    value: str = ""
    lines: int = 0


class PrintedForm(BaseModel):
    """A form: whose it is, what it is called, its rows, who signs, and what the signers must know."""

    model_config = ConfigDict(frozen=True)

    body: str
    title: str
    number: str
    rows: tuple[FormRow, ...]
    signatures: tuple[str, ...]
    note: str = ""


WORDS = {
    "发文机关": {"form": "text", "required": True},
    "标题": {"form": "text", "required": True},
    "编号": {"form": "text", "required": True},
    "各栏": {"form": "pairs", "required": True},
    "签字": {"form": "lines", "required": True},
    "说明": {"form": "text", "required": False},
}
"""The placeholders of the Word file of a form, as `domain.darkroom.fill` takes them."""


def form_pdf(form: PrintedForm) -> bytes:
    """The form on A4."""
    return laid_out(LAYOUTS / "form.typ", form.model_dump_json())


def form_template() -> bytes:
    """Its Word file before it is filled."""
    return (SHIPPED / "form.docx").read_bytes()


def shown_of(form: PrintedForm) -> dict[str, Any]:
    """What stands for each placeholder; an empty row is as high as its lines."""
    return {
        "发文机关": form.body,
        "标题": form.title,
        "编号": form.number,
        "各栏": [{"名称": row.label, "内容": row.value + "\n" * row.lines} for row in form.rows],
        "签字": list(form.signatures),
        "说明": form.note,
    }
