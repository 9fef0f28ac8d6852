"""A paper as a PDF, laid out after GB/T 9704 by Typst with fonts of this installation: no network, no clock, no files.

The same content gives the same bytes. Embedded are the glyphs used, of Noto Serif SC and Noto Sans SC (OFL).
"""

import json
from pathlib import Path

import typst

from domain.papers.content import Content, check_code, said_on_paper
from domain.papers.glyphs import FONTS, in_print

LAYOUTS = Path(__file__).parent
"""A layout of an edition stays as it is; a change is an edition of its own."""


def as_pdf(content: Content) -> bytes:
    """The PDF of a paper: of a draft with a mark that says so, of a signed one with its check code."""
    signed = content.signed_on
    shown = content.model_dump(mode="json") | {
        "day": said_on_paper(signed) if signed else "",
        "code": check_code(content.hash()) if signed else "",
    }
    return laid_out(LAYOUTS / f"letter_{content.edition}.typ", json.dumps(shown, ensure_ascii=False))


def laid_out(layout: Path, content: str) -> bytes:
    """What a layout makes of a content (JSON), with nothing but our fonts and what stands beside the layout.

    What they do not show is named in its place, in every paper alike.
    """
    made: bytes = typst.compile(
        layout,
        root=layout.parent,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"content": in_print(content)},
        timestamp=0,
    )
    return made
