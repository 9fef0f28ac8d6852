"""What is special about the form of an action: order, hints, what it leaves out. The rest follows its command."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.actions import Action, button
from domain.cases.case import Case
from domain.commands import PRESSED_BY_PEOPLE, Command
from domain.use import Use
from domain.words import Line

A = Action
Lines = frozenset[Line]
ALL = frozenset(Line)
UNIT_ONLY = frozenset({Line.UNIT})
NOT_UNIT = ALL - UNIT_ONLY
MAJOR_ONLY = frozenset({Line.MAJOR})
NOT_MAJOR = ALL - MAJOR_ONLY
ASIDE = ("on_behalf_of", "scan")
"""代录: only 经办 sees these, folded away."""


@dataclass(frozen=True)
class Recipe:
    """One form.

    `first` are the fields that come first; `only` limits a field to some lines; `needs` makes a field required that
    the command leaves open; `marks` says at its label when a field is not simply optional; `labels` is
    what a question of the form is called where the title of its field would not tell it; `nested` is the second
    act of a composition; `title` overrides the button's word.
    """

    action: Action
    title: str | None = None
    first: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    only: Mapping[str, Lines] = field(default_factory=dict)
    needs: Mapping[str, Lines] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    nested: str | None = None
    danger: str = ""

    @property
    def command(self) -> type[Command]:
        """The command it makes."""
        return PRESSED_BY_PEOPLE[self.action]

    def name(self, case: Case) -> str:
        """What the button says on this line."""
        if self.action is A.ACCEPT and case.line is not Line.UNIT and not case.hazard.fixer_id:
            return "签收并落实责任人"
        if self.action is A.SUSPEND_USE and case.hazard.use == Use.SUSPENDED:
            return "扩大停用或永久停用"
        return self.title or button(self.action, case.line)


HELPERS = "一起动手的人；不能再参加验收、销号"
INTERIM = "改完之前靠什么保证安全；无需管控可不填"
QUOTED = {"number": "上级机关挂牌的，登记其批复文号", "dated": "上级文件的日期，不填即今天"}
HANDING_OVER = {
    "measures": "要做成什么样，一句话写清",
    "interim": INTERIM,
    "due": "不选上面的类型时，在这里定日期",
    "funds": "无需资金可不填",
    "helpers": HELPERS,
}
GRADING = {
    "criterion": "写明判定标准的名称、版本和条款",
    "panel": "您本人以外的认定人员；须三人以上，或含经办人",
}
UNTIL_WHEN = {"term": "整改类型和期限", "due": "另定日期"}
"""On the form both ask until when: the kind with its days, or another date."""
OF_ASSIGN = {"to": UNIT_ONLY, "term": NOT_MAJOR}


def inside(prefix: str, rules: Mapping[str, Lines]) -> dict[str, Lines]:
    """The same rules for a nested command."""
    return {f"{prefix}.{name}": lines for name, lines in rules.items()}


SPECIAL: Mapping[str, Recipe] = {
    "register": Recipe(A.REGISTER, leave_out=("level",)),
    "register-assign": Recipe(
        A.REGISTER,
        "登记并交办",
        leave_out=("level",),
        nested="assign",
        first=(
            "category",
            "subcategory",
            "source",
            "assign.to",
            "assign.measures",
            "assign.term",
            "assign.due",
            "description",
            "place",
            "found_at",
            "photos",
            "no_photo_because",
        ),
        only=inside("assign", OF_ASSIGN),
        hints={f"assign.{name}": text for name, text in HANDING_OVER.items()},
        labels={f"assign.{name}": text for name, text in UNTIL_WHEN.items()},
    ),
    "give_back": Recipe(
        A.GIVE_BACK,
        first=("reason", "description", "place"),
        danger="退回后由本单位安全管理员登记办理；谁报的，单位看不到。",
    ),
    "dismiss": Recipe(
        A.DISMISS,
        hints={"duplicate_of": "主隐患的编号", "checked": "怎么核实的，看到了什么"},
        marks={"duplicate_of": "“重复”时必填"},
    ),
    "upgrade": Recipe(
        A.UPGRADE,
        first=("criterion", "panel", "interim"),
        leave_out=("due", "measures", "funds"),
        needs={"panel": ALL},
        hints=GRADING,
    ),
    "upgrade-assign": Recipe(
        A.UPGRADE,
        "认定并交办",
        first=("criterion", "panel", "interim", "measures", "due", "description", "place", "found_at"),
        needs={"due": ALL, "panel": ALL},
        hints=GRADING,
    ),
    "downgrade": Recipe(
        A.DOWNGRADE, only={"panel": MAJOR_ONLY, "officer_opinion": UNIT_ONLY}, needs={"panel": MAJOR_ONLY}
    ),
    "assign": Recipe(
        A.ASSIGN,
        first=("to", "measures", "term", "due"),
        only=OF_ASSIGN,
        hints=HANDING_OVER,
        labels=UNTIL_WHEN,
    ),
    "accept": Recipe(
        A.ACCEPT,
        only={"fixer": NOT_UNIT, "helpers": NOT_UNIT},
        hints={"fixer": "由谁动手整改；时限从交办起算，签收不影响时限", "helpers": HELPERS},
    ),
    "accept_for": Recipe(
        A.ACCEPT_FOR,
        hints={"whom": "姓名；电话送达的写明号码", "told_at": "不填即现在", "helpers": HELPERS},
    ),
    "decline": Recipe(A.DECLINE, hints={"reason": "为什么不归您管，该归谁"}),
    "reassign": Recipe(A.REASSIGN, hints={"reason": "期限不变"}),
    "file_plan": Recipe(A.FILE_PLAN, hints={"due": "治理完成的日期", "schedule": "分几步，各到哪天"}),
    "report_progress": Recipe(
        A.REPORT_PROGRESS,
        first=("note", "photos", "blocker", "interim"),
        hints={"note": "一句话或一张照片即可"},
    ),
    "request_extension": Recipe(A.REQUEST_EXTENSION, hints={"photos": "采购、施工等凭证，选填"}),
    "name_group": Recipe(A.NAME_GROUP, hints={"members": "连组长在内，卫健委人员须两名以上"}),
    "submit": Recipe(
        A.SUBMIT,
        first=("photos", "result"),
        only={"self_check": MAJOR_ONLY, "staff_told_on": MAJOR_ONLY},
        needs={"self_check": MAJOR_ONLY, "staff_told_on": MAJOR_ONLY},
        hints={
            "photos": "在同一位置拍整改后的样子",
            "result": "改了什么，一句话写清",
            "cause": "重大隐患、退回两次以上、90 天内同一部位再次发生的须写明",
            "lasting_measure": "改了什么制度、明确谁、多久查一次；进入制度措施清单",
        },
        marks=dict.fromkeys(("cause", "lasting_measure"), "同一部位再次发生的须填")
        | {"cause_note": "选“其他”时须填"},
    ),
    "withdraw": Recipe(A.WITHDRAW, danger="撤回后回到整改中，期限不变。"),
    "send_back": Recipe(A.SEND_BACK, hints={"reason": "还缺什么，写具体，便于一次补齐"}),
    "transfer": Recipe(A.TRANSFER, first=("department", "ground", "letter_number", "reply_by")),
    "take_over": Recipe(A.TAKE_OVER, danger="提级后由卫健委督办，整改责任人和期限不变。"),
    "void": Recipe(A.VOID, danger="作废用于误录，编号保留，不能恢复。"),
    "list": Recipe(A.LIST, hints={"number": "上级机关挂牌的，登记其文号"}),
    "publish": Recipe(A.PUBLISH, hints={"where": "如 单位公示栏、委官网网址；公示内容不写个人信息"}),
    "lift": Recipe(A.LIFT, hints=QUOTED),
    "lift-close": Recipe(A.LIFT, "同意摘牌并销号", nested="closing", hints=QUOTED),
    "refuse_lifting": Recipe(A.REFUSE_LIFTING, hints={"reason": "同时不予销号，退回整改", **QUOTED}),
    "take_back": Recipe(
        A.TAKE_BACK, hints=dict.fromkeys(("answered_on", "photos"), "已移交的须填：对方书面答复“不归其管”")
    ),
    "pass": Recipe(
        A.PASS,
        only={"without_because": MAJOR_ONLY},
        hints={"without_because": "仅验收组组长填：两名卫健委人员签署后，说明原因即结束本次验收"},
    ),
    "suspend_use": Recipe(
        A.SUSPEND_USE,
        first=("scope", "what", "moved_out", "photos", "since", "for_good"),
        hints={
            "scope": "局部：下面写明的部位、设备；全部：整个单位停业",
            "what": "写到现场认得出的程度，如：住院楼5层东侧病区、2号电梯",
            "moved_out": "撤出多少人、转到哪里；本来无人的写明无人",
            "photos": "拍下已经封闭、断电或挂牌的样子",
            "since": "不填即现在；须先撤人停用，再登记",
            "for_good": "不再恢复使用的勾选；以后仍可申请恢复",
        },
        danger="停用后，未经同意任何人不得恢复使用；在该处的各页显示红色提示。",
    ),
    "request_resume": Recipe(
        A.REQUEST_RESUME,
        hints={"done": "改了什么，为什么现在可以安全使用", "photos": "拍下现在的样子，不用以前的照片"},
    ),
    "resume_use": Recipe(
        A.RESUME_USE,
        only={"way": NOT_MAJOR},
        first=("photos", "way", "opinion", "conditions"),
        hints={"photos": "复核时在现场拍", "conditions": "恢复使用后要一直做到的，选填"},
    ),
    "refuse_resume": Recipe(
        A.REFUSE_RESUME, hints={"reason": "还缺什么，写具体", "photos": "复核时在现场拍"}
    ),
    "sign_measure": Recipe(A.SIGN_MEASURE, leave_out=("draft",)),
    "edit_measure": Recipe(
        A.EDIT_MEASURE,
        hints={
            "addressee": "不填即按台账写",
            "asks": "每行一项；整改要求、临时管控和反馈期限由系统写入",
            "cc": "多个单位用顿号分开",
            "meet_at": "只有约谈通知书才填时间、地点和人员",
        },
    ),
    "serve_measure": Recipe(
        A.SERVE_MEASURE,
        hints={
            "meet_at": "只有约谈才填时间、地点和人员",
            "photos": "选填；送达回证可在文书页打印，收件人签字后拍照",
        },
    ),
    "record_meeting": Recipe(
        A.RECORD_MEETING,
        hints={"talked_to": "实际到场的人和职务，多人用顿号分开", "demands": "每行一项"},
    ),
    "urge": Recipe(A.URGE, hints={"note": "选填；每天一次"}),
}

RECIPES: dict[str, Recipe] = {
    **{name: Recipe(A(name)) for name in PRESSED_BY_PEOPLE if name != A.REPORT},
    **SPECIAL,
}
"""Address word -> form. Compositions stand beside the plain action they begin with."""
