"""The ladder: which clocks run on an overdue rectification, whom each rung tells, which paper it proposes."""

from collections.abc import Iterator
from datetime import datetime

from domain.actions import Action
from domain.calendar import at_time, day_of, end_of, last_day, paper_time, shift_days
from domain.cases.case import Case
from domain.cases.clocks import Clock, people_of, repeating, term_of
from domain.cases.seats import climb_from
from domain.hazard import people as p
from domain.hazard.deadlines import extension_deadline, extensions_allowed, is_longer_than
from domain.hazard.sheets import signer_seat
from domain.words import Line, Listing, PaperKind, Role, State

ASK_EXTENSION = "ask_extension"
"""The clock that reminds of the last day to ask for an extension."""
FIXER = None
TOLD: dict[Line, dict[int, tuple[Role | None, ...]]] = {
    Line.UNIT: {
        0: (FIXER,),
        1: (FIXER, Role.DEPARTMENT_HEAD, Role.OFFICER),
        2: (Role.DEPUTY, Role.CHIEF),
        3: (Role.CHIEF, Role.DESK),
        4: (Role.LEADER,),
    },
    Line.AUTHORITY: {
        0: (FIXER, Role.OFFICER),
        1: (FIXER, Role.DEPARTMENT_HEAD, Role.OFFICER),
        2: (Role.DEPUTY, Role.CHIEF),
        3: (Role.CHIEF, Role.LEADER),
        4: (Role.LEADER,),
    },
    Line.MAJOR: {
        0: (FIXER, Role.CHIEF),
        1: (FIXER, Role.DEPARTMENT_HEAD, Role.OFFICER, Role.CHIEF, Role.DESK),
        2: (Role.CHIEF, Role.LEADER),
        3: (Role.CHIEF, Role.LEADER, Role.HEAD),
        4: (Role.HEAD,),
    },
}
PAPERS: dict[Line, dict[int, PaperKind | None]] = {
    Line.UNIT: {2: PaperKind.INTERNAL_ORDER, 3: PaperKind.TAKE_OVER_LETTER, 4: PaperKind.GRADING_REQUEST},
    Line.AUTHORITY: {2: PaperKind.SUPERVISION_LETTER, 3: None, 4: PaperKind.GRADING_REQUEST},
    Line.MAJOR: {2: PaperKind.SUPERVISION_LETTER, 3: PaperKind.SUMMONS},
}
WORKING = frozenset({State.ASSIGNED, State.RECTIFYING})


def told_at(case: Case, rung: int, doers: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """Who hears of a rung on this line: whoever is in the post, an empty one skipped upward, each person once.

    `doers`: who owes what is late, where that is not the rectification and so not the 责任人's.
    """
    owed_by = p.the_fixer(case) if doers is None else doers
    told = (owed_by if post is FIXER else climb_from(case, post).people for post in TOLD[case.line][rung])
    return tuple(dict.fromkeys(person for people in told for person in people))


def paper_of(case: Case, rung: int) -> PaperKind | None:
    """The paper a rung proposes; the order of 通报 and 约谈 is the policy's."""
    if case.line is Line.AUTHORITY and rung == 3:  # noqa: PLR2004 - a rung is its number
        return case.policy.ladder.rung_three_paper
    return PAPERS[case.line].get(rung)


def rectification(case: Case) -> Iterator[Clock]:
    """The ladder of the rectification date; it stands still while the work waits for others."""
    term = term_of(case, "rectify")
    if not term or case.hazard.state not in WORKING or case.hazard.rectify_by is None:
        return
    since, begun = term
    if (assigned := term_of(case, "assigned")) is not None:
        begun = max(begun, assigned[1])
    yield from _reminders(case, since, begun)
    yield from _rungs(case, since)
    yield from _returns(case)


def _reminders(case: Case, since: int, begun: datetime) -> Iterator[Clock]:
    ladder, due_at = case.policy.ladder, case.hazard.rectify_by
    assert due_at is not None  # noqa: S101 - rectification() asks only then
    if case.hazard.immediate:
        moments = [(shift_days(due_at, 0, ladder.immediate_at), "当日到期")]
    else:
        longer = is_longer_than(case, ladder.short_days)
        days = ladder.remind_before if longer else ladder.remind_before_short
        moments = [(shift_days(due_at, -n, ladder.at), f"到期前 {n} 天" if n else "到期当日") for n in days]
    because = f"期限 {last_day(due_at)}"
    told = told_at(case, 0)
    for n, (moment, words) in enumerate(moments, start=1):
        if moment > begun:
            yield Clock("remind", since, n, moment, f"{because}，{words}", Action.REMIND, told=told)
    if case.hazard.extensions < extensions_allowed(case) and not case.hazard.extension:
        latest = extension_deadline(case)
        day = case.calendar.add_working_days(
            last_day(latest.due_at), -ladder.ask_extension_before_working_days
        )
        if at_time(day, ladder.at) > begun:
            words = f"{latest.because}，请及早申请延期"
            yield Clock(ASK_EXTENSION, since, 1, at_time(day, ladder.at), words, Action.REMIND, told=told)


def _rungs(case: Case, since: int) -> Iterator[Clock]:
    ladder, due_at = case.policy.ladder, case.hazard.rectify_by
    assert due_at is not None  # noqa: S101 - rectification() asks only then
    for rung, days in enumerate((ladder.urge, ladder.supervise, ladder.climb), start=1):
        yield from _rung(case, since, rung, days)
    if case.line is not Line.MAJOR:
        yield from _rung(case, since, 4, ladder.list_general)
    again = repeating(case, "overdue", since, 4 if case.line is not Line.MAJOR else 3)
    first = ladder.list_general if case.line is not Line.MAJOR else ladder.climb
    days = first + ladder.repeat_every * (again - (4 if case.line is not Line.MAJOR else 3))
    words = f"期限 {last_day(due_at)}，已超期 {days} 天，每 {ladder.repeat_every} 天再报"
    yield Clock(
        "overdue", since, again, shift_days(due_at, days, ladder.at), words, Action.URGE, 3, told_at(case, 3)
    )


def _rung(case: Case, since: int, rung: int, days: int) -> Iterator[Clock]:
    due_at = case.hazard.rectify_by
    assert due_at is not None  # noqa: S101 - rectification() asks only then
    moment = shift_days(due_at, days, case.policy.ladder.at)
    words = f"期限 {last_day(due_at)}，超期 {days} 天 = {day_of(moment)}"
    yield Clock("overdue", since, rung, moment, words, Action.URGE, rung, told_at(case, rung))
    paper = paper_of(case, rung)
    if paper:
        yield _proposal(case, "paper", (since, rung), rung, moment, words, paper)


def _returns(case: Case) -> Iterator[Clock]:
    """The second return goes straight to rung 3, the third delay to rung 4."""
    returned = term_of(case, "returned")
    if returned and case.hazard.send_backs > 1:
        yield from _straight(case, "returned", returned, 3, f"第 {case.hazard.send_backs} 次退回")
    extended = term_of(case, "rectify")
    if extended and case.hazard.extensions >= case.policy.ladder.delays_to_list:
        yield from _straight(case, "delays", extended, 4, f"第 {case.hazard.extensions} 次延期")


def _straight(case: Case, kind: str, term: tuple[int, datetime], rung: int, words: str) -> Iterator[Clock]:
    since, at = term
    yield Clock(kind, since, 1, at, words, Action.URGE, rung, told_at(case, rung))
    paper = paper_of(case, rung)
    if paper:
        yield _proposal(case, f"{kind}_paper", (since, 1), rung, at, words, paper)


def _proposal(
    case: Case, kind: str, key: tuple[int, int], level: int, moment: datetime, words: str, paper: PaperKind
) -> Clock:
    """A paper waits for a working day, except for 重大 and 立即整改."""
    at_once = case.line is Line.MAJOR or case.hazard.immediate
    proposed = moment if at_once else paper_time(moment, case.calendar)
    signers = signer_seat(case, paper).people
    return Clock(kind, *key, proposed, words, Action.PROPOSE_MEASURE, level, signers, paper)


def listing(case: Case) -> Iterator[Clock]:
    """挂牌督办: proposed by the policy's mode, asked again after a refusal, overdue when its own date passed."""
    state = case.hazard.listing
    if state in (Listing.NONE, Listing.LIFTED) and case.line is Line.MAJOR:
        yield from _listing_proposals(case)
    if state == Listing.LISTED:
        yield from _listing_overdue(case)


def _listing_proposals(case: Case) -> Iterator[Clock]:
    mode, ladder = case.policy.listing_mode, case.policy.ladder
    signers = people_of(case, p.head)
    looked, major, rectify = (term_of(case, name) for name in ("look_listing", "major", "rectify"))
    already = bool(case.hazard.listed) and case.hazard.listing != Listing.LIFTED
    if looked:
        yield Clock(
            "look_listing", looked[0], 1, looked[1], "到再次研究日期", Action.PROPOSE_LISTING, 4, signers
        )
    elif already:
        return
    elif mode == "on_identification" and major:
        yield Clock(
            "listing", major[0], 1, major[1], "认定为重大隐患即提请", Action.PROPOSE_LISTING, 4, signers
        )
    elif mode == "on_overdue" and rectify and case.hazard.rectify_by and case.hazard.state in WORKING:
        moment = shift_days(case.hazard.rectify_by, ladder.list_major, ladder.at)
        words = f"重大隐患期限 {last_day(case.hazard.rectify_by)}，超期 {ladder.list_major} 天仍未整改完"
        yield Clock("listing", rectify[0], 1, moment, words, Action.PROPOSE_LISTING, 4, signers)


def _listing_overdue(case: Case) -> Iterator[Clock]:
    term = term_of(case, "listing")
    until = (case.hazard.listed or {}).get("until")
    if not (term and until):
        return
    ladder, since = case.policy.ladder, term[0]
    ends = end_of(datetime.fromisoformat(until).date())
    told = people_of(case, p.head)
    steps = ((1, ladder.listed_told), (2, ladder.listed_handover))
    for n, days in steps:
        words = f"挂牌期限 {until}，超期 {days} 天"
        yield Clock("listed", since, n, shift_days(ends, days, ladder.at), words, Action.URGE, 5, told)
    words = f"挂牌期限 {until} 已过 {ladder.listed_handover} 天"
    handover = shift_days(ends, ladder.listed_handover, ladder.at)
    for n, paper in enumerate((PaperKind.HANDOVER_LETTER, PaperKind.ADVICE), start=1):
        yield _proposal(case, "listed_paper", (since, n), 5, handover, words, paper)
    again = repeating(case, "listed", since, len(steps))
    days = ladder.listed_handover + ladder.repeat_every * (again - len(steps))
    words = f"挂牌期限 {until}，超期 {days} 天"
    yield Clock("listed", since, again, shift_days(ends, days, ladder.at), words, Action.URGE, 5, told)
