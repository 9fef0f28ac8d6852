"""Under which condition on the hazard a row applies, whoever presses."""

from collections.abc import Callable

from tests.oracle.situation import (
    Situation,
    between_reporter_and_commission,
    not_registered_by_the_commission,
)

Condition = Callable[[Situation], bool]
OPEN = "reported registered assigned rectifying verifying verified transferred"


def always(_: Situation) -> bool:
    """No condition."""
    return True


def not_listed(case: Situation) -> bool:
    """Rows 7, 24; 2: only `lift` is an act of its own, before closing - so nothing ends or leaves while listed."""
    return case.listing not in {"挂牌督办中", "摘牌审批中"}


def listing(*states: str) -> Condition:
    """The listing track is in one of these."""
    return lambda case: case.listing in states


def use(*states: str) -> Condition:
    """The use of its place is in one of these."""
    return lambda case: case.use in states


def may_end(case: Situation) -> bool:
    """9.37: nothing ends while its place is suspended or its resuming is asked for."""
    return use("正常使用", "永久停用")(case)


def may_end_unlisted(case: Situation) -> bool:
    """Both: neither listed nor out of use."""
    return not_listed(case) and may_end(case)


def may_be_voided(case: Situation) -> bool:
    """Row 31: a mistake has had no result."""
    return not case.had_result and may_end(case)


def may_be_stopped(case: Situation) -> bool:
    """Row 39; the unit hears of it, so what the commission found or was told is registered first."""
    return use("正常使用", "停用（停业）中")(case) and not not_registered_by_the_commission(case)


def removed(case: Situation) -> bool:
    """9.36: a 重大 is accepted, with others, or closed."""
    return case.line != "重大" or case.state in {"verified", "transferred", "closed"}


def needs_a_plan(case: Situation) -> bool:
    """Row 15: 重大, or a term of more than 30 days; an approved plan stands."""
    return (case.long or case.line == "重大") and case.plan != "通过"


def written_up(case: Situation) -> bool:
    """Case E: what follows from a report in confidence carries the commission's own words, so it comes after them."""
    return not between_reporter_and_commission(case)


def fixed_here(case: Situation) -> bool:
    """Row 2: 一般, not suspected, fixed on the spot."""
    return case.fixed and not case.suspected and written_up(case) and may_end(case)


def may_be_listed(case: Situation) -> bool:
    """Row 36; the unit hears of a listing, so a report in confidence is written up first."""
    return listing("待签发", "未挂牌", "已摘牌")(case) and written_up(case)


def paper(*states: str) -> Condition:
    """The paper is in one of these."""
    return lambda case: case.paper is not None and case.paper[1] in states


def may_be_recorded(case: Situation) -> bool:
    """Row 35: a 约谈 whose 通知书 was served."""
    called = case.paper is not None and case.paper[0] == "约谈通知书"
    return called and paper("已送达", "已反馈")(case)


def may_be_signed_for(case: Situation) -> bool:
    """A served paper; one not served while the hazard is open, for signing serves it."""
    return paper("已送达")(case) or (paper("已签发")(case) and case.state in OPEN.split())
