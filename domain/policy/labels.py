"""What each value of a policy is called, and what it rests on: the page 规则, refusals and the record say it so."""

from domain.words import Category

UNIT_LINES = "单位级 / 监管级 / 重大"
SHORT_LONG = "较短 / 较长的期限"
LOCAL = "本地规定"
ORDER_61 = "公安部令第61号第三十一条"
SAFETY_LAW = "安全生产法第六十五条"

LABELS: dict[str, tuple[str, str, str]] = {
    "listing_mode": ("挂牌督办何时提请", "", LOCAL),
    "rectify.immediate": ("整改：立即能改的", "", ORDER_61),
    "rectify.simple": ("整改：简单整改", "", LOCAL),
    "rectify.parts": ("整改：更换配件、维修", "", LOCAL),
    "rectify.budget": ("整改：需要经费", "", LOCAL),
    "rectify.project": ("整改：需要施工", "", LOCAL),
    "rectify.longest_days": ("一般隐患最长天数（再长须报方案）", "", LOCAL),
    "rectify.major_cap_days": ("重大隐患期限上限天数", "", LOCAL),
    "rectify.absolute_cap_days": ("任何延期都不能超过的天数", "", LOCAL),
    "rectify.by_category.other": ("整改种类：其他类别", "", LOCAL),
    "assign.default_post": ("交办未指定人时交给", "", LOCAL),
    "waits.register": ("登记", UNIT_LINES, LOCAL),
    "waits.assign": ("交办", UNIT_LINES, LOCAL),
    "waits.accept": ("签收", UNIT_LINES, LOCAL),
    "waits.accept_immediate": ("签收：立即整改", "", LOCAL),
    "waits.verify": ("复核验收", UNIT_LINES, LOCAL),
    "waits.verify_on_spot": ("立查立改核实", "", LOCAL),
    "waits.close": ("销号审批", UNIT_LINES, LOCAL),
    "waits.grade": ("疑似重大的等级认定", "", LOCAL),
    "waits.plan": ("报治理方案", UNIT_LINES, LOCAL),
    "waits.plan_review": ("审查方案", UNIT_LINES, LOCAL),
    "waits.sign": ("签发文书", UNIT_LINES, LOCAL),
    "waits.sign_heavy": ("签发通报、约谈", "", LOCAL),
    "waits.list": ("签发挂牌", "", LOCAL),
    "waits.lift": ("办理摘牌", "", LOCAL),
    "waits.publish": ("公示挂牌、摘牌", "", LOCAL),
    "waits.serve": ("送达文书", "", LOCAL),
    "waits.answer": ("反馈督办函", UNIT_LINES, LOCAL),
    "waits.record": ("登记约谈记录", "", LOCAL),
    "waits.transfer_receipt": ("移交后等回执", "", LOCAL),
    "waits.transfer_answer": ("移交后等答复", "", LOCAL),
    "waits.transfer_again_every": ("移交未答复，每隔多久再催", "", LOCAL),
    "waits.steps_after": ("办理超时后第几个工作日逐级上报", "第一级 / 第二级", LOCAL),
    "waits.repeat_every": ("办理超时后每隔几个工作日再催", "", LOCAL),
    "progress.over_days": ("期限超过多少天须报进展", "", LOCAL),
    "progress.every_days": ("每隔多少天报进展", UNIT_LINES, LOCAL),
    "ladder.at": ("提醒、催办的时刻", "", LOCAL),
    "ladder.immediate_at": ("立即整改的提醒时刻", "", LOCAL),
    "ladder.remind_before": ("到期前几天提醒（0 为当天）", "", LOCAL),
    "ladder.remind_before_short": ("短期限到期前几天提醒", "", LOCAL),
    "ladder.short_days": ("多少天以内算短期限", "", LOCAL),
    "ladder.ask_extension_before_working_days": ("申请延期截止前几个工作日提醒", "", LOCAL),
    "ladder.urge": ("超期几天催办", "", LOCAL),
    "ladder.supervise": ("超期几天督办", "", LOCAL),
    "ladder.climb": ("超期几天提级、通报、约谈", "", LOCAL),
    "ladder.list_major": ("重大超期几天提请挂牌", "", LOCAL),
    "ladder.list_general": ("一般超期几天提请等级认定", "", LOCAL),
    "ladder.listed_told": ("挂牌到期后几天报告", "", LOCAL),
    "ladder.listed_handover": ("挂牌到期后几天提请移交、问责", "", LOCAL),
    "ladder.repeat_every": ("催办每隔几天重复", "", LOCAL),
    "ladder.delays_to_list": ("第几次延误提请认定", "", LOCAL),
    "ladder.rung_three_paper": ("第三级先发哪种文书", "", LOCAL),
    "ladder.interim_evening": ("未落实临时管控：当天几点报告", "", LOCAL),
    "ladder.interim_morning": ("未落实临时管控：次日几点报告", "", LOCAL),
    "extension.times": ("延期至多几次", "", LOCAL),
    "extension.short_days": ("延期：多少天以内算较短期限", "", LOCAL),
    "extension.ask_before": ("一般：到期前多久申请延期", SHORT_LONG, LOCAL),
    "extension.decide_in": ("一般：多久内决定延期", SHORT_LONG, LOCAL),
    "extension.major_long_days": ("重大：超过多少天算较长期限", "", LOCAL),
    "extension.major_ask_before": ("重大：到期前多久申请延期", SHORT_LONG, LOCAL),
    "extension.major_decide_in": ("重大：多久内决定延期", SHORT_LONG, LOCAL),
    "again.days": ("退回后再整改天数：一般", "", LOCAL),
    "again.major_days": ("退回后再整改天数：重大", "", LOCAL),
    "on_spot.not_again_within_days": ("同一处多少天内不能再立查立改", "", LOCAL),
    "look_back.general_within_days": ("一般：销号后多少天内抽查回头看", "", LOCAL),
    "look_back.major_days": ("重大：销号后第几天回头看", "", LOCAL),
    "suspension.commission_orders": ("卫健委可以决定停用", "", SAFETY_LAW),
    "suspension.ask": ("验收后多久申请恢复使用", "", LOCAL),
    "suspension.review": ("恢复使用复核", UNIT_LINES, LOCAL),
    "suspension.every_days": ("仍在停用，每隔多少天过问", "", LOCAL),
    "small_unit.verifier_may_close": ("人员不足的单位，验收人可以兼销号", "", LOCAL),
}
"""Path of a value -> (what it is called, what several values stand for in their order, what it rests on)."""
LABELS |= {
    f"rectify.by_category.{category}": (f"整改种类：{category.label}", "", LOCAL) for category in Category
}
SETTLED_ELSEWHERE = (
    "extends",
    "name",
    "title",
    "edition",
    "assign.post_by_category",
    "evidence",
    "quiet",
    "messages",
    "papers",
)
"""What an edition leaves as it is. Messages and evidence are not frozen on a hazard; proofs are about security."""
