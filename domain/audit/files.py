"""Every file against its name, which is the digest of what it holds; every signed paper against its text."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row, exists, select, tuple_

from domain.errors import NotFound
from domain.evidence.originals import original
from domain.evidence.vault import DamagedError
from domain.papers.content import Content
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError
from domain.tables.core import EVIDENCE, LEDGER, PAPER, PAPER_FILE, PAPER_TEMPLATE
from domain.words import EVERYDAY, PaperKind

CHUNK = 1000


def damaged_files(store: Store) -> Iterator[str]:
    """Files (photos, papers, imported ledgers) that are gone or no longer the bytes that were uploaded, in Chinese."""
    last = ""
    while names := _next_names(store, last):
        for digest in names:
            try:
                for _ in original(store, digest):
                    pass
            except (DamagedError, NotFound, SealedForOthersError) as wrong:
                yield f"照片或文件 {digest[:12]}…：{wrong}"
        last = names[-1]


def damaged_papers(store: Store) -> Iterator[str]:
    """Signed papers whose text or PDF is not what was signed, in Chinese; files that belong to no paper."""
    last = (0, 0)
    while rows := _next_papers(store, last):
        for row in rows:
            called = f"文书 {row.number or row.seq}"
            if not _says_what_was_signed(row):
                yield f"{called}：正文与签发时不符"
            if _lacks_its_file(row):
                yield f"{called}：PDF 文件缺失，或与签发时不符"
        last = (rows[-1].hazard_id, rows[-1].seq)
    of_none = select(PAPER_FILE.c.hash).where(
        ~exists().where(PAPER.c.pdf_hash == PAPER_FILE.c.hash),
        ~exists().where(PAPER_TEMPLATE.c.file_hash == PAPER_FILE.c.hash),
    )
    with store.asking() as connection:
        strays = connection.scalars(of_none).all()
    yield from (f"文书文件 {stray.hex()[:12]}… 不属于任何文书" for stray in strays)


def damaged_templates(store: Store) -> Iterator[str]:
    """Editions of Word templates whose file is not what was uploaded, in Chinese."""
    kept = PAPER_TEMPLATE.outerjoin(PAPER_FILE, PAPER_FILE.c.hash == PAPER_TEMPLATE.c.file_hash)
    columns = (PAPER_TEMPLATE.c.kind, PAPER_TEMPLATE.c.edition, PAPER_TEMPLATE.c.file_hash, PAPER_FILE.c.body)
    with store.asking() as connection:
        for row in connection.execute(select(*columns).select_from(kept).order_by(PAPER_TEMPLATE.c.id)):
            if row.body is None or hashlib.sha256(row.body).digest() != row.file_hash:
                called = f"{PaperKind(row.kind).label} 第{row.edition}版"
                yield f"文书模板 {called}：文件缺失，或与上传时不符"


def _says_what_was_signed(row: Row[Any]) -> bool:
    try:
        hashed: bytes = row.content_hash or b""
        return Content.model_validate(row.content).hash() == hashed
    except ValidationError:
        return False


def _lacks_its_file(row: Row[Any]) -> bool:
    """Whether its PDF is gone or another; of everyday papers none is kept."""
    if row.pdf_hash is None:
        return row.kind not in EVERYDAY
    return row.body is None or hashlib.sha256(row.body).digest() != row.pdf_hash


def _next_papers(store: Store, last: tuple[int, int]) -> Sequence[Row[Any]]:
    kept = PAPER.outerjoin(PAPER_FILE, PAPER_FILE.c.hash == PAPER.c.pdf_hash)
    after = tuple_(PAPER.c.hazard_id, PAPER.c.seq) > last
    asked = select(PAPER, PAPER_FILE.c.body).select_from(kept).where(PAPER.c.content.is_not(None), after)
    with store.asking() as connection:
        return connection.execute(asked.order_by(PAPER.c.hazard_id, PAPER.c.seq).limit(CHUNK)).all()


def _next_names(store: Store, last: str) -> list[str]:
    sent = select(EVIDENCE.c.hash.label("hash")).where(EVIDENCE.c.hash > last)
    every = sent.union(select(LEDGER.c.file).where(LEDGER.c.file > last)).subquery()
    with store.asking() as connection:
        return list(connection.scalars(select(every.c.hash).order_by(every.c.hash).limit(CHUNK)))
