"""A sample of every message with invented facts: an office reads them all before one is sent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.actions import Action
from domain.calendar import at_time, day_of
from domain.hazard.escalation import ASK_EXTENSION
from domain.messages import rendering
from domain.messages.facts import Facts
from domain.messages.rendering import Workload
from domain.words import Blocker, Line, NoticeKind, PaperKind, State


@dataclass(frozen=True)
class Sample:
    """A sample message: its kind, its readers, subject, text, link and card."""

    key: str
    label: str
    reader: str
    title: str
    text: str
    link: str
    card: dict[str, Any]

    @property
    def words(self) -> str:
        """The text without its link, which most channels show as a button."""
        return self.text.replace(self.link, "")

    @property
    def length(self) -> int:
        """Characters of the text without its link."""
        return len(self.words)


READERS = {
    NoticeKind.NEW_TASK: "整改责任人",
    NoticeKind.REMIND: "整改责任人",
    NoticeKind.URGE: "整改责任人、科室负责人、安全管理员",
    NoticeKind.CLIMB: "分管负责人、主要负责人",
    NoticeKind.SUPERVISE: "单位安全管理员、主要负责人",
    NoticeKind.PROPOSE_LISTING: "卫健委主要负责人",
    NoticeKind.VERIFY: "验收人",
    NoticeKind.SEND_BACK: "整改责任人、科室负责人",
    NoticeKind.CLOSED: "整改责任人、安全管理员",
    NoticeKind.EXTENSION: "整改责任人、安全管理员",
    NoticeKind.TRANSFER: "安全管理员、主要负责人",
    NoticeKind.USE: "在该处工作和负责的人",
    NoticeKind.TODO: "下一步办理人",
    NoticeKind.SIGN: "签发人",
    NoticeKind.WAITING: "超时未办的人及其上级",
    NoticeKind.INFORM: "应当知悉的人",
    NoticeKind.UNDELIVERED: "联系不上的人的上级",
}
_PAPERS = {NoticeKind.SUPERVISE: PaperKind.SUPERVISION_LETTER, NoticeKind.SIGN: PaperKind.SUPERVISION_LETTER}
_ACTS = {
    NoticeKind.EXTENSION: Action.GRANT_EXTENSION,
    NoticeKind.USE: Action.SUSPEND_USE,
    NoticeKind.TODO: Action.REGISTER,
    NoticeKind.INFORM: Action.TAKE_OVER,
    NoticeKind.CLOSED: Action.APPROVE_CLOSURE,
    NoticeKind.SEND_BACK: Action.SEND_BACK,
}
_LATE = frozenset({NoticeKind.URGE, NoticeKind.CLIMB, NoticeKind.SUPERVISE, NoticeKind.SIGN})


def samples(link: str, at: datetime) -> Iterator[Sample]:
    """Every kind of message, then the digest and the trial; `link` begins their links, `at` is their moment."""
    for kind in NoticeKind:
        facts = _facts(kind, f"{link}/h/sample", at)
        text, title = rendering.render_notice(facts), rendering.subject_of(facts)
        yield Sample(kind, kind.label, READERS[kind], title, text, facts.link, rendering.card(facts))
    first = _facts(NoticeKind.REMIND, f"{link}/h/sample", at)
    home = f"{link}/"
    digest = rendering.render_digest(first, Workload(today=2, late=1, to_sign=1), home)
    yield Sample(
        "digest", rendering.DIGEST_TITLE, "一天内有多条消息的人", rendering.DIGEST_TITLE, digest, home, {}
    )
    trial = rendering.render_trial("钉钉群机器人", home)
    yield Sample("trial", rendering.TRIAL_TITLE, "测试通道的人", rendering.TRIAL_TITLE, trial, home, {})


_HAZARD: dict[str, Any] = {
    "unit": "县人民医院",
    "place": "住院楼5层东侧走道",
    "description": "走道堆放病床3张，影响疏散",
    "line": Line.UNIT,
    "reader": "读者",
    "number": "临卫隐〔2026〕县医院0012号",
    "interim": "专人值守，每日清走道",
    "criterion": "疏散通道被占用",
    "blocker": Blocker.MONEY,
    "send_backs": 1,
    "fixer": "周某",
    "assigner": "何某",
    "assigner_phone": "0000-0000000",
    "actor_phone": "0000-0000000",
    "paper_number": "临卫督〔2026〕3号",
}


def _facts(kind: NoticeKind, link: str, at: datetime) -> Facts:
    """An invented hazard, three days before its date or two days after it."""
    today = day_of(at)
    due = at_time(today + timedelta(days=-2 if kind in _LATE else 3), "24:00")
    facts = Facts(
        **_HAZARD,
        kind=kind,
        at=at,
        link=link,
        outside=kind in (NoticeKind.SUPERVISE, NoticeKind.PROPOSE_LISTING, NoticeKind.SIGN),
        state=State.VERIFYING if kind is NoticeKind.VERIFY else State.REGISTERED,
        action=_ACTS.get(kind, Action.ASSIGN),
        rectify_by=due,
        first_rectify_by=due - timedelta(days=7),
        reported_at=at - timedelta(days=9),
        submitted_at=at - timedelta(hours=3),
        closed_at=at,
        clock="register" if kind is NoticeKind.WAITING else "remind",
        paper=_PAPERS[kind].label if kind in _PAPERS else "",
        transfer={
            "department": "市场监管局",
            "letter_number": "临卫移〔2026〕1号",
            "reply_by": today + timedelta(10),
        },
        data=_written(today, due),
    )
    if kind is NoticeKind.REMIND:
        last = at_time(today, "24:00").isoformat()
        return replace(facts, clock=ASK_EXTENSION, data={**facts.data, "extension_by": last})
    return facts


def _written(today: date, due: datetime) -> dict[str, str]:
    """The `data` of the notice."""
    return {
        "act_by": at_time(today + timedelta(days=1), "24:00").isoformat(),
        "next_at": at_time(today + timedelta(days=2), "09:00").isoformat(),
        "next_person": "陈某",
        "next_step": Action.URGE,
        "reason": "缺门框尺寸",
        "by": "何某",
        "because": "整改期限已过 2 天",
        "who": "周某",
        "what": "5层东侧走道",
        "scope": "局部",
        "of": NoticeKind.URGE.value,
        "due": due.isoformat(),
    }
