"""A Word template as it is uploaded: looked at in the darkroom and tried on an example before anything is kept."""

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from domain.darkroom import fill
from domain.directory.organisation import Actor, Directory, UnitCard
from domain.errors import FirstThis, TooLarge, WrongInput
from domain.organisation.commands import KeepPaperTemplate
from domain.organisation.who_may import Ask, may, refuse_who_may_not
from domain.organisation.writer import Changed, change_organisation
from domain.papers.placeholders import example, placeholders_of
from domain.store.base import Store
from domain.words import PaperKind, UnitKind

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120


def upload_template(
    store: Store,
    file: BinaryIO,
    name: str,
    kinds: Sequence[PaperKind],
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
) -> Changed:
    """Keep an edition for each kind, none in force yet. `at` is legal time, `key` makes a repeated upload one.

    Raises NotAllowed; TooLarge, or WrongInput saying what must be changed in the file and where.
    """
    with store.asking() as connection:
        unit = whose_papers(store.directory(connection), by, at)
    if not kinds:
        raise WrongInput("请选择这个模板用于哪些文种。", field="kinds")
    body = file.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请缩小其中的图片后上传。", field="file")
    filled = fill(body, *placeholders_of(example(kinds[0], unit.name)), is_new=True)
    change = KeepPaperTemplate(
        kinds=list(kinds),
        name=PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:].strip() or "模板.docx",
        body=base64.b64encode(body),
        used=sorted(filled.used),
    )
    return change_organisation(store, unit.code, change, by=by, at=at, key=key)


def whose_papers(directory: Directory, by: Actor, at: datetime) -> UnitCard:
    """The authority whose templates this person keeps; raises the Refusal that says who may."""
    if by.waits_for_a_yes:
        raise FirstThis("confirm")
    asks = [
        Ask(directory, by.person_id or 0, at, unit)
        for unit in directory.units.values()
        if unit.kind == UnitKind.AUTHORITY and unit.active
    ]
    found = [ask.unit for ask in asks if may(KeepPaperTemplate, ask)]
    if not found:
        home = directory.authority_of(directory.people[by.person_id or 0].unit_id)
        refuse_who_may_not(KeepPaperTemplate, Ask(directory, by.person_id or 0, at, home))
    return min(found, key=lambda unit: unit.id)
