"""送达回证: the form that whoever receives a paper signs, filled in as far as the record goes."""

import typst
from pydantic import BaseModel, ConfigDict

from domain.papers.pdf import FONTS, LAYOUTS


class Receipt(BaseModel):
    """The issuing body and the rows of the form; an empty value is left to be written by hand."""

    model_config = ConfigDict(frozen=True)

    body: str
    rows: tuple[tuple[str, str], ...]


def receipt_pdf(receipt: Receipt) -> bytes:
    """The form on A4."""
    made: bytes = typst.compile(
        LAYOUTS / "receipt.typ",
        root=LAYOUTS,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": receipt.model_dump_json()},
        timestamp=0,
    )
    return made
