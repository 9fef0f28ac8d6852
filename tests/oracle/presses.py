"""What a form holds when somebody presses: for each button a body that lacks nothing, whoever presses."""

from collections.abc import Callable
from itertools import count
from typing import Any

from tests.api.site import PASSWORD
from tests.oracle.situation import Situation, between_reporter_and_commission

Body = Callable[[Situation], dict[str, Any]]
PLAN = dict.fromkeys(("goals", "methods", "money", "people", "schedule", "safety"), "见附件")


LETTERS = count(101)
ANSWER = {"answered_on": "2026-11-02", "photos": ["blue"]}
PANEL = ["office", "office2", "expert"]


LEARNT = {"cause": "duty", "lasting_measure": "双签"}


def submission(now: Situation) -> dict[str, Any]:
    """重大 says more."""
    said = {"result": "已整改", "photos": ["green"]}
    return said | (
        {"self_check": "合格", "staff_told_on": "2026-11-02", **LEARNT} if now.line == "重大" else {}
    )


def in_own_words(now: Situation) -> dict[str, Any]:
    """Case E: of a report in confidence the commission says itself what it found."""
    if not between_reporter_and_commission(now):
        return {}
    own = {
        "description": "检查发现通道不畅",
        "found_at": "2026-11-02T00:00:00Z",
        "no_photo_because": "现场记录",
    }
    return {**own, "interim": "专人看守"}


BODIES: dict[str, Body] = {
    "close_on_spot": lambda _: {},
    "register": in_own_words,
    "give_back": lambda now: {"reason": "不属直报范围", **in_own_words(now)},
    "dismiss": lambda _: {"reason": "no_hazard", "checked": "现场查看"},
    "report_up": lambda _: {"reason": "单位未处理"},
    "upgrade": lambda now: {
        "criterion": "现场所见已属重大", "panel": PANEL, "interim": "专人看守", **in_own_words(now)
    },
    "downgrade": lambda _: {"reason": "不构成", "panel": PANEL, "officer_opinion": "同意"},
    "take_over": lambda _: {"reason": "久拖不改"},
    "assign": lambda now: {
        "to": "fixer1" if now.line == "单位级" else "001", "measures": "清理", "due": "2026-11-20"
    },
    "take_back": lambda now: {"reason": "交办有误"} | (ANSWER if now.state == "transferred" else {}),
    "accept": lambda now: {} if now.line == "单位级" else {"fixer": "fixer1"},
    "accept_for": lambda _: {"way": "phone", "whom": "值班员"},
    "decline": lambda _: {"reason": "不归我管"},
    "reassign": lambda _: {"to": "dept1", "reason": "岗位调整"},
    "file_plan": lambda _: PLAN,
    "approve_plan": lambda _: {},
    "return_plan": lambda _: {"reason": "缺经费一项"},
    "report_progress": lambda _: {"note": "已联系厂家"},
    "request_extension": lambda _: {"until": "2027-01-20", "reason": "等配件"},
    "grant_extension": lambda _: {},
    "refuse_extension": lambda _: {"reason": "应当克服"},
    "name_group": lambda _: {"leader": "office", "members": ["office2", "expert"]},
    "submit": submission,
    "withdraw": lambda _: {},
    "send_back": lambda _: {"reason": "照片不清"},
    "pass": lambda _: {"opinion": "合格"},
    "approve_closure": lambda _: {},
    "refuse_closure": lambda _: {"reason": "现场仍有杂物"},
    "transfer": lambda _: {
        "department": "市场监管局", "ground": "电梯未检", "letter_number": f"临卫移〔2026〕{next(LETTERS)}号"
    },
    "acknowledge_transfer": lambda _: {"received_by": "收发室", "received_on": "2026-11-02", "photos": ["orange"]},
    "conclude_transfer": lambda _: {"answer": "已责令停用", **ANSWER},
    "reopen": lambda now: {"reason": "又堆放了", "photos": ["blue"], **in_own_words(now)},
    "look_back_ok": lambda _: {"photos": ["purple"]},
    "void": lambda _: {"reason": "误录"},
    "urge": lambda _: {},
    "propose_measure": lambda _: {"kind": "transfer_request", "because": "不归本单位"},
    "sign_measure": lambda _: {"password": PASSWORD},
    "edit_measure": lambda _: {"asks": "请于本周内清空走道"},
    "decline_measure": lambda _: {"reason": "再看一看", "look_again": "2026-12-24"},
    "serve_measure": lambda _: {"received_by": "院办"},
    "acknowledge_measure": lambda _: {},
    "answer_measure": lambda _: {"answer": "已部署"},
    "record_meeting": lambda _: {
        "held_at": "2026-11-02T03:30:00Z", "meet_place": "三楼会议室", "talked_by": "李主任", "talked_to": "周院长",
        "minutes": "通报情况", "demands": "本周整改", "demands_by": "2026-11-09",
    },
    "list": lambda _: {"until": "2026-12-31"},
    "decline_listing": lambda _: {"reason": "已在整改", "look_again": "2026-12-24"},
    "publish": lambda _: {"where": "县卫健委网站", "on": "2026-11-02"},
    "lift": lambda _: {},
    "refuse_lifting": lambda _: {"reason": "未达标"},
    "suspend_use": lambda _: {
        "scope": "whole", "what": "走道", "moved_out": "无人滞留", "for_good": True, "photos": ["navy"]
    },
    "request_resume": lambda _: {"done": "已清理", "photos": ["teal"]},
    "resume_use": lambda _: {"photos": ["olive"]},
    "refuse_resume": lambda _: {"reason": "仍有病床", "photos": ["olive"]},
}  # fmt: skip
BY_THE_COMMISSION: dict[str, dict[str, Any]] = {
    "reassign": {"to": "002", "reason": "属另一单位"},
    "list": {"level": "city", "number": "市安委〔2026〕9号", "until": "2026-12-31"},
}
"""Where the commission's own form says something else: across units, and a higher body's paper."""
