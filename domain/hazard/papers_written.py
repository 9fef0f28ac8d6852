"""What an act leaves of the papers, listings and suspensions of a hazard: those it made, moved, numbered or ended."""

from types import SimpleNamespace
from typing import Any, cast

from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.kind import Finish, Papers, Records
from domain.cases.steps import Step
from domain.directory.cards import UnitCard
from domain.hazard.letters.drafting import issued_by, signed_now
from domain.hazard.letters.records import record_of, written_record
from domain.hazard.numbers import body_of, paper_number
from domain.hazard.papers import ended, granted
from domain.papers.content import Content
from domain.tables import Paper
from domain.words import RECORDS

_BLANK = ("number", "signer_id", "signed_at", "names", "served", "served_on", "meeting", "answer")
_RECEIVED = ("served_way", "acknowledged_by", "acknowledged_at", "acknowledged_as")
_NEVER = ("declined_because", "look_again", "draft", "content", "content_hash", "pdf_hash", "template_id")
_NEW_PAPER: dict[str, Any] = dict.fromkeys(_BLANK + _RECEIVED + _NEVER) | {"holders": []}


def papers_after(done: Finish, step: Step) -> Papers:
    """The case's papers after the act, and the rows to write."""
    case, changes = done.case, done.changes
    rows: list[dict[str, Any]] = [dict(changes["paper"])] if "paper" in changes else []
    rows += record_of(done)
    rows += granted(case, step.action)
    if "close_papers" in changes:
        met = {row["seq"] for row in rows}
        rows += [row for row in ended(case, changes["close_papers"]) if row["seq"] not in met]
    known = {paper.seq: paper for paper in case.papers}
    papers: list[Paper] = []
    for row in rows:
        if row.pop("give_number", False):
            row["number"] = paper_number(case, row["kind"], done.next_serial, signer=row.get("signer_id"))
        old = vars(known.pop(row["seq"])) if row["seq"] in known else _NEW_PAPER
        merged = SimpleNamespace(**{**old, **row})
        if "signed_at" in row:  # from now on it says what it says
            content = _content(done, cast("Paper", merged))
            row.update(content=content.model_dump(mode="json"), content_hash=content.hash())
            row["template_of"] = _issuer(case, cast("Paper", merged)).id
            vars(merged).update(row)
        row.update(kind=merged.kind, state=str(merged.state))
        papers.append(cast("Paper", merged))
    return (*known.values(), *papers), rows


def _issuer(case: Case, paper: Paper) -> UnitCard:
    """Whose Word template a paper is made with."""
    return body_of(case, paper.kind) if paper.kind in RECORDS else issued_by(case, paper)


def _content(done: Finish, paper: Paper) -> Content:
    return written_record(done, paper) if paper.kind in RECORDS else signed_now(done.case, paper)


def records(after: Case, changes: Changes) -> Records:
    """What the act writes of the listing and of the suspension in force: rows of their own, beside those before."""
    found: Records = {}
    if listing := changes.get("listing_row"):
        found["listing"] = {**listing, "number": (after.hazard.listed or {}).get("number")}
    if suspension := changes.get("suspension_row"):
        number = {"number": after.hazard.suspended.get("number")} if after.hazard.suspended else {}
        found["suspension"] = {**suspension, **number}
    return found
