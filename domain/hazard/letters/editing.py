"""改稿: what somebody writes into a draft; what they leave as the ledger gives it goes on following the ledger."""

import re
from datetime import datetime
from typing import Any

from domain import clock
from domain.cases.case import Case
from domain.commands import EditMeasure, ServeMeasure
from domain.hazard.letters.drafting import own_addressee, own_asks
from domain.tables import Paper

SEPARATORS = re.compile(r"[、，,；;\s]+")


def edited(case: Case, paper: Paper, command: EditMeasure) -> dict[str, Any]:
    """What the draft keeps of an edit: the parts that differ from what the ledger gives."""
    asks = [line.strip() for line in (command.asks or "").splitlines() if line.strip()]
    said = {
        "addressee": "" if command.addressee == own_addressee(case, paper) else command.addressee,
        "asks": [] if asks == own_asks(case, paper) else asks,
        "cc": [body for body in SEPARATORS.split(command.cc or "") if body],
        "meeting": meeting_of(command),
    }
    return {name: told for name, told in said.items() if told}


def meeting_of(command: EditMeasure | ServeMeasure) -> dict[str, str]:
    """When, where and with whom a 约谈 is called, as far as the command tells."""
    told = {"at": command.meet_at and command.meet_at.isoformat(), "place": command.meet_place}
    return {name: said for name, said in (told | {"people": command.attendees}).items() if said}


def what_may_be_edited(case: Case, paper: Paper) -> dict[str, str]:
    """The parts of a draft that `edit_measure` takes, as they stand; empty ones are left out."""
    kept = paper.draft or {}
    meeting = kept.get("meeting") or {}
    parts = {
        "addressee": kept.get("addressee") or own_addressee(case, paper),
        "asks": "\n".join(kept.get("asks") or own_asks(case, paper)),
        "cc": "、".join(kept.get("cc", ())),
        "meet_place": meeting.get("place", ""),
        "attendees": meeting.get("people", ""),
        "meet_at": _typed(meeting["at"]) if "at" in meeting else "",
    }
    return {name: text for name, text in parts.items() if text}


def as_called(case: Case, paper: Paper) -> dict[str, str]:
    """What `record_meeting` starts with: where and with whom the 约谈 was called, and its hour once that has passed."""
    told = paper.meeting or {}
    hour = datetime.fromisoformat(told["at"]) if "at" in told else None
    parts = {
        "held_at": _typed(told["at"]) if hour and hour <= case.at else "",
        "meet_place": told.get("place", ""),
        "talked_to": told.get("people", ""),
    }
    return {name: text for name, text in parts.items() if text}


def meets_at(paper: Paper) -> datetime | None:
    """When the 约谈 that the draft calls begins, if it says so."""
    told = ((paper.draft or {}).get("meeting") or {}).get("at")
    return datetime.fromisoformat(told) if told else None


def _typed(iso: str) -> str:
    """A moment as a form takes it."""
    return f"{clock.site(datetime.fromisoformat(iso)):%Y-%m-%dT%H:%M}"
