"""What notices of earlier releases kept in words where today's keep a value: the one place where such words are read.

A notice is shown for as long as its person has not answered it, and in their list for ever. Up to 0.1.0 `next_step`
was the button of the act that comes next, and the last day to ask for an extension stood only in the sum of its clock.
"""

import re
from datetime import date, datetime

from domain.actions import Action
from domain.calendar import end_of

NEXT_STEPS = {
    "催办": Action.URGE,
    "系统提醒": Action.REMIND,
    "拟发": Action.PROPOSE_MEASURE,
    "提请挂牌": Action.PROPOSE_LISTING,
}
"""The buttons as they were then."""
_RESULT = re.compile(r"= (\d{4}-\d{2}-\d{2})")


def result_of(because: str) -> datetime | None:
    """Give the end of the day that a sum such as “到期前 5 个工作日 = 2026-11-13” comes to."""
    found = _RESULT.search(because)
    return end_of(date.fromisoformat(found[1])) if found else None
