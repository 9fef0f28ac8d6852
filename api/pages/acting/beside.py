"""What stands beside a paper that is about to be signed, so that its signer can judge (section 4 of the process)."""

from collections.abc import Iterator
from datetime import date

from domain.cases.case import Case
from domain.hazard.labels import date_stands, state_shown, words_of
from domain.papers.content import said_on_paper
from domain.tables import Paper
from domain.words import Blocker, PaperKind, PaperState


def beside(case: Case, paper: Paper) -> list[tuple[str, str]]:
    """(label, words): how it stands, what it is stuck on, what is pending, what was written and answered before."""
    return [(label, words) for label, words in _rows(case, paper) if words]


def _rows(case: Case, paper: Paper) -> Iterator[tuple[str, str]]:
    hazard = case.hazard
    stands = words_of(date_stands(hazard, case.at))
    yield "现状", "，".join(part for part in (state_shown(case), stands) if part)
    yield "卡点", Blocker(hazard.blocker).label if hazard.blocker else ""
    if asked := hazard.extension:
        until = said_on_paper(date.fromisoformat(asked["until"]))
        yield "待批延期", f"申请延至{until}：{asked.get('reason', '')}"
    yield "已延期", f"{hazard.extensions} 次" if hazard.extensions else ""
    yield "验收退回", f"{hazard.send_backs} 次" if hazard.send_backs else ""
    for one in case.papers:
        if one.seq != paper.seq:
            said = f"：{one.answer}" if one.answer else ""
            yield (
                "此前文书",
                f"{PaperKind(one.kind).label} {one.number or ''} {PaperState(one.state).label}{said}",
            )
