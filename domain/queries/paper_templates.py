"""The Word templates of the reader's authority: by kind and edition; their files; each tried on an example."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from domain.darkroom import fill
from domain.directory.organisation import UnitCard
from domain.errors import NotFound
from domain.hazard.numbers import OF_THE_UNIT
from domain.organisation.uploading import whose_papers
from domain.papers.content import EDITION, Content
from domain.papers.placeholders import example, not_shown, placeholders_of, shipped_template
from domain.queries.reader import Reader
from domain.store.paper_templates import template_file
from domain.tables.core import PAPER_TEMPLATE
from domain.word import Word
from domain.words import PaperKind

KINDS = tuple(kind for kind in PaperKind if kind not in OF_THE_UNIT)
"""Those that an authority issues."""


class TemplateState(Word):
    """How an edition of a Word template stands: uploaded, in force, or followed by another."""

    WAITING = "waiting", "待启用"
    IN_FORCE = "in_force", "使用中"
    ENDED = "ended", "已停用"


@dataclass(frozen=True)
class Edition:
    """An edition of a template, and what became of it; times are legal time (UTC), people by name."""

    id: int
    kind: PaperKind
    edition: int
    state: TemplateState
    name: str
    hash: str
    left_out: tuple[str, ...]
    kept_by: str
    kept_at: datetime
    begun_by: str
    begun_at: datetime | None
    ended_by: str
    ended_at: datetime | None


def editions(reader: Reader) -> tuple[UnitCard, list[Edition]]:
    """The authority and every edition of its templates, by kind, the latest first; NotAllowed for others."""
    unit = whose_papers(reader.directory, reader.who, reader.at)
    query = select(PAPER_TEMPLATE).where(PAPER_TEMPLATE.c.unit_id == unit.id)
    found = [_edition(reader, row) for row in reader.connection.execute(query)]
    order = {kind: n for n, kind in enumerate(PaperKind)}
    return unit, sorted(found, key=lambda one: (order[one.kind], -one.edition))


def edition_file(reader: Reader, template: int) -> tuple[Edition, bytes]:
    """An edition of the reader's authority and its file; raises NotFound."""
    _, found = editions(reader)
    one = next((each for each in found if each.id == template), None)
    if one is None:
        raise NotFound("没有这个文书模板。")
    return one, template_file(reader.connection, template)


def shipped_file(reader: Reader) -> bytes:
    """The template that comes with the system, for whoever may upload another."""
    whose_papers(reader.directory, reader.who, reader.at)
    return shipped_template(EDITION)


def tried(reader: Reader, template: int) -> bytes:
    """An edition filled with an invented paper of its kind, as a Word file."""
    one, body = edition_file(reader, template)
    unit = whose_papers(reader.directory, reader.who, reader.at)
    return fill(body, *placeholders_of(example(one.kind, unit.name)), is_new=False).body


def made_with(connection: Connection, content: Content, template: int | None) -> bytes:
    """A paper as a Word file, with an edition of its body's template, else with the shipped one of its layout."""
    body = shipped_template(content.edition) if template is None else template_file(connection, template)
    return fill(body, *placeholders_of(content), is_new=False).body


def edition_called(connection: Connection, template: int) -> int:
    """Which edition of its kind it is."""
    query = select(PAPER_TEMPLATE.c.edition).where(PAPER_TEMPLATE.c.id == template)
    return int(connection.execute(query).scalar_one())


def by_kind(found: Sequence[Edition]) -> Mapping[PaperKind, list[Edition]]:
    """Every kind that an authority issues, with its editions."""
    return {kind: [one for one in found if one.kind is kind] for kind in KINDS}


def _edition(reader: Reader, row: Row[Any]) -> Edition:
    def name(person: int | None) -> str:
        return reader.directory.name_of(person) if person else ""

    ended, begun = row.ended_at is not None, row.begun_at is not None
    state = TemplateState.ENDED if ended else TemplateState.IN_FORCE if begun else TemplateState.WAITING
    return Edition(
        id=row.id,
        kind=PaperKind(row.kind),
        edition=row.edition,
        state=state,
        name=row.name,
        hash=bytes(row.file_hash).hex(),
        left_out=not_shown(frozenset(row.used)),
        kept_by=name(row.kept_by),
        kept_at=row.kept_at,
        begun_by=name(row.begun_by),
        begun_at=row.begun_at,
        ended_by=name(row.ended_by),
        ended_at=row.ended_at,
    )
