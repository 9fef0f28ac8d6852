"""The text of a notice: one function for each `NoticeKind`, listed in `BY_KIND`.

A text begins with what is asked, has at most 120 characters as written, and never a reporter's name or words.
"""

from collections.abc import Callable
from datetime import datetime

from domain.actions import Action
from domain.hazard.labels import CLOCK_LABELS
from domain.hazard.sheets import step_of
from domain.messages import texts
from domain.messages.defanging import defang
from domain.messages.facts import Facts, without_unsent_word
from domain.messages.wording import (
    PLACE_LENGTH,
    REMARK_LENGTH,
    days_left,
    fill,
    is_past,
    lateness,
    moment,
    moment_if_ahead,
    positive,
    shorten,
    time_left_text,
    until,
    until_if_ahead,
)
from domain.words import NoticeKind, PaperKind, State, state_label

OUTCOMES = {Action.GRANT_EXTENSION: "延期已同意", Action.REFUSE_EXTENSION: "延期未同意"}
INTERMEDIATE_CLOCKS = frozenset({"interim", "plan", "progress", "reply", "out_of_use"})
"""Clocks that remind and urge for an intermediate step, not for the end of the rectification."""
STEPS_AFTER = {
    Action.REQUEST_EXTENSION: "决定是否同意延期",
    Action.FILE_PLAN: "审查治理方案",
    Action.RETURN_PLAN: "修改治理方案后重报",
}


def fill_text(template: str, facts: Facts, **values: str) -> str:
    """Fill a template with the placeholders of the facts and with `values`; the link alone stays a link."""
    said = {
        name: text if name == "link" else defang(text)
        for name, text in (facts.placeholders() | values).items()
    }
    return without_unsent_word(fill(template, said))


def fill_request(template: str, facts: Facts, asked_by: dict[str, datetime | None], **values: str) -> str:
    """Fill a text that asks for an act until a moment, named in `asked_by`.

    Once the moment has passed, the text begins with by how much and asks for the act today.
    """
    ((name, due),) = asked_by.items()
    late = lateness(due, facts.at)
    asked = {name: until(due, facts.at), "left": "" if late else time_left_text(due, facts.at)}
    said = fill_text(template, facts, **asked, **values)
    return f"{late}，{said}" if late else said


def new_task(facts: Facts) -> str:
    """新任务: to the 整改责任人."""
    return fill_request(
        texts.NEW_TASK,
        facts,
        {"due": facts.due()},
        phone=facts.assigner_phone,
        decline_by=until_if_ahead(facts.act_by(), facts.at),
    )


def remind(facts: Facts) -> str:
    """提醒: before the date of the rectification, or of an intermediate step."""
    if facts.clock in INTERMEDIATE_CLOCKS:
        return waiting(facts)
    return fill_request(texts.REMIND, facts, {"due": facts.due()}, extension_by=facts.extension_by())


def urge(facts: Facts) -> str:
    """催办: after the date of the rectification or of an intermediate step, or by hand at any time."""
    if facts.clock in INTERMEDIATE_CLOCKS:
        return waiting(facts)
    by_hand = not facts.clock
    if by_hand and facts.state is not State.RECTIFYING:  # the holder is asked for the act of this state
        return fill_text(texts.URGE_HOLDER, facts, state=state_label(facts.state, facts.line))
    due = facts.due()
    if by_hand and facts.rectify_by and not is_past(due, facts.at):
        return fill_request(texts.REMIND, facts, {"due": due}, extension_by="")
    next_at = {"next_at": ""} if by_hand else {}  # the next moment belongs to the clock, not to this act
    return fill_text(texts.URGE, facts, **next_at)


def climb(facts: Facts) -> str:
    """升级: asks a leader for a person, money or a date."""
    return fill_text(texts.CLIMB, facts)


def supervise(facts: Facts) -> str:
    """文书送达: what the paper asks for, its signer, and the clerk who served it as the contact."""
    by_the_receiver = facts.action is Action.ACKNOWLEDGE_MEASURE  # served by signing: there is no clerk
    of_the_paper = {
        "paper": facts.paper_label() or PaperKind.SUPERVISION_LETTER.label,
        "doc_no": facts.paper_number_text(),
        "signer": facts.text_of("signer"),
        "clerk": "" if by_the_receiver else facts.text_of("by"),
        "phone": "" if by_the_receiver else facts.actor_phone,
    }
    if facts.text_of("paper_kind") == PaperKind.SUMMONS:
        when = moment_if_ahead(facts.moment_of("meet_at"), facts.at)
        where, people = facts.text_of("meet_place"), facts.text_of("attendees")
        return fill_text(texts.SUMMONS, facts, when=when, where=where, people=people, **of_the_paper)
    due = moment(facts.first_rectify_by or facts.rectify_by, facts.at)
    return fill_request(texts.SUPERVISE, facts, {"reply_by": facts.act_by()}, due=due, **of_the_paper)


def propose_listing(facts: Facts) -> str:
    """挂牌待签: to the signer of the listing. The text names the unit itself, so the place is given without it."""
    return fill_request(
        texts.PROPOSE_LISTING,
        facts,
        {"sign_by": facts.act_by()},
        place=shorten(facts.place, PLACE_LENGTH),
        criterion=shorten(facts.criterion, REMARK_LENGTH),
        due=moment(facts.rectify_by, facts.at),
    )


def verify(facts: Facts) -> str:
    """验收请求: to the verifier."""
    submitted_at = moment(facts.submitted_at, facts.at)
    return fill_request(texts.VERIFY, facts, {"verify_by": facts.act_by()}, submitted_at=submitted_at)


def send_back(facts: Facts) -> str:
    """退回: what is missing, by when, and which return it is."""
    return fill_request(
        texts.SEND_BACK,
        facts,
        {"redo_by": facts.due()},
        missing=facts.reason(),
        times=positive(facts.send_backs),
        verifier=facts.text_of("by"),
        phone=facts.actor_phone,
    )


def closed(facts: Facts) -> str:
    """销号通知: nothing is asked. The days are calendar days from report to closure."""
    took = days_left(facts.closed_at, facts.reported_at) if facts.closed_at and facts.reported_at else 0
    return fill_text(
        texts.CLOSED,
        facts,
        number=facts.number,
        closed_on=moment(facts.closed_at, facts.at),
        closer=facts.actor(),
        days=positive(took),
    )


def extension(facts: Facts) -> str:
    """延期结果: granted or refused, with the date in force."""
    return fill_request(
        texts.EXTENSION,
        facts,
        {"due": facts.due()},
        outcome=OUTCOMES.get(facts.action, ""),
        first_due=moment(facts.first_rectify_by, facts.at),
        decider=facts.actor(),
    )


def transfer(facts: Facts) -> str:
    """移交: which department has it and by when its answer is due; interim control stays with the unit."""
    return fill_text(
        texts.TRANSFER,
        facts,
        department=str(facts.transfer.get("department") or ""),
        doc_no=str(facts.transfer.get("letter_number") or ""),
        reply_by=moment_if_ahead(facts.transfer_reply_by(), facts.at),
        clerk=facts.assigner,
        phone=facts.assigner_phone,
    )


def use(facts: Facts) -> str:
    """停用、恢复使用: to everybody concerned, to stop using the place, to use it again, or not to yet."""
    text = {Action.RESUME_USE: texts.USE_RESUMED, Action.REFUSE_RESUME: texts.USE_REFUSED}
    said = {"what": shorten(facts.text_of("what"), PLACE_LENGTH), "scope": facts.text_of("scope")}
    said["conditions"] = shorten(facts.text_of("conditions"), REMARK_LENGTH)
    return fill_text(text.get(facts.action, texts.USE_STOPPED), facts, **said)


def what_is_to_be_done(facts: Facts) -> tuple[str, datetime | None]:
    """Give the reader's next step and its date; the rectification date counts for the rectification alone."""
    step = facts.text_of("step") or STEPS_AFTER.get(facts.action) or step_of(facts.state) or "办理"
    return step, facts.act_by() or (facts.due() if step == step_of(State.RECTIFYING) else None)


def todo(facts: Facts) -> str:
    """待办: the reader's next step, and the act that led to it."""
    step, due = what_is_to_be_done(facts)
    return fill_request(texts.TODO, facts, {"due": due}, step=step, happened=facts.act_label())


def sign(facts: Facts) -> str:
    """待签发: asks for a signature, or a reason to decline."""
    return fill_request(texts.SIGN, facts, {"due": facts.act_by()})


def waiting(facts: Facts) -> str:
    """超时: a step is late; to its holder, then to their superiors."""
    return fill_text(
        texts.WAITING, facts, waiting=CLOCK_LABELS.get(facts.clock, state_label(facts.state, facts.line))
    )


def inform(facts: Facts) -> str:
    """知悉: what was done; nothing is asked."""
    return fill_text(texts.INFORM, facts, happened=facts.act_label())


def undelivered(facts: Facts) -> str:
    """未送达: to the superior of a person whom no channel reached."""
    kind = facts.text_of("of")
    about = NoticeKind(kind).label if kind in set(NoticeKind) else ""
    return fill_text(texts.UNDELIVERED, facts, who=facts.text_of("who"), about=about)


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
    NoticeKind.USE: use,
    NoticeKind.TODO: todo,
    NoticeKind.SIGN: sign,
    NoticeKind.WAITING: waiting,
    NoticeKind.INFORM: inform,
    NoticeKind.UNDELIVERED: undelivered,
}
