"""What is said to others: letters, their receipts and answers, publications (rows 10, 26-28, 35, 37)."""

from datetime import date, datetime

from domain.calendar import day_of
from domain.cases.case import Case
from domain.cases.steps import Act
from domain.commands import AcknowledgeTransfer, ConcludeTransfer, Publish, TakeBack, Transfer
from domain.errors import WrongInput
from domain.hazard.checks.bounds import between, in_a_year, today
from domain.words import State


def letter_is_sound(case: Case, command: Transfer, _act: Act) -> None:
    """A reply is due after today, and a letter's number is its sender's own: no other hazard went out under it."""
    if command.reply_by and command.reply_by <= day_of(case.at):
        raise WrongInput("答复期限应在今天之后，请更正。", field="reply_by")
    between(command.reply_by, None, in_a_year(case.at), field="reply_by", called="答复期限")
    if case.letter_used_by:
        raise WrongInput(
            f"文号“{command.letter_number}”已用于{case.letter_used_by}，一份函一个文号，请核对。",
            field="letter_number",
        )


def received_before_now(case: Case, command: AcknowledgeTransfer, _act: Act) -> None:
    """Nothing was received on a day to come, nor before the letter went out."""
    between(command.received_on, _sent_on(case), today(case), field="received_on", called="签收日期")


def answer_is_on_file(case: Case, command: TakeBack | ConcludeTransfer, _act: Act) -> None:
    """Rows 10 and 28, settled point 25: only an answer counts, with its day and its scan or photo."""
    if case.hazard.state != State.TRANSFERRED:
        return
    if command.answered_on is None:
        raise WrongInput(
            "请填写对方书面答复的日期；只有回执、没有答复的，不能收回或办结。", field="answered_on"
        )
    between(command.answered_on, _sent_on(case), today(case), field="answered_on", called="对方答复的日期")
    if not command.photos:
        raise WrongInput("请上传对方书面答复的扫描件或照片。", field="photos")
    if case.shown_by(command.photos) & case.shown_by(case.shown_before):
        raise WrongInput("这张照片以前已经用过（如回执），请上传对方书面答复的扫描件或照片。", field="photos")


def _sent_on(case: Case) -> tuple[date, str]:
    return day_of(datetime.fromisoformat(case.hazard.terms["transfer"][1])), "移交之日"


def publication_is_sound(case: Case, command: Publish, _act: Act) -> None:
    """公示 is of what has happened, on a day that has come, and once."""
    listed = case.hazard.listed or {}
    if command.of == "lifting" and not listed.get("lifted"):
        raise WrongInput("尚未摘牌，只能登记挂牌的公示。", field="of")
    if "seq" not in listed:
        raise WrongInput("这次挂牌是早期版本登记的，没有单独的记录，不能登记公示。", field="of")
    if any(one["of"] == command.of for one in listed.get("published", ())):
        raise WrongInput("这次公示已经登记过，不用再登记。", field="of")
    found = (day_of(case.hazard.found_at), "发现之日")
    between(command.on, found, today(case), field="on", called="公示日期")
