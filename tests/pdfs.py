"""What a PDF says and shows, read back."""

import pypdfium2


def words_of(pdf: bytes) -> str:
    """What a PDF says, page after page, without blanks."""
    return "".join(
        "".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)
    )


def pictures_in(pdf: bytes) -> int:
    pages = pypdfium2.PdfDocument(pdf)
    return sum(1 for page in pages for _ in page.get_objects((pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,)))
