"""Lives of hazards as somebody would press them on the pages: (day and hour, who, form, what they type)."""

from typing import Any

from tests.api.site import PASSWORD

Press = tuple[str, str, str, dict[str, Any]]
PLAN = dict.fromkeys(("goals", "methods", "money", "people", "schedule", "safety"), "已写明")
GROUP = {"leader": "office", "members": ["office2", "expert"]}
LEARNT = {"cause": "duty", "lasting_measure": "值班双签，每周查一次"}
BY_THE_CHIEF = {
    "result": "已改完",
    "photo": "green",
    "self_check": "合格",
    "staff_told_on": "2026-11-20",
    **LEARNT,
}
MAJOR = {"criterion": "判定清单第三项", "panel": ["office"], "interim": "专人看守"}
SUSPECTED = {"suspected_major": True, "interim": "专人看守"}
HANDED = {"measures": "清理并上锁"}
LONGER = {**HANDED, "to": "fixer1", "due": "2026-12-20"}
LETTER = {"department": "市场监管局", "ground": "电梯", "letter_number": "1号"}
STOPPED = {"scope": "part", "what": "5层东侧病区", "moved_out": "病人已转至6层"}
SOON = {**MAJOR, "due": "2026-11-04"}

LONG: list[Press] = [
    ("11-02 09:10", "officer1", "register", {}),
    (
        "11-02 09:20",
        "deputy1",
        "assign",
        {**HANDED, "to": "fixer1", "due": "2026-12-20", "term": [], "helpers": ["nurse1"]},
    ),
    ("11-02 09:30", "deputy1", "take_back", {"reason": "写错了"}),
    ("11-02 09:40", "deputy1", "assign", LONGER),
    ("11-02 09:50", "fixer1", "decline", {"reason": "不归我管"}),
    ("11-02 10:00", "deputy1", "assign", LONGER),
    ("11-02 10:10", "officer1", "accept_for", {"way": "phone", "whom": "费某 1380000"}),
    ("11-02 10:20", "fixer1", "file_plan", PLAN),
    ("11-02 10:30", "deputy1", "return_plan", {"reason": "缺经费"}),
    ("11-02 10:40", "fixer1", "file_plan", PLAN),
    ("11-02 10:50", "deputy1", "approve_plan", {}),
    ("11-02 11:00", "fixer1", "report_progress", {"note": "已询价", "blocker": "money"}),
    ("11-02 11:10", "fixer1", "request_extension", {"until": "2026-12-31", "reason": "等配件"}),
    ("11-02 11:20", "deputy1", "refuse_extension", {"reason": "可先拆除"}),
    (
        "11-02 11:30",
        "fixer1",
        "request_extension",
        {"until": "2026-12-31", "reason": "等配件", "photo": "blue"},
    ),
    ("11-02 11:40", "deputy1", "grant_extension", {}),
    ("11-02 11:50", "deputy1", "urge", {"note": "请抓紧"}),
    ("11-02 12:00", "officer1", "propose_measure", {"kind": "internal_order", "because": "进展慢"}),
    ("11-02 12:10", "deputy1", "decline_measure", {"reason": "再看看"}),
    ("11-02 12:20", "officer1", "propose_measure", {"kind": "internal_order", "because": "进展慢"}),
    ("11-02 12:25", "officer1", "edit_measure", {"asks": "本周内清空走道", "cc": "后勤科"}),
    ("11-02 12:30", "deputy1", "sign_measure", {}),
    ("11-02 12:40", "officer1", "serve_measure", {"received_by": "护理部"}),
    ("11-02 12:45", "dept1", "acknowledge_measure", {}),
    ("11-02 12:50", "dept1", "answer_measure", {"answer": "本周完成"}),
    ("11-02 13:00", "fixer1", "submit", {"result": "已清理", "photo": "green"}),
    ("11-02 13:10", "fixer1", "withdraw", {}),
    ("11-02 13:20", "fixer1", "submit", {"result": "已清理", "photo": "green"}),
    ("11-02 13:30", "officer1", "send_back", {"reason": "还有一张床"}),
    ("11-02 13:40", "fixer1", "submit", {"result": "已清理", "photo": "yellow"}),
    ("11-02 13:50", "officer1", "pass", {"opinion": "合格"}),
    ("11-02 14:00", "deputy1", "refuse_closure", {"reason": "照片不清"}),
    ("11-02 14:10", "fixer1", "submit", {"result": "已清理", "photo": "white", **LEARNT}),
    ("11-02 14:20", "officer1", "pass", {"opinion": "合格"}),
    ("11-02 14:30", "deputy1", "approve_closure", {}),
    ("11-10 09:00", "officer1", "look_back_ok", {"photo": "purple"}),
    ("11-11 09:00", "officer1", "reopen", {"reason": "又堆了床", "photo": "orange"}),
]
LISTED: list[Press] = [
    ("11-02 09:10", "leader", "upgrade-assign", SOON),
    ("11-02 09:20", "chief1", "accept", {"fixer": "fixer1"}),
    ("11-06 09:00", "head", "decline_listing", {"reason": "已有进展", "look_again": "2026-11-09"}),
    ("11-10 10:00", "head", "list", {"until": "2026-12-31"}),
    ("11-11 09:00", "chief1", "file_plan", {**PLAN, "due": "2026-12-20"}),
    ("11-11 10:00", "leader", "approve_plan", {}),
    ("11-11 11:00", "leader", "name_group", GROUP),
    ("11-20 09:00", "chief1", "submit", BY_THE_CHIEF),
    ("11-20 09:30", "expert", "pass", {"opinion": "合格"}),
    ("11-20 10:00", "office", "pass", {"opinion": "合格"}),
    ("11-20 11:00", "office2", "pass", {"opinion": "合格"}),
]
DIARIES: dict[str, tuple[str, dict[str, Any], list[Press]]] = {
    "long": ("nurse1", {}, LONG),
    "on the spot": (
        "nurse1",
        {"fixed": {"fixer": "fixer1"}},
        [("11-02 09:10", "officer1", "close_on_spot", {})],
    ),
    "past the unit": (
        "nurse1",
        {},
        [
            ("11-02 09:10", "officer1", "dismiss", {"reason": "no_hazard", "checked": "现场看过"}),
            ("11-02 09:20", "nurse1", "report_up", {"reason": "确实危险"}),
            ("11-02 09:30", "office", "dismiss", {"reason": "no_hazard", "checked": "现场看过"}),
        ],
    ),
    "given back": (
        "nurse1",
        {"addressed_to": "authority"},
        [
            (
                "11-02 09:10",
                "office",
                "give_back",
                {"reason": "不属重大", "description": "走道不畅", "no_photo_because": "未到现场"},
            ),
            ("11-02 09:20", "officer1", "register", {}),
        ],
    ),
    "written up": (
        "nurse1",
        {"addressed_to": "authority"},
        [
            (
                "11-02 09:10",
                "office",
                "register-assign",
                {"assign.measures": "清理", "description": "检查发现走道不畅", "photo": "grey"},
            ),
            ("11-02 09:30", "officer1", "accept", {"fixer": "fixer1"}),
        ],
    ),
    "taken over": (
        "nurse1",
        {},
        [
            ("11-02 09:10", "office", "take_over", {"reason": "单位不办"}),
            ("11-02 09:20", "office", "register-assign", {"assign.measures": "清理"}),
            ("11-02 09:30", "officer1", "accept", {"fixer": "fixer1"}),
            (
                "11-02 09:40",
                "leader",
                "transfer",
                {"department": "市场监管局", "ground": "电梯", "letter_number": "1号"},
            ),
            ("11-02 09:50", "office", "acknowledge_transfer", {"received_by": "收发室", "photo": "grey"}),
            (
                "11-02 10:00",
                "office",
                "conclude_transfer",
                {"answer": "已查处", "answered_on": "2026-11-02", "photo": "pink"},
            ),
        ],
    ),
    "no 重大 after all": (
        "nurse1",
        SUSPECTED,
        [
            ("11-02 09:10", "deputy1", "downgrade", {"reason": "够不上", "officer_opinion": "同意"}),
            (
                "11-02 09:20",
                "officer1",
                "register-assign",
                {"assign.to": "fixer1", "assign.measures": "清理"},
            ),
            ("11-02 09:30", "officer1", "reassign", {"to": "nurse1", "reason": "她在岗"}),
            ("11-02 09:40", "nurse1", "accept", {}),
        ],
    ),
    "a mistake": (
        "nurse1",
        {},
        [("11-02 09:30", "deputy1", "void", {"reason": "误报"})],
    ),
    "listed and lifted": (
        "office",
        SUSPECTED,
        [
            *LISTED,
            ("11-20 12:00", "head", "refuse_lifting", {"reason": "还差一处"}),
            ("11-21 09:00", "chief1", "submit", {**BY_THE_CHIEF, "photo": "yellow"}),
            ("11-21 10:00", "office", "pass", {"opinion": "合格"}),
            ("11-21 11:00", "office2", "pass", {"opinion": "合格"}),
            ("11-21 11:30", "office", "pass", {"opinion": "合格", "without_because": "专家出差，书面同意"}),
            ("11-21 09:30", "office", "publish", {"where": "县卫健委网站", "on": "2026-11-20"}),
            ("11-21 12:00", "head", "lift", {}),
            ("11-21 13:00", "leader", "approve_closure", {}),
        ],
    ),
    "lifted and closed in one press": (
        "office",
        SUSPECTED,
        [*LISTED, ("11-20 12:00", "head", "lift-close", {})],
    ),
    "a ward out of use": (
        "nurse1",
        {},
        [
            (
                "11-02 09:10",
                "officer1",
                "register-assign",
                {"assign.to": "fixer1", "assign.measures": "清理"},
            ),
            ("11-02 09:20", "deputy1", "suspend_use", {**STOPPED, "photo": "navy"}),
            ("11-02 09:30", "officer1", "request_resume", {"done": "已清理", "photo": "teal"}),
            ("11-02 09:40", "chief1", "refuse_resume", {"reason": "还有一张床", "photo": "olive"}),
            ("11-02 09:50", "officer1", "request_resume", {"done": "已全部清理", "photo": "silver"}),
            ("11-02 10:00", "chief1", "resume_use", {"conditions": "每班查看", "photo": "gold"}),
            ("11-02 10:10", "deputy1", "suspend_use", {**STOPPED, "photo": "maroon"}),
            ("11-02 10:20", "chief1", "suspend_use", {**STOPPED, "for_good": "true", "photo": "indigo"}),
        ],
    ),
    "called in": (
        "office",
        {},
        [
            ("11-02 09:10", "office", "register-assign", {"assign.measures": "清理"}),
            ("11-02 09:20", "office", "propose_measure", {"kind": "summons", "because": "屡催不改"}),
            ("11-02 09:30", "leader", "sign_measure", {"password": PASSWORD}),
            (
                "11-02 09:40",
                "office",
                "serve_measure",
                {"received_by": "院办", "meet_at": "2026-11-03T09:00", "meet_place": "三楼会议室"},
            ),
            (
                "11-03 11:00",
                "office",
                "record_meeting",
                {
                    "talked_by": "李主任、王科长",
                    "talked_to": "周院长",
                    "minutes": "通报情况，对方表示立即整改",
                    "demands": "一周内修好防火门",
                    "demands_by": "2026-11-10",
                    "photo": "beige",
                },
            ),
        ],
    ),
    "graded, then handed over": (
        "office",
        SUSPECTED,
        [("11-02 09:10", "leader", "upgrade", MAJOR), ("11-02 09:20", "leader", "assign", HANDED)],
    ),
}
