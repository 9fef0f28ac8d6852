"""A message as it is sent: subject, text and card of one notice; the digest of several; the trial of a channel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from domain.hazard.sheets import step_of
from domain.messages import texts
from domain.messages.defanging import defang
from domain.messages.facts import Facts, without_unsent_word
from domain.messages.wording import fill, moment, time_left_text
from domain.messages.writing import BY_KIND, fill_text, what_is_to_be_done
from domain.outside import is_loopback
from domain.words import NoticeKind, state_label

TO_READ = frozenset({NoticeKind.INFORM, NoticeKind.CLOSED})
DIGEST_TITLE, TRIAL_TITLE = "待办摘要", "测试消息"


@dataclass(frozen=True)
class Workload:
    """What a person has now: how many hazards due today, overdue, to register or held, papers to sign, tasks."""

    today: int = 0
    late: int = 0
    to_register: int = 0
    to_sign: int = 0
    held: int = 0
    tasks: int = 0

    @property
    def asks(self) -> bool:
        """Whether the person has anything to do."""
        return bool(self.today or self.late or self.to_sign or self.held or self.tasks)

    def in_words(self) -> str:
        """Write the counts in one clause, without those that are nought."""
        parts = (
            ("今天到期", self.today),
            ("已超期", self.late),
            ("待登记", self.to_register),
            ("待签", self.to_sign),
            ("待巡查", self.tasks),
        )
        return "，".join(f"{words}{number}项" for words, number in parts if number)


def render_notice(facts: Facts) -> str:
    """Write the text of one notice."""
    return BY_KIND[facts.kind](facts)


def render_digest(first: Facts, workload: Workload, link: str) -> str:
    """Write one text for several notices: the most urgent hazard, the counts, a link to the list."""
    if not workload.asks:
        return fill_text(texts.DIGEST_TO_READ, first, link=link)
    _, due = _step_and_date(first)
    return fill_text(
        texts.DIGEST, first, left=time_left_text(due, first.at), counts=workload.in_words(), link=link
    )


ONLY_HERE = "注意：上面的链接只有服务器本机打得开，手机打不开；请系统管理员设置对外的 https 地址。"


def render_trial(channel: str, link: str) -> str:
    """Write the text that shows that a channel works."""
    whole = fill(texts.TRIAL, {"channel": defang(channel), "link": link})
    return f"{whole}\n{ONLY_HERE}" if is_loopback(urlsplit(link).hostname or "") else whole


def card(facts: Facts) -> dict[str, Any]:
    """Give the parts of a card: texts by name, moments in ISO 8601, (label, text) rows in order, the button."""
    common, (step, due) = facts.placeholders(), _step_and_date(facts)
    values = {"place": common["place"], "hazard": common["hazard"], "fixer": facts.fixer, "by": facts.actor()}
    values |= {
        "due": moment(due, facts.at),
        "left": time_left_text(due, facts.at),
        "step": step,
        "unit": facts.unit,
    }
    values |= {"kind": kind_label(facts), "state": state_label(facts.state, facts.line)}
    values |= {"happened": facts.act_label()}
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
        "values": {name: without_unsent_word(defang(text)) for name, text in values.items() if text},
        "moments": {"due": due.isoformat()} if due else {},
        "rows": [[name, without_unsent_word(defang(text))] for name, text in rows if text],
    }


def plain_card(title: str, words: str) -> dict[str, Any]:
    """Give the card of a message about no hazard: its title and words fill the places of a hazard's."""
    values = dict.fromkeys(("kind", "step", "state", "place"), title)
    values |= dict.fromkeys(("hazard", "happened"), words)
    return {"button": "查看", "values": values}


def _step_and_date(facts: Facts) -> tuple[str, datetime | None]:
    """Give the reader's next step and its date; of 知悉 what was done and by whom stands in its place."""
    if facts.kind is NoticeKind.TODO:
        return what_is_to_be_done(facts)
    step = step_of(facts.state)
    if facts.kind is NoticeKind.INFORM:
        step = "，".join(filter(None, (f"知悉：{facts.act_label()}", facts.actor())))
    return step, facts.act_by() or (None if facts.was_submitted_in_time() else facts.due())


def subject_of(facts: Facts) -> str:
    """Give the subject line of one notice: its kind and the place."""
    return without_unsent_word(defang(f"{kind_label(facts)}：{facts.placeholders()['place']}"))


def kind_label(facts: Facts) -> str:
    """Give the label of a notice's kind; one about a paper is called after that paper."""
    paper = facts.paper_label()
    named = {NoticeKind.SUPERVISE: f"{paper}送达", NoticeKind.SIGN: f"{paper}待签发"}
    return named.get(facts.kind, facts.kind.label) if paper else facts.kind.label
