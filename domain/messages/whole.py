"""A whole message: its subject, its text, what a card shows of it; and the digest that carries several."""

from dataclasses import dataclass
from typing import Any

from domain.messages import texts
from domain.messages.facts import Facts
from domain.messages.wording import fill, left, moment
from domain.messages.writing import BY_KIND, STEPS, in_words, spoken
from domain.words import NoticeKind, state_label

TO_READ = frozenset({NoticeKind.INFORM, NoticeKind.CLOSED})
DIGEST_TITLE, TRIAL_TITLE = "待办摘要", "测试消息"


@dataclass(frozen=True)
class Workload:
    """What a person holds now: hazards due today, hazards overdue, papers and listings to sign."""

    today: int = 0
    late: int = 0
    to_sign: int = 0

    def in_words(self) -> str:
        """Say it in one clause; noughts are not said."""
        parts = (("今天到期", self.today), ("已超期", self.late), ("待签", self.to_sign))
        return "，".join(f"{words}{number}项" for words, number in parts if number)


def one(facts: Facts) -> str:
    """Write the message of one notice."""
    return BY_KIND[facts.kind](facts)


def digest(first: Facts, workload: Workload, link: str) -> str:
    """Write one message for several notices: the most urgent hazard, then how many of what, then the list."""
    return in_words(
        texts.DIGEST, first, left=left(first.due(), first.at), counts=workload.in_words(), link=link
    )


def trial(channel: str, link: str) -> str:
    """Write the message that only shows that a channel works."""
    return fill(texts.TRIAL, {"channel": channel, "link": link})


def card(facts: Facts) -> dict[str, Any]:
    """Give what a card shows beside the text: short words by name, rows in order, and the word on the button."""
    common = facts.common()
    due = facts.act_by() or facts.due()
    step = STEPS.get(facts.state, "")
    values = {"place": common["place"], "hazard": common["hazard"], "fixer": facts.fixer, "by": facts.actor()}
    values |= {"due": moment(due, facts.at), "left": left(due, facts.at), "step": step, "unit": facts.unit}
    values |= {"kind": facts.kind.label, "state": state_label(facts.state, facts.line)}
    rows = [
        ("地点", values["place"]),
        ("隐患", values["hazard"]),
        ("期限", values["due"]),
        ("责任人", facts.fixer),
    ]
    said = {name: spoken(text) for name, text in values.items() if text}
    button = "查看" if facts.kind in TO_READ else "去处理"
    return {"button": button, "values": said, "rows": [[name, spoken(text)] for name, text in rows if text]}


def title(facts: Facts) -> str:
    """Give the subject line of one notice, without what happened to whom."""
    return spoken(f"{facts.kind.label}：{facts.common()['place']}")
