"""One paper as it is read: its draft for those who sign it, what it said for everybody who sees its hazard."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, func, select

from domain.calendar import day_of
from domain.cases.case import Case
from domain.errors import NotAllowed, NotFound
from domain.hazard.letters.drafting import draft_of, issued_by
from domain.hazard.papers import receiver_of, the_drafter
from domain.hazard.sheets import signer_seat
from domain.papers.content import CODE_BYTES, Content, beginning_of_hash, check_code, said_on_paper
from domain.papers.glyphs import unshown
from domain.papers.pdf import as_pdf
from domain.papers.receipt import Receipt, receipt_pdf
from domain.queries.paper_templates import edition_called, made_with
from domain.queries.reader import Reader
from domain.serving import PaperServedBy
from domain.store.paper_templates import template_in_force
from domain.tables import Paper
from domain.tables.core import PAPER, PAPER_FILE
from domain.words import RECORDS, REQUESTS, PaperKind, PaperState, Role

NOT_KEPT = "这份文书签发时系统尚未保存正文，没有可下载的文件。"
THOSE_AT_THE_UNIT = (Role.OFFICER, Role.DEPUTY, Role.CHIEF)
THOSE_AT_THE_COMMISSION = (Role.DESK, Role.LEADER, Role.HEAD)


@dataclass(frozen=True)
class Sheet:
    """A paper and what it says; `content` is None of one that was signed before contents were kept."""

    case: Case
    paper: Paper
    content: Content | None
    is_draft: bool

    @property
    def hash(self) -> str:
        """SHA-256 of what it says, in hex; of a draft what `sign_measure` takes as `draft`."""
        return self.content.hash().hex() if self.content else ""

    @property
    def code(self) -> str:
        """What whoever holds the paper may check it by; none of a draft."""
        return check_code(self.content.hash()) if self.content and not self.is_draft else ""

    @property
    def unshown(self) -> str:
        """Characters of a draft that its PDF could not show."""
        return unshown(self.content.model_dump_json()) if self.content and self.is_draft else ""


@dataclass(frozen=True)
class Checked:
    """What anybody who holds a paper may know of it."""

    kind: str
    number: str
    body: str
    signed_on: date | None
    hash: str


def sheet_of(reader: Reader, case: Case, seq: int) -> Sheet:
    """A paper of a hazard that the reader sees; raises NotFound, or NotAllowed for a draft that is not theirs."""
    paper = next((each for each in case.papers if each.seq == seq), None)
    if paper is None:
        raise NotFound("没有这份文书。")
    kept = select(PAPER.c.content).where(PAPER.c.hazard_id == case.hazard.id, PAPER.c.seq == seq)
    content = reader.connection.execute(kept).scalar_one()
    if content is not None:
        return Sheet(case, paper, Content.model_validate(content), is_draft=False)
    if paper.signed_at is not None:
        return Sheet(case, paper, None, is_draft=False)
    if not may_read(reader, case, paper):
        raise NotAllowed("这份文书尚未签发；签发前由拟稿和签发的人员查看。")
    return Sheet(case, paper, draft_of(case, paper), is_draft=True)


def may_read(reader: Reader, case: Case, paper: Paper) -> bool:
    """Whether the sheet of a paper opens to the reader."""
    return paper.signed_at is not None or bool(reader.scope.people & _drafters(case, paper))


def pdf_of(reader: Reader, sheet: Sheet) -> bytes:
    """The PDF that was kept when it was signed, byte for byte, else one laid out now; NotFound without a text."""
    if sheet.content is None:
        raise NotFound(NOT_KEPT)
    if sheet.paper.pdf_hash is None:  # a draft, or one of which the text alone is kept
        return as_pdf(sheet.content)
    body = select(PAPER_FILE.c.body).where(PAPER_FILE.c.hash == sheet.paper.pdf_hash)
    found: bytes = reader.connection.execute(body).scalar_one()
    if hashlib.sha256(found).digest() != sheet.paper.pdf_hash:
        raise NotFound("这份文书的文件与签发时不符，请联系管理员核查（./bihuan verify）。")
    return found


def receipt_of(sheet: Sheet) -> bytes:
    """Its 送达回证 as a PDF; raises NotFound for a paper that nobody is served with."""
    paper, said = sheet.paper, sheet.content
    if said is None or sheet.is_draft or not has_a_receipt(paper):
        raise NotFound("这份文书没有送达回证：未签发的、内部请示和随决定成文的文书不用送达。")
    names = paper.names or {}
    signed_for = signed_for_as(sheet.case, paper)
    if signed_for and paper.acknowledged_at:
        signed_for = f"{signed_for}，{said_on_paper(day_of(paper.acknowledged_at))}"
    rows = (
        ("送达文书", f"{PaperKind(paper.kind).label}　{said.title}"),
        ("文号", paper.number or ""),
        ("受送达人", said.to),
        ("送达方式", PaperServedBy(paper.served_way).label if paper.served_way else ""),
        ("送达日期", said_on_paper(paper.served_on) if paper.served_on else ""),
        ("收件人", receiver_of(paper)),
        *((("系统签收", signed_for),) if signed_for else ()),
        ("送达人", ""),
        ("备注", ""),
    )
    return receipt_pdf(Receipt(body=names.get("body", said.body), rows=rows))


def signed_for_as(case: Case, paper: Paper) -> str:
    """What whoever signed for it in the system was called that day; empty when nobody has."""
    by = paper.acknowledged_by
    return paper.acknowledged_as or (case.directory.name_of(by) if by else "")


def has_a_receipt(paper: Paper) -> bool:
    """Whether somebody is served with it: signed, no request inside the house, no record of a decision."""
    return paper.signed_at is not None and paper.kind not in REQUESTS | RECORDS


def word_of(reader: Reader, sheet: Sheet) -> bytes:
    """The paper as a Word file, with the template of its day; raises NotFound for one whose text was not kept."""
    if sheet.content is None:
        raise NotFound(NOT_KEPT)
    return made_with(reader.connection, sheet.content, template_of(reader, sheet))


def template_of(reader: Reader, sheet: Sheet) -> int | None:
    """The edition that its Word file is made with: of a signed one that of its day, of a draft the one in force."""
    if not sheet.is_draft:
        return sheet.paper.template_id
    return template_in_force(reader.connection, issued_by(sheet.case, sheet.paper).id, sheet.paper.kind)


def edition_of(reader: Reader, sheet: Sheet) -> int | None:
    """Which edition of its body's template that is; None: the shipped one."""
    template = template_of(reader, sheet)
    return None if template is None else edition_called(reader.connection, template)


def checked(connection: Connection, code: str) -> Checked | None:
    """The signed paper whose check code this is, or None: kind, number, body, day and hash, and nothing else."""
    beginning = beginning_of_hash(code)
    if beginning is None:
        return None
    same = func.substring(PAPER.c.content_hash, 1, CODE_BYTES) == beginning
    row = connection.execute(select(PAPER.c.content, PAPER.c.content_hash).where(same)).first()
    if row is None:
        return None
    said = Content.model_validate(row.content)
    return Checked(
        PaperKind(said.kind).label, said.number, said.body, said.signed_on, bytes(row.content_hash).hex()
    )


def _drafters(case: Case, paper: Paper) -> frozenset[int]:
    """Who signs it, and the posts of the body that issues it."""
    own = issued_by(case, paper).id == case.hazard.unit_id
    posts = THOSE_AT_THE_UNIT if own else THOSE_AT_THE_COMMISSION
    at_the_body = {person for role in posts for person in case.post(role)}
    writing = the_drafter(replace(case, paper=paper)) if paper.state == PaperState.PROPOSED else ()
    return frozenset({*writing, *signer_seat(case, paper.kind).people, *paper.holders, *at_the_body})
