"""The words people read: one function for each kind of notice, and the digest of several.

Plain words, the action first, at most 120 characters as written, never a reporter's name or word.
"""

from collections.abc import Callable

from domain.actions import Action
from domain.messages import texts
from domain.messages.facts import SPOKEN_INSTEAD, UNSPOKEN, Facts
from domain.messages.wording import (
    PLACE_LENGTH,
    REMARK_LENGTH,
    count,
    cut,
    day,
    days_left,
    fill,
    left,
    moment,
)
from domain.rules.labels import CLOCK_LABELS
from domain.words import NoticeKind, PaperKind, State, state_label

STEPS = {
    State.REPORTED: "登记",
    State.REGISTERED: "交办",
    State.ASSIGNED: "签收",
    State.RECTIFYING: "改完并拍照",
    State.VERIFYING: "验收",
    State.VERIFIED: "审定销号",
    State.TRANSFERRED: "跟进移交答复",
}
OUTCOMES = {Action.GRANT_EXTENSION: "延期已同意", Action.REFUSE_EXTENSION: "延期未同意"}
ON_THE_WAY = frozenset({"interim", "plan", "progress"})
"""Clocks that remind and urge for something other than the end of the work."""
STEPS_AFTER = {
    Action.REQUEST_EXTENSION: "决定是否同意延期",
    Action.FILE_PLAN: "审查治理方案",
    Action.RETURN_PLAN: "修改治理方案后重报",
    Action.SIGN_MEASURE: "书面反馈",
}


def spoken(said: str) -> str:
    """Say it without the word that is never sent."""
    return said.replace(UNSPOKEN, SPOKEN_INSTEAD)


def in_words(template: str, facts: Facts, **values: str) -> str:
    """Fill a text with what is common and what this kind adds."""
    return spoken(fill(template, facts.common() | values).replace("请今天前", "请今天"))


def new_task(facts: Facts) -> str:
    """新任务: to the one who must put it right."""
    return in_words(
        texts.NEW_TASK,
        facts,
        due=moment(facts.due(), facts.at),
        phone=facts.assigner_phone,
        decline_by=moment(facts.act_by(), facts.at),
    )


def remind(facts: Facts) -> str:
    """提醒: before the date, of the work or of something else that is owed."""
    if facts.clock in ON_THE_WAY:
        return waiting(facts)
    due = facts.due()
    return in_words(
        texts.REMIND,
        facts,
        due=moment(due, facts.at),
        left=left(due, facts.at),
        extension_by=facts.extension_by(),
    )


def urge(facts: Facts) -> str:
    """催办: the date has passed, of the work or of something else that is owed."""
    if facts.clock in ON_THE_WAY:
        return waiting(facts)
    return in_words(texts.URGE, facts)


def climb(facts: Facts) -> str:
    """升级: to a leader, for a person, money or a date."""
    return in_words(texts.CLIMB, facts)


def supervise(facts: Facts) -> str:
    """督办函送达: answer in writing."""
    return in_words(
        texts.SUPERVISE,
        facts,
        reply_by=moment(facts.act_by(), facts.at),
        due=moment(facts.first_rectify_by or facts.rectify_by, facts.at),
        paper=facts.paper or PaperKind.SUPERVISION_LETTER.label,
        doc_no=facts.paper_number,
        signer=facts.word("by"),
        clerk=facts.assigner,
        phone=facts.assigner_phone,
    )


def propose_listing(facts: Facts) -> str:
    """挂牌待签: to the one who signs; the unit stands in full, so the place does not repeat it."""
    return in_words(
        texts.PROPOSE_LISTING,
        facts,
        sign_by=moment(facts.act_by(), facts.at),
        place=cut(facts.place, PLACE_LENGTH),
        criterion=cut(facts.criterion, REMARK_LENGTH),
        due=moment(facts.rectify_by, facts.at),
    )


def verify(facts: Facts) -> str:
    """验收请求: to the verifier."""
    submitted_at = moment(facts.submitted_at, facts.at)
    return in_words(
        texts.VERIFY, facts, verify_by=moment(facts.act_by(), facts.at), submitted_at=submitted_at
    )


def send_back(facts: Facts) -> str:
    """退回: what is still missing."""
    return in_words(
        texts.SEND_BACK,
        facts,
        redo_by=moment(facts.due(), facts.at),
        missing=facts.reason(),
        times=count(facts.send_backs),
        verifier=facts.word("by"),
        phone=facts.actor_phone,
    )


def closed(facts: Facts) -> str:
    """销号通知: nothing more to do. The days are calendar days from report to closure."""
    took = days_left(facts.closed_at, facts.reported_at) if facts.closed_at and facts.reported_at else 0
    return in_words(
        texts.CLOSED,
        facts,
        number=facts.number,
        closed_on=moment(facts.closed_at, facts.at),
        closer=facts.actor(),
        days=count(took),
    )


def extension(facts: Facts) -> str:
    """延期结果: granted or not."""
    return in_words(
        texts.EXTENSION,
        facts,
        due=moment(facts.due(), facts.at),
        outcome=OUTCOMES.get(facts.action, ""),
        first_due=moment(facts.first_rectify_by, facts.at),
        decider=facts.actor(),
    )


def transfer(facts: Facts) -> str:
    """移交: it went to another department; interim control stays with us."""
    return in_words(
        texts.TRANSFER,
        facts,
        department=str(facts.transfer.get("department") or ""),
        doc_no=str(facts.transfer.get("letter_number") or ""),
        reply_by=day(facts.transfer.get("reply_by")),
        clerk=facts.assigner,
        phone=facts.assigner_phone,
    )


def todo(facts: Facts) -> str:
    """待办: the next step is the reader's."""
    step = STEPS_AFTER.get(facts.action) or STEPS.get(facts.state, "办理")
    due = facts.act_by()
    return in_words(
        texts.TODO,
        facts,
        due=moment(due, facts.at),
        step=step,
        left=left(due, facts.at),
        happened=facts.action.timeline,
    )


def sign(facts: Facts) -> str:
    """待签发: sign the paper, or decline it with a reason."""
    return in_words(texts.SIGN, facts, due=moment(facts.act_by(), facts.at))


def waiting(facts: Facts) -> str:
    """超时: a step waits too long; to its holder, then to his superiors."""
    return in_words(
        texts.WAITING, facts, waiting=CLOCK_LABELS.get(facts.clock, state_label(facts.state, facts.line))
    )


def inform(facts: Facts) -> str:
    """知悉: nothing to do."""
    return in_words(texts.INFORM, facts, happened=facts.action.timeline)


def undelivered(facts: Facts) -> str:
    """未送达: to the superior of somebody whom no channel reaches."""
    kind = facts.word("of")
    about = NoticeKind(kind).label if kind in set(NoticeKind) else ""
    return in_words(texts.UNDELIVERED, facts, who=facts.word("who"), about=about)


BY_KIND: dict[NoticeKind, Callable[[Facts], str]] = {
    NoticeKind.NEW_TASK: new_task,
    NoticeKind.REMIND: remind,
    NoticeKind.URGE: urge,
    NoticeKind.CLIMB: climb,
    NoticeKind.SUPERVISE: supervise,
    NoticeKind.PROPOSE_LISTING: propose_listing,
    NoticeKind.VERIFY: verify,
    NoticeKind.SEND_BACK: send_back,
    NoticeKind.CLOSED: closed,
    NoticeKind.EXTENSION: extension,
    NoticeKind.TRANSFER: transfer,
    NoticeKind.TODO: todo,
    NoticeKind.SIGN: sign,
    NoticeKind.WAITING: waiting,
    NoticeKind.INFORM: inform,
    NoticeKind.UNDELIVERED: undelivered,
}
