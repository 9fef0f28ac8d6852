"""一患一档: the whole file of one hazard on A4, as its reader may know it: facts, photos, record, papers, chain."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.papers.pdf import LAYOUTS, laid_out

MOST_PHOTOS = 8
"""Of each side; the others stand in the system."""


class DossierLine(BaseModel):
    """A line of the record: when, who did what, and what it said."""

    model_config = ConfigDict(frozen=True)

    at: str
    who: str
    what: str
    said: tuple[str, ...] = ()


class DossierPaper(BaseModel):
    """A paper of the hazard, with the code by which it is checked if it was signed."""

    model_config = ConfigDict(frozen=True)

    kind: str
    number: str
    state: str
    signed: str
    code: str


class Dossier(BaseModel):
    """What is printed. `head`: the hash of the last line of the record, which covers those before it; for auditors."""

    model_config = ConfigDict(frozen=True)

    title: str
    number: str
    facts: tuple[tuple[str, str], ...]
    description: str
    record: tuple[DossierLine, ...]
    papers: tuple[DossierPaper, ...]
    head: str
    printed: str


def dossier_pdf(dossier: Dossier, before: Sequence[Path], after: Sequence[Path]) -> bytes:
    """The PDF; photos are the copies for showing (JPEG), laid side by side."""
    with tempfile.TemporaryDirectory(prefix="bihuan-dossier-") as home:
        folder = Path(home)
        shutil.copy(LAYOUTS / "dossier.typ", folder)
        said = dossier.model_dump(mode="json")
        for side, photos in (("before", before), ("after", after)):
            names = [f"{side}-{n}.jpg" for n in range(len(photos[:MOST_PHOTOS]))]
            for name, photo in zip(names, photos, strict=False):
                shutil.copy(photo, folder / name)
            said[side], said[f"{side}_more"] = names, max(0, len(photos) - MOST_PHOTOS)
        return laid_out(folder / "dossier.typ", json.dumps(said, ensure_ascii=False))
