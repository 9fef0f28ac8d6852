"""送达回证: the form that whoever receives a paper signs, filled in as far as the record goes."""

from pydantic import BaseModel, ConfigDict

from domain.papers.pdf import LAYOUTS, laid_out


class Receipt(BaseModel):
    """The issuing body and the rows of the form; an empty value is left to be written by hand."""

    model_config = ConfigDict(frozen=True)

    body: str
    rows: tuple[tuple[str, str], ...]


def receipt_pdf(receipt: Receipt) -> bytes:
    """The form on A4."""
    return laid_out(LAYOUTS / "receipt.typ", receipt.model_dump_json())
