"""A paper as a Word file that Word and WPS open: the shipped template filled with what the paper says."""

import io
from pathlib import Path

from docxtpl import DocxTemplate

from domain.papers.content import Content, check_code, said_on_paper

TEMPLATES = Path(__file__).parent
A_DRAFT = "本件为草稿，未签发，不具效力。"


def as_word(content: Content) -> bytes:
    """The .docx of a paper; what people typed is text in it and never a place to be filled."""
    template = DocxTemplate(TEMPLATES / f"letter_{content.edition}.docx")
    signed = content.signed_on
    shown = content.model_dump(mode="json") | {
        "day": said_on_paper(signed) if signed else "",
        "foot": f"核验码 {check_code(content.hash())}，可在签发单位的隐患治理系统“文书核验”页（/check）核对。"
        if signed
        else A_DRAFT,
    }
    template.render(shown, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()
