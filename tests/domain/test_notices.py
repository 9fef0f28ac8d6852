"""What a notice tells its reader: until when they must act, and what happens if nobody does."""

from datetime import date, datetime
from typing import Any

from domain.clock import SITE_ZONE
from domain.commands import GrantExtension, RequestExtension
from domain.words import Line, State
from tests.scenes import lifting, scene
from tests.stage import KEYS, Stage


def told(stage: Stage, name: str) -> dict[str, str | None]:
    """Who was told by the last line, with this fact of their notice; moments as MM-DD HH:MM in Shanghai."""
    return {KEYS[owed.person_id]: _said(owed.data.get(name)) for owed in stage.lines[-1].owed}


def _said(value: Any) -> str | None:
    try:
        return f"{datetime.fromisoformat(value).astimezone(SITE_ZONE):%m-%d %H:%M}"
    except (TypeError, ValueError):
        return value if isinstance(value, str) else None


def test_whoever_must_act_hears_until_when_and_nobody_else_is_given_a_date() -> None:
    assert told(scene(Line.UNIT, State.ASSIGNED), "act_by") == {
        "fixer1": "11-04 00:00",
        "nurse1": None,  # 协办
        "dept1": None,
    }
    assert told(scene(Line.AUTHORITY, State.ASSIGNED), "act_by") == {
        "officer1": "11-04 00:00",
        "nurse1": None,
        "chief1": None,
    }
    assert told(scene(Line.MAJOR, State.ASSIGNED), "act_by")["chief1"] is not None
    assert set(told(scene(Line.AUTHORITY, State.CLOSED), "act_by").values()) == {None}


def test_a_missed_wait_announces_its_own_next_step() -> None:
    stage = scene(Line.AUTHORITY, State.ASSIGNED)
    stage.sweep("2026-11-04 00:00")
    waited = stage.lines[-1].entry
    assert (waited["clock"], waited["rung"]) == ("accept", 1)
    assert told(stage, "next_at") == {"officer1": "11-04 09:00"}
    assert told(stage, "next_person") == {"officer1": "deputy1"}


def test_an_extension_beyond_the_longest_term_owes_no_plan_that_was_never_asked_for() -> None:
    stage = scene(Line.AUTHORITY, State.RECTIFYING)
    stage.press(
        "officer1", "2026-11-09 10:00", RequestExtension(until=date(2026, 12, 20), reason="配件到货延迟")
    )
    stage.press("leader", "2026-11-10 10:00", GrantExtension())
    before = len(stage.lines)
    stage.sweep("2026-11-24 10:00")
    assert stage.lines[before:] == [], "neither a plan nor fourteen days without a report are owed yet"
    stage.sweep("2026-11-25 10:00")
    assert [line.entry["clock"] for line in stage.lines[before:]] == ["progress"]


def test_who_lifts_a_listing_is_asked_when_it_can_be_lifted_and_not_to_verify() -> None:
    stage = lifting()
    submitted = next(line for line in stage.lines if line.entry["action"] == "submit")
    assert "head" not in {KEYS[owed.person_id] for owed in submitted.owed}
    assert told(stage, "step")["head"] == "批准摘牌"
    assert told(stage, "act_by")["head"] is not None
