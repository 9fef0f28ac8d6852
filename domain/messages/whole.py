"""A whole message: its subject, its text, what a card shows of it; and the digest that carries several."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from domain.hazard.sheets import step_of
from domain.messages import texts
from domain.messages.facts import Facts
from domain.messages.taming import tame
from domain.messages.wording import fill, left, moment
from domain.messages.writing import BY_KIND, in_words, spoken, what_is_to_be_done
from domain.outside import is_loopback
from domain.words import NoticeKind, state_label

TO_READ = frozenset({NoticeKind.INFORM, NoticeKind.CLOSED})
DIGEST_TITLE, TRIAL_TITLE = "待办摘要", "测试消息"


@dataclass(frozen=True)
class Workload:
    """What a person holds now: due today, overdue, reports to register, papers to sign, any hazard, tasks to do."""

    today: int = 0
    late: int = 0
    to_register: int = 0
    to_sign: int = 0
    held: int = 0
    tasks: int = 0

    @property
    def asks(self) -> bool:
        """Whether anything is to be done."""
        return bool(self.today or self.late or self.to_sign or self.held or self.tasks)

    def in_words(self) -> str:
        """Say it in one clause; noughts are not said."""
        parts = (
            ("今天到期", self.today),
            ("已超期", self.late),
            ("待登记", self.to_register),
            ("待签", self.to_sign),
            ("待巡查", self.tasks),
        )
        return "，".join(f"{words}{number}项" for words, number in parts if number)


def one(facts: Facts) -> str:
    """Write the message of one notice."""
    return BY_KIND[facts.kind](facts)


def digest(first: Facts, workload: Workload, link: str) -> str:
    """Write one message for several notices: the most urgent hazard, then how many of what, then the list."""
    if not workload.asks:
        return in_words(texts.DIGEST_TO_READ, first, link=link)
    _, due = _step_and_date(first)
    return in_words(texts.DIGEST, first, left=left(due, first.at), counts=workload.in_words(), link=link)


ONLY_HERE = "注意：上面的链接只有服务器本机打得开，手机打不开；请系统管理员设置对外的 https 地址。"


def trial(channel: str, link: str) -> str:
    """Write the message that only shows that a channel works."""
    whole = fill(texts.TRIAL, {"channel": tame(channel), "link": link})
    return f"{whole}\n{ONLY_HERE}" if is_loopback(urlsplit(link).hostname or "") else whole


def card(facts: Facts) -> dict[str, Any]:
    """Give what a card shows beside the text: short words by name, rows in order, and the word on the button."""
    common, (step, due) = facts.common(), _step_and_date(facts)
    values = {"place": common["place"], "hazard": common["hazard"], "fixer": facts.fixer, "by": facts.actor()}
    values |= {"due": moment(due, facts.at), "left": left(due, facts.at), "step": step, "unit": facts.unit}
    values |= {"kind": called(facts), "state": state_label(facts.state, facts.line)}
    values |= {"happened": facts.happened()}
    told = [("情况", values["happened"]), ("办理人", values["by"])] if facts.kind is NoticeKind.INFORM else []
    rows = [
        ("地点", values["place"]),
        ("隐患", values["hazard"]),
        *told,
        ("期限", values["due"]),
        ("责任人", facts.fixer),
    ]
    return {
        "button": "查看" if facts.kind in TO_READ else "去处理",
        "values": {name: spoken(tame(text)) for name, text in values.items() if text},
        "moments": {"due": due.isoformat()} if due else {},
        "rows": [[name, spoken(tame(text))] for name, text in rows if text],
    }


def plain_card(title: str, words: str) -> dict[str, Any]:
    """Give what a card shows of a message about no hazard: its title and words stand where a hazard's would."""
    values = dict.fromkeys(("kind", "step", "state", "place"), title)
    values |= dict.fromkeys(("hazard", "happened"), words)
    return {"button": "查看", "values": values}


def _step_and_date(facts: Facts) -> tuple[str, datetime | None]:
    """Give what the reader is to do and until when; who need only know of it is told what was done, and by whom."""
    if facts.kind is NoticeKind.TODO:
        return what_is_to_be_done(facts)
    step = step_of(facts.state)
    if facts.kind is NoticeKind.INFORM:
        step = "，".join(filter(None, (f"知悉：{facts.happened()}", facts.actor())))
    return step, facts.act_by() or (None if facts.waits_in_time() else facts.due())


def title(facts: Facts) -> str:
    """Give the subject line of one notice, without what happened to whom."""
    return spoken(tame(f"{called(facts)}：{facts.common()['place']}"))


def called(facts: Facts) -> str:
    """Give the kind of a message; one about a paper is called after that paper."""
    paper = facts.paper_called()
    named = {NoticeKind.SUPERVISE: f"{paper}送达", NoticeKind.SIGN: f"{paper}待签发"}
    return named.get(facts.kind, facts.kind.label) if paper else facts.kind.label
