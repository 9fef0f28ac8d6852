"""The ladder (升级): clocks of the rectification and listing dates, whom each rung tells, which paper it proposes."""

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
RECIPIENTS_BY_RUNG: dict[Line, dict[int, tuple[Role | None, ...]]] = {
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
PAPER_BY_RUNG: dict[Line, dict[int, PaperKind | None]] = {
    Line.UNIT: {2: PaperKind.INTERNAL_ORDER, 3: PaperKind.TAKE_OVER_LETTER, 4: PaperKind.GRADING_REQUEST},
    Line.AUTHORITY: {2: PaperKind.SUPERVISION_LETTER, 3: None, 4: PaperKind.GRADING_REQUEST},
    Line.MAJOR: {2: PaperKind.SUPERVISION_LETTER, 3: PaperKind.SUMMONS},
}
WORKING = frozenset({State.ASSIGNED, State.RECTIFYING})


def recipients_at(case: Case, rung: int, doers: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """The people whom a rung tells on this line, each once; an empty post counts as the next post above.

    `doers`: who owes what is late, where that is not the rectification and so not the 责任人's.
    """
    owed_by = p.the_fixer(case) if doers is None else doers
    posts = RECIPIENTS_BY_RUNG[case.line][rung]
    told = (owed_by if post is FIXER else climb_from(case, post).people for post in posts)
    return tuple(dict.fromkeys(person for people in told for person in people))


def paper_at(case: Case, rung: int) -> PaperKind | None:
    """The paper that a rung proposes, or None; on 监管级 the policy chooses that of rung 3."""
    if case.line is Line.AUTHORITY and rung == 3:  # noqa: PLR2004 - a rung is its number
        return case.policy.ladder.rung_three_paper
    return PAPER_BY_RUNG[case.line].get(rung)


def rectification_clocks(case: Case) -> Iterator[Clock]:
    """The clocks of the rectification date; none in a state in which the work waits for others."""
    term = term_of(case, "rectify")
    if not term or case.hazard.state not in WORKING or case.hazard.rectify_by is None:
        return
    since, begun = term
    if (assigned := term_of(case, "assigned")) is not None:
        begun = max(begun, assigned[1])
    yield from _reminders(case, since, begun)
    yield from _rungs_of_the_date(case, since)
    yield from _repeated_returns_and_delays(case)


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
    told = recipients_at(case, 0)
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


def _rungs_of_the_date(case: Case, since: int) -> Iterator[Clock]:
    """The rungs by their days; of history (row 41) only the one on which it stands, and those to come."""
    ladder, due_at = case.policy.ladder, case.hazard.rectify_by
    assert due_at is not None  # noqa: S101 - rectification() asks only then
    steps = [ladder.urge, ladder.supervise, ladder.climb]
    steps += [ladder.list_general] if case.line is not Line.MAJOR else []
    late = _late_when_imported(case, since)
    stands_on = sum(days <= late for days in steps)
    for rung, days in enumerate(steps, start=1):
        if rung >= stands_on:
            yield from _rung_of_the_date(case, since, rung, days)
    top, first = len(steps), steps[-1]
    passed = top + max(0, (late - first) // ladder.repeat_every)
    again = repeating(case, "overdue", since, passed)
    days = first + ladder.repeat_every * (again - top)
    words = f"期限 {last_day(due_at)}，已超期 {days} 天，每 {ladder.repeat_every} 天再报"
    yield Clock(
        "overdue",
        since,
        again,
        shift_days(due_at, days, ladder.at),
        words,
        Action.URGE,
        3,
        recipients_at(case, 3),
    )


def _late_when_imported(case: Case, since: int) -> int:
    """How many days late it was when its term began by being imported; 0 of every other."""
    imported = term_of(case, "imported")
    if imported is None or imported[0] != since or case.hazard.rectify_by is None:
        return 0
    return max(0, (day_of(imported[1]) - last_day(case.hazard.rectify_by)).days)


def _rung_of_the_date(case: Case, since: int, rung: int, days: int) -> Iterator[Clock]:
    due_at = case.hazard.rectify_by
    assert due_at is not None  # noqa: S101 - rectification() asks only then
    moment = shift_days(due_at, days, case.policy.ladder.at)
    words = f"期限 {last_day(due_at)}，超期 {days} 天 = {day_of(moment)}"
    yield Clock("overdue", since, rung, moment, words, Action.URGE, rung, recipients_at(case, rung))
    paper = paper_at(case, rung)
    if paper:
        yield _paper_clock(case, "paper", (since, rung), rung, moment, words, paper)


def _repeated_returns_and_delays(case: Case) -> Iterator[Clock]:
    """The second return of the work reaches rung 3, the third extension rung 4, at once."""
    returned = term_of(case, "returned")
    if returned and case.hazard.send_backs > 1:
        yield from _rung_at_once(case, "returned", returned, 3, f"第 {case.hazard.send_backs} 次退回")
    extended = term_of(case, "rectify")
    if extended and case.hazard.extensions >= case.policy.ladder.delays_to_list:
        yield from _rung_at_once(case, "delays", extended, 4, f"第 {case.hazard.extensions} 次延期")


def _rung_at_once(
    case: Case, kind: str, term: tuple[int, datetime], rung: int, words: str
) -> Iterator[Clock]:
    since, at = term
    yield Clock(kind, since, 1, at, words, Action.URGE, rung, recipients_at(case, rung))
    paper = paper_at(case, rung)
    if paper:
        yield _paper_clock(case, f"{kind}_paper", (since, 1), rung, at, words, paper)


def _paper_clock(
    case: Case, kind: str, key: tuple[int, int], level: int, moment: datetime, words: str, paper: PaperKind
) -> Clock:
    """The clock that proposes a paper: on a working day, for 重大 and 立即整改 on any day."""
    at_once = case.line is Line.MAJOR or case.hazard.immediate
    proposed = moment if at_once else paper_time(moment, case.calendar)
    signers = signer_seat(case, paper).people
    return Clock(kind, *key, proposed, words, Action.PROPOSE_MEASURE, level, signers, paper)


def listing_clocks(case: Case) -> Iterator[Clock]:
    """The clocks of 挂牌督办: its proposal by the policy's mode, a review after a refusal, its own date overdue."""
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
        yield _paper_clock(case, "listed_paper", (since, n), 5, handover, words, paper)
    again = repeating(case, "listed", since, len(steps))
    days = ladder.listed_handover + ladder.repeat_every * (again - len(steps))
    words = f"挂牌期限 {until}，超期 {days} 天"
    yield Clock("listed", since, again, shift_days(ends, days, ladder.at), words, Action.URGE, 5, told)
