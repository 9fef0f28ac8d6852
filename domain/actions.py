"""Every action that can change a hazard: its word, its button and its line in the timeline."""

from enum import StrEnum
from typing import Self

from domain.words import Line


class Action(StrEnum):
    """What somebody does. `button` is what the person presses, `timeline` what the record says."""

    button: str
    timeline: str

    def __new__(cls, value: str, button: str = "", timeline: str = "") -> Self:
        """Keep the word as the stored value; the timeline says the same as the button unless told otherwise."""
        action = str.__new__(cls, value)
        action._value_ = value
        action.button = button
        action.timeline = timeline or button
        return action

    REPORT = "report", "上报", "上报隐患"
    IMPORT = "import", "导入", "历史台账导入"
    CLOSE_ON_SPOT = "close_on_spot", "核实销号", "立查立改，核实销号"
    REGISTER = "register", "登记"
    DISMISS = "dismiss", "不予登记"
    REPORT_UP = "report_up", "直报卫健委", "直报"
    GIVE_BACK = "give_back", "退回单位办理", "直报退回单位办理"
    UPGRADE = "upgrade", "认定重大", "认定为重大事故隐患"
    DOWNGRADE = "downgrade", "认定一般", "认定为一般事故隐患"
    TAKE_OVER = "take_over", "提级办理"
    ASSIGN = "assign", "交办"
    TAKE_BACK = "take_back", "收回"
    ACCEPT = "accept", "签收"
    ACCEPT_FOR = "accept_for", "代为签收", "代为签收"
    DECLINE = "decline", "退签"
    REASSIGN = "reassign", "转办"
    FILE_PLAN = "file_plan", "报方案", "报送治理方案"
    APPROVE_PLAN = "approve_plan", "审查通过", "治理方案审查通过"
    RETURN_PLAN = "return_plan", "退回修改", "治理方案退回"
    REPORT_PROGRESS = "report_progress", "报进展", "报送进展"
    REQUEST_EXTENSION = "request_extension", "申请延期"
    GRANT_EXTENSION = "grant_extension", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    NAME_GROUP = "name_group", "指定验收组", "指定验收组"
    SUBMIT = "submit", "我已改完", "报请验收"
    WITHDRAW = "withdraw", "撤回"
    SEND_BACK = "send_back", "退回整改"
    PASS = "pass", "验收通过"
    APPROVE_CLOSURE = "approve_closure", "同意销号", "销号"
    REFUSE_CLOSURE = "refuse_closure", "不予销号"
    TRANSFER = "transfer", "移交"
    ACKNOWLEDGE_TRANSFER = "acknowledge_transfer", "登记回执", "对方签收"
    CONCLUDE_TRANSFER = "conclude_transfer", "移交办结"
    REOPEN = "reopen", "重新整改"
    LOOK_BACK_OK = "look_back_ok", "回头看合格"
    VOID = "void", "作废"
    UNDO_IMPORT = "undo_import", "撤销导入"
    URGE = "urge", "催办"
    REMIND = "remind", "系统提醒"
    PROPOSE_MEASURE = "propose_measure", "拟发", "拟发（提请签发）"
    SIGN_MEASURE = "sign_measure", "签发"
    EDIT_MEASURE = "edit_measure", "改稿", "修改文稿"
    DECLINE_MEASURE = "decline_measure", "不予签发"
    SERVE_MEASURE = "serve_measure", "送达"
    ACKNOWLEDGE_MEASURE = "acknowledge_measure", "签收文书"
    ANSWER_MEASURE = "answer_measure", "反馈"
    RECORD_MEETING = "record_meeting", "登记约谈", "登记约谈记录"
    PROPOSE_LISTING = "propose_listing", "提请挂牌", "提请挂牌督办"
    LIST = "list", "签发挂牌", "挂牌督办"
    DECLINE_LISTING = "decline_listing", "不予挂牌"
    PUBLISH = "publish", "登记公示", "公示"
    LIFT = "lift", "同意摘牌", "摘牌"
    REFUSE_LIFTING = "refuse_lifting", "不同意摘牌"
    SUSPEND_USE = "suspend_use", "停用"
    REQUEST_RESUME = "request_resume", "申请恢复使用"
    RESUME_USE = "resume_use", "同意恢复", "同意恢复使用"
    REFUSE_RESUME = "refuse_resume", "不同意恢复", "不同意恢复使用"
    FOLLOW = "follow", "告知主隐患结果", "主隐患有结果"
    HAND_OVER = "hand_over", "交接", "离岗交接"
    TAKE_ON = "take_on", "接手", "办理人变更"
    RECALCULATE = "recalculate", "重算期限", "期限重算"
    BEGIN_TASK = "begin_task", "开始", "任务开始"
    HAND_IN = "hand_in", "完成", "完成任务"
    MISS_TASK = "miss_task", "逾期", "逾期未办"
    WAIVE = "waive", "免办", "任务免办"


BEGINS = frozenset({Action.REPORT, Action.IMPORT})
"""What begins a hazard."""
BUTTONS_BY_LINE: dict[tuple[Action, Line], str] = {
    (Action.SUBMIT, Line.MAJOR): "报请验收",
    (Action.PASS, Line.AUTHORITY): "自验通过",
    (Action.APPROVE_CLOSURE, Line.AUTHORITY): "复查销号",
}


def button(action: Action, line: Line) -> str:
    """The word on the button, as the people of this line call it."""
    return BUTTONS_BY_LINE.get((action, line), action.button)


DUTIES: dict[Action, str] = {
    Action.CLOSE_ON_SPOT: "请核实",
    Action.SUBMIT: "请整改",
    Action.APPROVE_PLAN: "请审查方案",
    Action.GRANT_EXTENSION: "请审批延期",
    Action.PASS: "请验收",
    Action.APPROVE_CLOSURE: "请审定销号",
    Action.CONCLUDE_TRANSFER: "请跟进移交答复",
    Action.LIST: "请审签挂牌",
    Action.LIFT: "请审批摘牌",
    Action.SIGN_MEASURE: "请审签",
    Action.RESUME_USE: "请复核恢复使用",
    Action.HAND_IN: "请巡查",
}
DUTIES_BY_LINE: dict[tuple[Action, Line], str] = {
    (Action.PASS, Line.AUTHORITY): "请自验",
    (Action.APPROVE_CLOSURE, Line.AUTHORITY): "请复查销号",
}


def duty(action: Action, line: Line) -> str:
    """What is asked of whoever holds it, as 待办 says it: never the decision itself."""
    return DUTIES_BY_LINE.get((action, line)) or DUTIES.get(action) or f"请{button(action, line)}"
