"""Effects of rows 15-31: plans, progress, extensions, submission, verification, closing."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from domain.calendar import end_of
from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act
from domain.commands import (
    ApproveClosure,
    CloseOnSpot,
    FilePlan,
    GrantExtension,
    NameGroup,
    Pass,
    Reopen,
    ReportProgress,
    RequestExtension,
    SendBack,
    Submit,
    Transfer,
)
from domain.hazard.acceptance import enough_officials, outstanding
from domain.hazard.deadlines import again_sum
from domain.hazard.direct import in_own_words
from domain.hazard.effects.intake import NOT_HANDED_OVER, without_proposals
from domain.tables import Hazard
from domain.words import ClosingKind, Line, Listing, State


def file_the_plan(_case: Case, command: FilePlan, act: Act) -> Changes:
    """报送治理方案: six items; work does not wait for the review."""
    plan = command.model_dump(mode="json", exclude={"on_behalf_of", "scan"})
    return {"plan": {**plan, "state": "filed", "by": act.person}, "end": ("plan",), "begin": ("plan_review",)}


def approve_the_plan(case: Case, _command: Any, _act: Act) -> Changes:
    """审查通过: the date of a 重大's plan becomes its rectification date."""
    plan = dict(case.hazard.plan or {})
    changes: Changes = {"plan": {**plan, "state": "approved"}, "end": ("plan_review",)}
    if case.line is Line.MAJOR and plan.get("due"):
        due_at = end_of(_day(plan["due"]))
        changes |= {
            "rectify_by": due_at,
            "rectify_because": f"治理方案确定 {plan['due']}",
            "begin": ("rectify",),
        }
    return changes


def return_the_plan(case: Case, _command: Any, _act: Act) -> Changes:
    """方案退回: to be filed again."""
    return {
        "plan": {**(case.hazard.plan or {}), "state": "returned"},
        "end": ("plan_review",),
        "begin": ("plan",),
    }


def note_progress(case: Case, command: ReportProgress, act: Act) -> Changes:
    """报进展: also changes 临时管控 and the 卡点; whoever reports work has worked on it."""
    hazard = case.hazard
    return {
        "fixers": sorted({*hazard.fixers, *act.people}),
        "interim": command.interim or hazard.interim,
        "blocker": command.blocker or hazard.blocker,
        "begin": ("progress",),
    }


def ask_for_time(_case: Case, command: RequestExtension, act: Act) -> Changes:
    """申请延期: the clock runs on."""
    asked = {"until": command.until.isoformat(), "reason": command.reason, "by": act.person}
    return {"extension": asked, "begin": ("extension",)}


def give_time(case: Case, command: GrantExtension, _act: Act) -> Changes:
    """同意延期: a new date, a new ladder and a new rhythm of reports; the first date is kept."""
    until = command.until or _day((case.hazard.extension or {})["until"])
    return {
        "rectify_by": end_of(until),
        "rectify_because": f"延期至 {until}",
        "extensions": case.hazard.extensions + 1,
        "extension": None,
        "immediate": False,
        "end": ("extension",),
        "begin": ("rectify", "progress"),
    }


def refuse_time(_case: Case, _command: Any, _act: Act) -> Changes:
    """不同意延期: the date stands."""
    return {"extension": None, "end": ("extension",)}


def name_the_group(case: Case, command: NameGroup, _act: Act) -> Changes:
    """指定验收组: the 组长 first."""
    people = [case.directory.find_person(command.leader, field="leader")]
    people += [case.directory.find_person(m, field="members") for m in command.members]
    group = list(dict.fromkeys(people))
    named = replace(case, row=cast("Hazard", SimpleNamespace(**{**vars(case.hazard), "panel": group})))
    passed = case.hazard.passed_by
    heard = case.hazard.state == State.VERIFYING and not outstanding(named, passed)
    done: Changes = {"state": State.VERIFIED} if heard and enough_officials(named, passed) else {}
    return {"panel": group, **done}


def submit_the_fix(case: Case, command: Submit, act: Act) -> Changes:
    """报请验收: whoever signs it is a fixer; a listed hazard's submission is its 摘牌申请."""
    hazard = case.hazard
    return {
        "submitted_by": act.person,
        "submitted_at": case.at,
        "spent": command.spent if command.spent is not None else hazard.spent,
        "cause": command.cause_given() or hazard.cause,
        "after_photos": [*hazard.after_photos, *command.photos],
        "fixer_id": hazard.fixer_id or act.person,
        "fixers": sorted({*hazard.fixers, *act.people, *([hazard.fixer_id] if hazard.fixer_id else [])}),
        "passed_by": [],
        "extension": None,
        "blocker": None,
        "end": ("extension",),
        **_listing(case, Listing.LISTED, Listing.LIFTING),
    }


def withdraw_it(case: Case, _command: Any, _act: Act) -> Changes:
    """撤回: back to work, the date stands."""
    return {"begin": ("progress",), **_listing(case, Listing.LIFTING, Listing.LISTED)}


def begin_a_new_round(case: Case, command: SendBack, _act: Act) -> Changes:
    """退回、不予销号: what is missing, a 再整改期限, a new ladder."""
    found = again_sum(case, command.redo_by)
    return {
        "round": case.hazard.round + 1,
        "send_backs": case.hazard.send_backs + 1,
        "passed_by": [],
        "rectify_by": found.due_at,
        "rectify_because": found.because,
        "immediate": False,
        "begin": ("rectify", "returned", "progress"),
        **_listing(case, Listing.LIFTING, Listing.LISTED),
    }


def sign_the_verification(case: Case, command: Pass, act: Act) -> Changes:
    """验收通过: 重大 needs two officials and everybody named to the group, unless the 组长 says why not."""
    passed = list(dict.fromkeys([*case.hazard.passed_by, *sorted(act.people)]))
    changes: Changes = {"passed_by": passed, "begin": ("result",)}
    if case.line is not Line.MAJOR:
        return changes
    heard = not outstanding(case, passed) or command.without_because is not None
    return {
        **changes,
        "state": State.VERIFIED if heard and enough_officials(case, passed) else State.VERIFYING,
    }


def close_it(case: Case, _command: ApproveClosure, act: Act) -> Changes:
    """销号: what is still only proposed falls with it."""
    return {
        "closed_at": case.at,
        "closing_kind": ClosingKind.RECTIFIED,
        "begin": ("result",),
        "thin_staff": bool(act.people & set(case.hazard.passed_by)),
        "closed_by": act.person,
        **without_proposals(case, "已销号"),
    }


def close_it_on_the_spot(case: Case, _command: CloseOnSpot, act: Act) -> Changes:
    """立查立改销号: number, verification and closing in one press."""
    return {
        "give_number": True,
        "begin": ("result",),
        "passed_by": sorted(act.people),
        "closed_at": case.at,
        "closed_by": act.person,
        "closing_kind": ClosingKind.ON_SPOT,
        **without_proposals(case, "已销号"),
    }


def hand_it_to_others(_case: Case, command: Transfer, _act: Act) -> Changes:
    """移交: interim control stays; the reply date runs."""
    sent = command.model_dump(mode="json", exclude={"on_behalf_of", "scan"})
    return {"transfer": sent, "end": NOT_HANDED_OVER["end"], "begin": ("transfer",)}


def note_the_receipt(case: Case, command: Any, _act: Act) -> Changes:
    """登记回执."""
    receipt = {"received_by": command.received_by, "received_on": command.received_on.isoformat()}
    return {"transfer": {**(case.hazard.transfer or {}), **receipt}}


def conclude_it(case: Case, command: Any, act: Act) -> Changes:
    """移交办结: outside our 整改率."""
    return {
        "transfer": {**(case.hazard.transfer or {}), **_answered(command, command.answer)},
        "begin": ("result",),
        "closed_at": case.at,
        "closed_by": act.person,
        "closing_kind": ClosingKind.TRANSFERRED,
        **without_proposals(case, "已移交办结"),
    }


def _answered(command: Any, answer: str) -> dict[str, Any]:
    """What the other department wrote, when, and where it can be seen."""
    return {"answer": answer, "answered_on": command.answered_on.isoformat(), "answer_photos": command.photos}


def reopen_it(case: Case, command: Reopen, _act: Act) -> Changes:
    """重新整改: a new round; number and old evidence are kept."""
    return {
        **NOT_HANDED_OVER,
        "end": (
            *NOT_HANDED_OVER["end"],
            *(name for name in case.hazard.terms if name.startswith("looked_back:")),
        ),
        "give_number": True,
        "duplicate_of": None,
        "round": case.hazard.round + 1,
        "before_photos": [*case.hazard.before_photos, *command.photos],
        **in_own_words(case, command),
        "plan": None,
        "submitted_by": None,
        "submitted_at": None,
        "passed_by": [],
        "panel": [],
        "fixed_on_spot": False,
        "closed_at": None,
        "closed_by": None,
        "closing_kind": None,
        "declined": False,
        "first_rectify_by": None,
    }


def _listing(case: Case, was: Listing, becomes: Listing) -> Changes:
    """The listing follows the work: submit applies for lifting, every return takes the application back."""
    return {"listing": becomes} if case.hazard.listing == was else {}


def _day(text: str) -> date:
    return date.fromisoformat(text)
