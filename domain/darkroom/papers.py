"""A PDF as pictures of its pages: what it would run, load or tell of its author stays in the original."""

import re
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2.raw import FPDF_ERR_PASSWORD

from domain.darkroom.kinds import HEAD, PDF
from domain.darkroom.limits import MOST_PAGES, SIDES, RefusedError, longest_of
from domain.darkroom.pictures import write_copies

ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|XFA|GoToE)(?![A-Za-z0-9])"
)
HEXADECIMAL = re.compile(rb"#([0-9A-Fa-f]{2})")
POINTS_PER_INCH, DOTS_PER_INCH = 72, 200
TORN = "PDF 不完整或已损坏，打不开，请重新导出后上传"


def develop_paper(path: Path, data: bytes, folder: Path) -> dict[str, Any]:
    """Write a picture of each page into the folder. Raises RefusedError."""
    if b"%%EOF" not in data[-HEAD:]:
        raise RefusedError("PDF 不完整，请重新导出后上传")
    if ACTIVE.search(HEXADECIMAL.sub(lambda found: bytes.fromhex(found[1].decode()), data)):
        raise RefusedError("PDF 含有脚本、表单提交或附件，请打印成 PDF 后再上传")
    try:
        paper = pypdfium2.PdfDocument(path)
        many = len(paper)
    except pypdfium2.PdfiumError as error:
        raise RefusedError(_why_not(error)) from None
    if many > MOST_PAGES:
        raise RefusedError(f"PDF 有 {many} 页，最多 {MOST_PAGES} 页，请只上传需要的几页")
    if not many:
        raise RefusedError(TORN)
    for n in range(many):
        sides = SIDES if n == 0 else {"large": SIDES["large"]}
        write_copies(_page(paper, n), folder, n + 1, sides)
    return {"kind": PDF, "width": None, "height": None, "pages": many}


def _page(paper: pypdfium2.PdfDocument, n: int) -> Image.Image:
    """At the resolution of a good copy, however large the page says it is."""
    try:
        page = paper[n]
        scale = min(DOTS_PER_INCH / POINTS_PER_INCH, longest_of(*page.get_size()) / max(*page.get_size(), 1))
        image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        raise RefusedError(f"PDF 的第 {n + 1} 页打不开，请重新导出后上传") from None
    return image


def _why_not(error: pypdfium2.PdfiumError) -> str:
    if error.err_code == FPDF_ERR_PASSWORD:
        return "PDF 设有打开密码，请去掉密码后上传"
    return TORN
