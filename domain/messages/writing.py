"""The words people read: one function for each kind of notice, and the digest of several.

Plain words, the action first, at most 120 characters as written, never a reporter's name or word.
"""

from collections.abc import Callable
from datetime import datetime

from domain.actions import Action
from domain.hazard.labels import CLOCK_LABELS
from domain.hazard.sheets import step_of
from domain.messages import texts
from domain.messages.facts import SPOKEN_INSTEAD, UNSPOKEN, Facts
from domain.messages.taming import tame
from domain.messages.wording import (
    PLACE_LENGTH,
    REMARK_LENGTH,
    ahead,
    ahead_by,
    by,
    count,
    cut,
    days_left,
    fill,
    is_past,
    left,
    moment,
    past,
)
from domain.words import NoticeKind, PaperKind, State, state_label

OUTCOMES = {Action.GRANT_EXTENSION: "延期已同意", Action.REFUSE_EXTENSION: "延期未同意"}
ON_THE_WAY = frozenset({"interim", "plan", "progress", "reply"})
"""Clocks that remind and urge for something other than the end of the work."""
STEPS_AFTER = {
    Action.REQUEST_EXTENSION: "决定是否同意延期",
    Action.FILE_PLAN: "审查治理方案",
    Action.RETURN_PLAN: "修改治理方案后重报",
}


def spoken(said: str) -> str:
    """Say it without the word that is never sent. Whatever links stand in it are made words before."""
    return said.replace(UNSPOKEN, SPOKEN_INSTEAD)


def in_words(template: str, facts: Facts, **values: str) -> str:
    """Fill a text with what is common and what this kind adds."""
    said = {name: text if name == "link" else tame(text) for name, text in (facts.common() | values).items()}
    return spoken(fill(template, said))


def asking(template: str, facts: Facts, until: dict[str, datetime | None], **values: str) -> str:
    """Fill a text that asks for something until a moment; once that has passed it says so and asks for today."""
    ((name, due),) = until.items()
    late = past(due, facts.at)
    asked = {name: by(due, facts.at), "left": "" if late else left(due, facts.at)}
    said = in_words(template, facts, **asked, **values)
    return f"{late}，{said}" if late else said


def new_task(facts: Facts) -> str:
    """新任务: to the one who must put it right."""
    return asking(
        texts.NEW_TASK,
        facts,
        {"due": facts.due()},
        phone=facts.assigner_phone,
        decline_by=ahead_by(facts.act_by(), facts.at),
    )


def remind(facts: Facts) -> str:
    """提醒: before the date, of the work or of something else that is owed."""
    if facts.clock in ON_THE_WAY:
        return waiting(facts)
    return asking(texts.REMIND, facts, {"due": facts.due()}, extension_by=facts.extension_by())


def urge(facts: Facts) -> str:
    """催办: the date has passed, of the work or of something else that is owed."""
    if facts.clock in ON_THE_WAY:
        return waiting(facts)
    by_hand = not facts.clock
    if by_hand and facts.state is not State.RECTIFYING:  # whoever holds it is asked for their own act
        return in_words(texts.URGE_HOLDER, facts, state=state_label(facts.state, facts.line))
    due = facts.due()
    if by_hand and facts.rectify_by and not is_past(due, facts.at):
        return asking(texts.REMIND, facts, {"due": due}, extension_by="")
    anothers_moment = {"next_at": ""} if by_hand else {}
    return in_words(texts.URGE, facts, **anothers_moment)


def climb(facts: Facts) -> str:
    """升级: to a leader, for a person, money or a date."""
    return in_words(texts.CLIMB, facts)


def supervise(facts: Facts) -> str:
    """文书送达: what the paper asks; who served it is asked, who signed it is named."""
    by_the_receiver = facts.action is Action.ACKNOWLEDGE_MEASURE  # who served it themself is nobody to ask
    of_the_paper = {
        "paper": facts.paper_called() or PaperKind.SUPERVISION_LETTER.label,
        "doc_no": facts.number_of_paper(),
        "signer": facts.word("signer"),
        "clerk": "" if by_the_receiver else facts.word("by"),
        "phone": "" if by_the_receiver else facts.actor_phone,
    }
    if facts.word("paper_kind") == PaperKind.SUMMONS:
        when = ahead(facts.instant("meet_at"), facts.at)
        where, people = facts.word("meet_place"), facts.word("attendees")
        return in_words(texts.SUMMONS, facts, when=when, where=where, people=people, **of_the_paper)
    due = moment(facts.first_rectify_by or facts.rectify_by, facts.at)
    return asking(texts.SUPERVISE, facts, {"reply_by": facts.act_by()}, due=due, **of_the_paper)


def propose_listing(facts: Facts) -> str:
    """挂牌待签: to the one who signs; the unit stands in full, so the place does not repeat it."""
    return asking(
        texts.PROPOSE_LISTING,
        facts,
        {"sign_by": facts.act_by()},
        place=cut(facts.place, PLACE_LENGTH),
        criterion=cut(facts.criterion, REMARK_LENGTH),
        due=moment(facts.rectify_by, facts.at),
    )


def verify(facts: Facts) -> str:
    """验收请求: to the verifier."""
    submitted_at = moment(facts.submitted_at, facts.at)
    return asking(texts.VERIFY, facts, {"verify_by": facts.act_by()}, submitted_at=submitted_at)


def send_back(facts: Facts) -> str:
    """退回: what is still missing."""
    return asking(
        texts.SEND_BACK,
        facts,
        {"redo_by": facts.due()},
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
    return asking(
        texts.EXTENSION,
        facts,
        {"due": facts.due()},
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
        reply_by=ahead(facts.reply_by(), facts.at),
        clerk=facts.assigner,
        phone=facts.assigner_phone,
    )


def what_is_to_be_done(facts: Facts) -> tuple[str, datetime | None]:
    """Give the next step of the reader and until when; the rectification's date is no other step's."""
    step = facts.word("step") or STEPS_AFTER.get(facts.action) or step_of(facts.state) or "办理"
    return step, facts.act_by() or (facts.due() if step == step_of(State.RECTIFYING) else None)


def todo(facts: Facts) -> str:
    """待办: the next step is the reader's."""
    step, due = what_is_to_be_done(facts)
    return asking(texts.TODO, facts, {"due": due}, step=step, happened=facts.happened())


def sign(facts: Facts) -> str:
    """待签发: sign the paper, or decline it with a reason."""
    return asking(texts.SIGN, facts, {"due": facts.act_by()})


def waiting(facts: Facts) -> str:
    """超时: a step waits too long; to its holder, then to their superiors."""
    return in_words(
        texts.WAITING, facts, waiting=CLOCK_LABELS.get(facts.clock, state_label(facts.state, facts.line))
    )


def inform(facts: Facts) -> str:
    """知悉: nothing to do."""
    return in_words(texts.INFORM, facts, happened=facts.happened())


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
