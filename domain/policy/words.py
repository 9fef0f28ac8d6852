"""A policy in the words of those it binds: what the 系统 page and the JSON API show of it."""

from collections.abc import Iterator, Sequence

from domain.calendar import Term
from domain.policy.model import Kind, Policy
from domain.words import Line

LISTING = {"on_identification": "认定重大即提请", "on_overdue": "重大超期即提请", "by_decision": "由领导决定"}
WORK: dict[Kind, str] = {
    "immediate": "立即能改的",
    "simple": "简单整改",
    "parts": "更换配件、维修",
    "budget": "需要经费",
    "project": "需要施工",
}


def in_words(policy: Policy) -> Iterator[tuple[str, str]]:
    """What it sets, as pairs of a label and its value; a term that differs by line is named for each."""
    rectify, waits, ladder, quiet = policy.rectify, policy.waits, policy.ladder, policy.quiet
    yield "整改期限", "，".join(f"{name} {rectify.term(kind).label()}" for kind, name in WORK.items())
    yield "整改期限上限", f"一般 {rectify.longest_days} 天，再长须报方案；重大 {rectify.major_cap_days} 天"
    yield "登记", _by_line(waits.register_)
    yield "交办", _by_line(waits.assign)
    yield "签收", _by_line(waits.accept)
    yield "复核验收", _by_line(waits.verify)
    yield "销号审批", _by_line(waits.close)
    yield "等级认定", waits.grade.label()
    yield "到期提醒", "提前 " + "、".join(f"{days} 天" for days in ladder.remind_before if days) + "和当天"
    yield (
        "超期升级",
        (
            f"{ladder.urge} 天催办，{ladder.supervise} 天督办，{ladder.climb} 天{ladder.rung_three_paper.label}，"
            f"一般 {ladder.list_general} 天提请认定重大"
        ),
    )
    yield "挂牌督办", LISTING[policy.listing_mode]
    suspension = policy.suspension
    yield "停用", "卫健委也可决定" if suspension.commission_orders else "由单位决定，卫健委提出建议"
    yield "恢复使用", f"验收通过后 {suspension.ask.label()} 内申请；复核 {_by_line(suspension.review)}"
    yield "延期", f"至多 {policy.extension.times} 次"
    yield "再整改", f"一般 {policy.again.days} 天，重大 {policy.again.major_days} 天"
    yield "免打扰", f"{quiet.from_} 至次日 {quiet.to}，紧急的除外"
    asked = "、".join(kind.label for kind in policy.papers.proof_for)
    yield "签发时再填密码", asked or "不需要"
    yield "消息", f"重大之外每人每天至多 {policy.messages.most_a_day} 条"


def _by_line(terms: Sequence[Term]) -> str:
    """One term when all lines share it, otherwise each after its line."""
    if len(set(terms)) == 1:
        return terms[0].label()
    return "，".join(f"{line.label} {term.label()}" for line, term in zip(Line, terms, strict=True))
