"""When a submission says why the hazard came to be (settled point 33)."""

from domain.cases.case import Case
from domain.words import Line

MANY_RETURNS = 2
"""From so many returns on 报请验收 asks why."""


def why_the_cause_is_asked(case: Case) -> str | None:
    """Why 报请验收 asks for the cause; None when it does not."""
    if case.line is Line.MAJOR:
        return "重大隐患报请验收"
    if case.hazard.send_backs >= MANY_RETURNS:
        return f"本条已被退回 {case.hazard.send_backs} 次"
    if case.came_back_from is not None:
        named = f"（{case.came_back_from}）" if case.came_back_from else ""
        return f"同一部位、同一类别的隐患{named}销号不久又发生"
    return None
