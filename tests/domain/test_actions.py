"""What 待办 asks is a duty, never the decision that somebody may take."""

import pytest

from domain.actions import DUTIES, Action, button, duty
from domain.hazard.sheets import LISTING_SHEET, MEASURE_SHEET, RECTIFICATION_SHEET
from domain.words import Line

DECISIONS = ("同意", "通过", "不予", "我已", "退回")
ASKED = {
    act
    for sheet in (RECTIFICATION_SHEET, LISTING_SHEET, MEASURE_SHEET)
    for wait in sheet.values()
    if wait
    for act in wait.asks
}


@pytest.mark.parametrize("line", Line)
@pytest.mark.parametrize("act", sorted(ASKED | {Action.GRANT_EXTENSION, Action.APPROVE_PLAN}))
def test_what_is_asked_names_no_decision(act: Action, line: Line) -> None:
    said = duty(act, line)
    assert said.startswith("请")
    assert not any(word in said for word in DECISIONS), said


def test_a_duty_of_its_own_differs_from_the_button() -> None:
    assert all(duty(act, Line.UNIT) != f"请{button(act, Line.UNIT)}" for act in DUTIES)
