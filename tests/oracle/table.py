"""Section 3 of `process.md`, row by row: from which states, and who on each line. Guards only where they name a person.

A condition on what is filled in (photos, dates, panels) is not a question of permission and stands elsewhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from tests.oracle import actors
from tests.oracle.actors import post
from tests.oracle.conditions import (
    OPEN,
    Condition,
    always,
    fixed_here,
    listing,
    may_be_listed,
    may_be_recorded,
    may_be_signed_for,
    may_be_stopped,
    may_end,
    may_end_unlisted,
    needs_a_plan,
    not_listed,
    paper,
    removed,
    use,
    written_up,
)
from tests.oracle.situation import NOBODY, Names, Situation

Actors = Callable[[Situation], Names]


def nobody(_: Situation) -> Names:
    """`–` in the table."""
    return NOBODY


def either(*who: Actors) -> Actors:
    """Any of these."""
    return lambda case: frozenset().union(*(each(case) for each in who))


def reporter(case: Situation) -> Names:
    """上报人."""
    return actors.one(case.reporter)


def assigner(case: Situation) -> Names:
    """Who assigned it."""
    return actors.one(case.assigner)


def submitter(case: Situation) -> Names:
    """Who submitted it."""
    return case.submitted


def helpers(case: Situation) -> Names:
    """协办 (9.13: on every line)."""
    return case.helpers


def suspected(who: Actors) -> Actors:
    """9.1: the 重大 column of rows 1, 3 and 5 reads "suspected, and found by or addressed to the commission"."""
    return lambda case: who(case) if case.suspected else NOBODY


class Row(NamedTuple):
    """One row: from where; who on 单位级, 监管级, 重大; under which condition on the hazard."""

    number: int
    states: str
    unit: Actors
    authority: Actors
    major: Actors
    when: Condition = always
    by_own_account: bool = False
    """On 重大 nobody presses it for another."""


OURS = OPEN.replace(" transferred", "")
ANY = OPEN + " closed dismissed voided"
working = "assigned rectifying"
fixer, verifier, closer = actors.fixer, actors.verifier, actors.closer
officer, deputy, chief = post("安管"), post("分管"), post("主要")
desk, leader, head = post("经办"), post("委分管"), post("委主要")


more_time = (working, actors.gives_more_time, actors.gives_more_time, actors.gives_more_time)


TABLE: dict[str, Row] = {
    "close_on_spot": Row(2, "reported verifying", actors.on_the_spot, actors.on_site, nobody, fixed_here),
    "register": Row(3, "reported", officer, desk, desk),
    # 9.20: what staff sent past their unit and is no suspicion; it is of 单位级 afterwards
    "give_back": Row(
        3,
        "reported registered",
        nobody,
        desk,
        nobody,
        lambda case: case.addressed and not case.suspected,
    ),
    "dismiss": Row(
        4,
        "reported registered",
        actors.not_own_department,
        desk,
        leader,
        lambda case: not_listed(case) and may_end(case),
    ),
    "report_up": Row(
        5,
        "dismissed reported registered",
        either(reporter, officer),
        suspected(either(reporter, officer)),
        either(reporter, officer),
        lambda case: (
            (case.suspected or case.state == "dismissed" or case.waited)
            and not (case.addressed and case.state == "reported")  # 9.15: it is with the commission already
        ),
    ),
    "upgrade": Row(6, "reported registered assigned rectifying verifying verified", leader, leader, nobody),
    # 9.2: 分管 presses and records the 安管's opinion; on 单位级 and 监管级 what is ruled out is the suspicion
    "downgrade": Row(
        7,
        OPEN,
        deputy,
        leader,
        leader,
        lambda case: not_listed(case) and (case.suspected or case.line == "重大"),
    ),
    "take_over": Row(8, OPEN, desk, nobody, nobody),
    # "longer: 分管 / 委分管": so the 委分管 assigns too
    "assign": Row(9, "registered", either(officer, deputy), either(desk, leader), leader),
    # 9.25: that the answer came is a matter of what is filled in
    "take_back": Row(10, "assigned transferred", assigner, desk, leader),
    "accept": Row(11, "assigned", actors.signs, actors.signs, actors.signs),
    "accept_for": Row(12, "assigned", officer, desk, desk),
    "decline": Row(13, "assigned", actors.declines, actors.declines, actors.declines),
    "reassign": Row(
        14,
        working,
        either(post("科室负责人"), officer, deputy),
        either(officer, deputy, desk),
        either(chief, leader),
    ),
    # 9.6: also from assigned
    "file_plan": Row(15, working, fixer, officer, chief, needs_a_plan),
    "approve_plan": Row(16, working, deputy, desk, leader, lambda case: case.plan == "待审"),
    "return_plan": Row(16, working, deputy, desk, leader, lambda case: case.plan == "待审"),
    "report_progress": Row(
        17,
        working,
        either(fixer, helpers),
        either(fixer, helpers, officer),
        either(fixer, helpers, officer, chief),
    ),
    "request_extension": Row(
        18,
        working,
        fixer,
        either(officer, deputy),
        chief,
        lambda case: case.in_time and not case.asks_for_more_time,
    ),
    "grant_extension": Row(19, *more_time, lambda case: case.asks_for_more_time),
    "refuse_extension": Row(19, *more_time, lambda case: case.asks_for_more_time),
    "submit": Row(20, working, fixer, fixer, chief, lambda case: case.line != "重大" or case.plan == "通过"),
    "withdraw": Row(21, "verifying", submitter, submitter, chief, lambda case: not case.passed),
    "send_back": Row(22, "verifying", verifier, verifier, actors.leads_the_group),
    "pass": Row(23, "verifying", verifier, verifier, actors.in_the_group, by_own_account=True),
    # 9.10: named to the 验收组 by 委分管 or 委主要
    "name_group": Row(23, "assigned rectifying verifying", nobody, nobody, leader),
    "approve_closure": Row(24, "verified", closer, closer, closer, may_end_unlisted),
    "refuse_closure": Row(25, "verified", closer, closer, closer),
    "transfer": Row(26, "registered assigned rectifying", nobody, leader, leader, not_listed),
    "acknowledge_transfer": Row(27, "transferred", nobody, desk, desk),
    "conclude_transfer": Row(28, "transferred", nobody, desk, leader, may_end),
    "reopen": Row(29, "closed dismissed", either(officer, deputy, desk), desk, leader),
    "look_back_ok": Row(
        30, "closed", verifier, actors.looks_back, actors.officials, lambda case: case.look_back_due
    ),
    "void": Row(
        31,
        "reported registered assigned",
        deputy,
        leader,
        nobody,
        lambda case: not case.had_result and may_end(case),
    ),
    "urge": Row(32, OPEN, actors.above, actors.commission_above, actors.commission_above),
    # As case D and row 6 say, a unit asks for a transfer or a grading on every line
    "propose_measure": Row(33, OPEN, officer, either(desk, officer), either(desk, officer), written_up),
    "sign_measure": Row(34, ANY, *(actors.signs_paper,) * 3, paper("待签发")),
    "edit_measure": Row(34, ANY, *(actors.drafts_paper,) * 3, paper("待签发")),
    "decline_measure": Row(34, ANY, *(actors.signs_paper,) * 3, paper("待签发")),
    "serve_measure": Row(35, ANY, *(actors.serves_paper,) * 3, paper("已签发")),
    "acknowledge_measure": Row(35, ANY, *(actors.receives_paper,) * 3, may_be_signed_for),
    "answer_measure": Row(35, ANY, *(actors.answers_paper,) * 3, paper("已送达")),
    "record_meeting": Row(35, ANY, *(desk,) * 3, may_be_recorded),
    # What is with others is not ours to list; else a 重大 may always be listed earlier; of a body above 经办 records it
    "list": Row(36, OURS, nobody, nobody, either(actors.lists, desk), may_be_listed),
    "decline_listing": Row(36, ANY, nobody, nobody, head, listing("待签发")),
    "publish": Row(37, ANY, nobody, nobody, desk, listing("挂牌督办中", "摘牌审批中", "已摘牌")),
    "suspend_use": Row(39, OPEN, deputy, actors.orders, actors.orders, may_be_stopped),
    "request_resume": Row(
        39,
        ANY,
        *(actors.asks_for_use,) * 3,
        lambda case: use("停用（停业）中", "永久停用")(case) and removed(case),
    ),
    "resume_use": Row(
        40, ANY, *(actors.decides_on_use,) * 3, lambda case: use("待复核恢复")(case) and removed(case)
    ),
    "refuse_resume": Row(40, ANY, *(actors.decides_on_use,) * 3, use("待复核恢复")),
    "lift": Row(38, "verified", nobody, nobody, actors.listing_body, listing("摘牌审批中")),
    "refuse_lifting": Row(38, "verified", nobody, nobody, actors.refuses_lifting, listing("摘牌审批中")),
}


def who_may(action: str, people: Iterable[str], case: Situation) -> Names:
    """Who of these people, for themselves or for whom they stand in, may press the button now."""
    row = TABLE[action]
    if case.other_papers and row.number in ABOUT_A_PAPER:
        one_by_one = [replace(case, paper=each, other_papers=()) for each in (case.paper, *case.other_papers)]
        return NOBODY.union(*(who_may(action, people, each) for each in one_by_one))
    if case.state not in row.states.split() or not row.when(case):
        return NOBODY
    may = {"单位级": row.unit, "监管级": row.authority, "重大": row.major}[case.line](case)
    out = barred(action, may, case)
    alone = row.by_own_account and case.line == "重大"
    return frozenset(
        person
        for person in people
        for right in ([person] if alone else case.wearing(person))
        if right in may and not {person, right} & out
    )


def barred(action: str, may: Names, case: Situation) -> Names:
    """Rule 3, and rule 4 for closers (but for 9.9): "the guard looks at both persons"."""
    fixers = case.fixers() if action in KEEPS_FIXERS_OUT else NOBODY
    fixers |= case.with_stand_ins(case.asked) if action in KEEPS_ASKERS_OUT else NOBODY
    return fixers | (case.passed if action in KEEPS_VERIFIERS_OUT and not may <= case.passed else NOBODY)


ABOUT_A_PAPER = {34, 35}
"""The rows that are about one paper: who is asked of that paper, whatever else hangs on the hazard."""
KEEPS_FIXERS_OUT = {
    "close_on_spot", "grant_extension", "refuse_extension", "send_back", "pass", "approve_closure",
    "refuse_closure", "look_back_ok", "refuse_lifting", "resume_use", "refuse_resume",
}  # fmt: skip
"""Rule 3 and row 19; "the guard looks at both persons"."""
KEEPS_ASKERS_OUT = {"resume_use", "refuse_resume"}
"""9.36: nobody consents to what they asked for."""
KEEPS_VERIFIERS_OUT = {"approve_closure", "refuse_closure", "refuse_lifting"}
"""Rule 4: a closer is no verifier."""
