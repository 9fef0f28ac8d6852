"""The vocabulary: every state, line, role, action and kind, each with its Chinese label."""

from domain.word import Word


class Line(Word):
    """办理层级: who acts. Derived from the hazard, never typed."""

    UNIT = "unit", "单位级"
    AUTHORITY = "authority", "监管级"
    MAJOR = "major", "重大"


class Level(Word):
    """隐患级别: a fact named by criterion, never a punishment for lateness."""

    GENERAL = "general", "一般事故隐患"
    MAJOR = "major", "重大事故隐患"


class State(Word):
    """办理状态, with the neutral word used by filters and statistics."""

    REPORTED = "reported", "待登记"
    REGISTERED = "registered", "待交办"
    ASSIGNED = "assigned", "待签收"
    RECTIFYING = "rectifying", "整改中"
    VERIFYING = "verifying", "待复核"
    VERIFIED = "verified", "待销号"
    CLOSED = "closed", "已销号"
    TRANSFERRED = "transferred", "已移交"
    DISMISSED = "dismissed", "不予登记"
    VOIDED = "voided", "已作废"


OPEN_STATES = frozenset(set(State) - {State.CLOSED, State.DISMISSED, State.VOIDED})

STATE_LABELS_BY_LINE: dict[Line, dict[State, str]] = {
    Line.UNIT: {},
    Line.AUTHORITY: {State.VERIFIED: "待复查销号", State.TRANSFERRED: "已移交（待答复）"},
    Line.MAJOR: {
        State.RECTIFYING: "治理中",
        State.VERIFYING: "待现场验收",
        State.VERIFIED: "待销号审批",
        State.TRANSFERRED: "已移交（待答复）",
    },
}


def state_label(state: State, line: Line) -> str:
    """The state as the people of this line call it, whoever holds it: no post is named."""
    return STATE_LABELS_BY_LINE[line].get(state, state.label)


class Listing(Word):
    """挂牌督办 track, beside the rectification."""

    NONE = "none", "未挂牌"
    PROPOSED = "proposed", "待签发"
    LISTED = "listed", "挂牌督办中"
    LIFTING = "lifting", "摘牌审批中"
    LIFTED = "lifted", "已摘牌"


class PaperState(Word):
    """A paper's life (督办措施). A letter is issued and served; a request inside the house is agreed to, then done."""

    PROPOSED = "proposed", "待签发"
    ISSUED = "issued", "已签发"
    AGREED = "agreed", "已同意，待办"
    SERVED = "served", "已送达"
    ANSWERED = "answered", "已反馈"
    DECLINED = "declined", "不予签发"
    FILED = "filed", "已成文"


class PaperKind(Word):
    """Kinds of papers that supervision proposes and a named person signs."""

    INTERNAL_ORDER = "internal_order", "督办单"
    TAKE_OVER_LETTER = "take_over_letter", "提级办理和督促函"
    SUPERVISION_LETTER = "supervision_letter", "督办函"
    CIRCULAR = "circular", "通报"
    SUMMONS = "summons", "约谈通知书"
    GRADING_REQUEST = "grading_request", "提请等级认定"
    TRANSFER_REQUEST = "transfer_request", "提请移交"
    COPY_OUT = "copy_out", "抄告函"
    HANDOVER_LETTER = "handover_letter", "移交函"
    ADVICE = "advice", "工作建议函"
    WARNING = "warning", "警示函"
    LISTING_NOTICE = "listing_notice", "挂牌督办通知书"
    LIFTING_REPLY = "lifting_reply", "摘牌批复"
    EXTENSION_OPINION = "extension_opinion", "延期审批意见"
    RECTIFICATION_NOTICE = "rectification_notice", "整改通知书"
    CLOSING_OPINION = "closing_opinion", "验收意见书"
    PLAN_OPINION = "plan_opinion", "治理方案审查意见"
    LIFTING_REQUEST = "lifting_request", "摘牌申请"
    SUSPENSION_NOTICE = "suspension_notice", "停用通知"
    RESUMPTION_REPLY = "resumption_reply", "恢复使用批复"
    MEETING_RECORD = "meeting_record", "约谈记录"


REQUESTS = frozenset({PaperKind.GRADING_REQUEST, PaperKind.TRANSFER_REQUEST})
"""Requests inside the house: no outgoing number, nothing to serve; signed, they open the act they ask for."""
EVERYDAY = frozenset({PaperKind.RECTIFICATION_NOTICE, PaperKind.CLOSING_OPINION})
"""Written for each hazard of the commission: their text is kept, their PDF laid out when it is asked for."""
OF_USE = frozenset({PaperKind.SUSPENSION_NOTICE, PaperKind.RESUMPTION_REPLY})
"""Of the body whose post decided on use, a unit's or the commission's."""
OF_LISTING = frozenset({PaperKind.LISTING_NOTICE, PaperKind.LIFTING_REPLY, PaperKind.LIFTING_REQUEST})
OPINIONS = frozenset({PaperKind.EXTENSION_OPINION, PaperKind.PLAN_OPINION})
RECORDS = EVERYDAY | OF_USE | OF_LISTING | OPINIONS | {PaperKind.MEETING_RECORD}
"""Written by the act that decides, asks or records; proposed by nobody."""
TO_OTHERS = frozenset({PaperKind.COPY_OUT, PaperKind.HANDOVER_LETTER})
"""Letters to other departments: their answers come on paper and are entered by 经办."""


class Role(Word):
    """A post that a person holds at a unit; one person may hold several, a post may be empty."""

    STAFF = "staff", "一线岗位人员"
    DEPARTMENT_HEAD = "department_head", "科室负责人"
    OFFICER = "officer", "安全管理员"
    DEPUTY = "deputy", "分管负责人"
    CHIEF = "chief", "主要负责人"
    DESK = "desk", "卫健委经办人"
    LEADER = "leader", "卫健委分管负责人"
    HEAD = "head", "卫健委主要负责人"
    EXPERT = "expert", "专家"
    AUDITOR = "auditor", "审计管理员"
    ADMIN = "admin", "系统管理员"


class UnitKind(Word):
    """What a node of the organisation tree is."""

    AUTHORITY = "authority", "主管部门"
    INSTITUTION = "institution", "单位"
    DEPARTMENT = "department", "科室"


class Source(Word):
    """发现方式. Those found by the commission make the line 监管级."""

    DAILY_CHECK = "daily_check", "单位自查（日查）"
    WEEKLY_CHECK = "weekly_check", "单位自查（周查）"
    MONTHLY_CHECK = "monthly_check", "单位自查（月查）"
    STAFF_REPORT = "staff_report", "员工上报"
    SPECIAL_CHECK = "special_check", "单位专项检查"
    THIRD_PARTY = "third_party", "第三方检测"
    DEVICE_ALARM = "device_alarm", "设备报警"
    INSPECTION = "inspection", "监督检查"
    UNANNOUNCED = "unannounced", "暗访（四不两直）"
    CROSS_CHECK = "cross_check", "交叉互查"
    JOINT_INSPECTION = "joint_inspection", "联合检查"
    HIGHER_SUPERVISION = "higher_supervision", "上级督查"
    DEPARTMENT_TRANSFER = "department_transfer", "部门移交（抄告）"
    COMPLAINT_CHECK = "complaint_check", "举报核查"
    LOOK_BACK = "look_back", "回头看"
    HISTORY_IMPORT = "history_import", "历史导入"


UNIT_SOURCES = frozenset(list(Source)[: list(Source).index(Source.INSPECTION)])
AUTHORITY_SOURCES = frozenset(set(Source) - UNIT_SOURCES)


class Category(Word):
    """隐患类别 of health institutions (codes 01-21)."""

    FIRE = "01", "消防安全"
    ELECTRICITY = "02", "用电安全"
    GAS = "03", "燃气安全"
    CHEMICALS = "04", "危险化学品"
    SPECIAL_EQUIPMENT = "05", "特种设备"
    MEDICAL_GAS = "06", "医用气体"
    BUILDINGS = "07", "既有建筑"
    CONSTRUCTION = "08", "建筑施工"
    CONFINED_SPACE = "09", "有限空间"
    HOT_WORK = "10", "动火与临时作业"
    RADIATION = "11", "放射防护"
    CONTROLLED_DRUGS = "12", "毒麻精药品"
    BIOSAFETY = "13", "实验室生物安全"
    WASTE = "14", "医疗废物与污水"
    CROWDS = "15", "人员密集与踩踏"
    VEHICLES = "16", "救护车与道路交通"
    CARE = "17", "医养结合与托育"
    DISASTER = "18", "自然灾害"
    OCCUPATIONAL = "19", "职业病危害"
    MANAGEMENT = "20", "安全管理"
    ORDER = "21", "治安与医疗秩序"


class ClosingKind(Word):
    """How a hazard ended well."""

    RECTIFIED = "rectified", "整改销号"
    ON_SPOT = "on_spot", "立查立改销号"
    TRANSFERRED = "transferred", "移交办结"


class Blocker(Word):
    """卡点: why the work is stuck, in one tap."""

    MONEY = "money", "缺钱"
    PARTS = "parts", "缺件"
    OUTSIDE = "outside", "等外部"
    RESPONSIBILITY = "responsibility", "责任不清"
    OTHER = "other", "其他"


class DismissReason(Word):
    """Why a report is not registered."""

    DUPLICATE = "duplicate", "重复"
    NOT_TRUE = "not_true", "不属实"
    NO_HAZARD = "no_hazard", "不属隐患"


class NoticeKind(Word):
    """Which message a person is owed."""

    NEW_TASK = "new_task", "新任务"
    REMIND = "remind", "提醒"
    URGE = "urge", "催办"
    CLIMB = "climb", "升级"
    SUPERVISE = "supervise", "文书送达"
    PROPOSE_LISTING = "propose_listing", "挂牌待签"
    VERIFY = "verify", "验收请求"
    SEND_BACK = "send_back", "退回"
    CLOSED = "closed", "销号通知"
    EXTENSION = "extension", "延期结果"
    TRANSFER = "transfer", "移交"
    USE = "use", "停用、恢复使用"
    TODO = "todo", "待办"
    SIGN = "sign", "待签发"
    WAITING = "waiting", "超时"
    INFORM = "inform", "知悉"
    UNDELIVERED = "undelivered", "未送达"


class Urgency(Word):
    """How soon a notice may be sent."""

    URGENT = "urgent", "立即"
    NORMAL = "normal", "日间"
