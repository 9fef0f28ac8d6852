"""A lived hazard told back in the process's words, so that the oracle can be asked about it. Nothing is decided."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from domain.cases.case import Case
from domain.use import Use
from domain.words import AUTHORITY_SOURCES, OPEN_STATES, Line, Listing, PaperKind, PaperState, Role, State
from tests.oracle.scenery import ROLE_OF
from tests.oracle.situation import NOBODY, Names, Situation
from tests.world import PEOPLE

LABELS = {Line.UNIT: "单位级", Line.AUTHORITY: "监管级", Line.MAJOR: "重大"}
PLANS = {"filed": "待审", "approved": "通过"}
POSTS = {role: word for word, role in ROLE_OF.items()}
KEY = dict(enumerate(PEOPLE, start=1))


def names(people: Iterable[int]) -> Names:
    """Keys of people."""
    return frozenset(KEY[person] for person in people)


def name(person: int | None) -> str | None:
    return KEY[person] if person else None


def at_home(unit: str) -> Names:
    """Everybody whose home is this unit or one of its departments, by the list of people itself."""
    return frozenset(key for key, (home, _) in PEOPLE.items() if home.startswith(unit))


def holders(unit: str, role: Role) -> Names:
    """Who holds a post: at the unit, at one of its departments, or at the commission."""
    at = {Role.OFFICER: unit, Role.DEPUTY: unit, Role.CHIEF: unit, Role.DEPARTMENT_HEAD: f"{unit}-01"}
    return frozenset(
        key for key, (home, roles) in PEOPLE.items() if role in roles and home == at.get(role, "000")
    )


def is_time_to_look_back(case: Case) -> bool:
    """9.27 and section 5: 一般 within 90 days but not at once, 重大 from the 30th day on."""
    days = (case.at - (case.hazard.closed_at or case.at)) / timedelta(days=1)
    return days > 30 if case.line is Line.MAJOR else 1 <= days <= 90


def describe(case: Case, told: Names, worked: Names) -> Situation:
    """Who is who and what is what."""
    hazard, listed = case.hazard, case.hazard.listed or {}
    unit = case.directory.units[hazard.unit_id].code
    rests = (PaperState.DECLINED, PaperState.ANSWERED, PaperState.FILED)
    paper = next((p for p in case.papers if p.state not in rests), None)
    end = hazard.rectify_by or case.at
    begun = datetime.fromisoformat(hazard.terms.get("rectify", [0, end.isoformat()])[1])
    posts = {word: holders(unit, role) for word, role in ROLE_OF.items()}
    return Situation(
        line=LABELS[case.line],
        state=str(hazard.state),
        posts=posts,
        own_department=at_home("001-01"),
        heads_of_the_place=posts["科室负责人"] if hazard.department_id else NOBODY,
        staff=at_home(unit),
        suspected=hazard.suspected,
        fixed=hazard.fixed_on_spot or hazard.state == State.VERIFYING,
        reporter=name(hazard.reporter_id),
        addressed=hazard.addressed_up,
        inspected=hazard.source in AUTHORITY_SOURCES,
        waited=any(name.startswith(("register", "assign")) for name in hazard.fired),
        long=end - begun > timedelta(days=31),
        in_time=end > case.at,
        worked=worked,
        at_once=hazard.fixed_on_spot,
        look_back_due=bool(hazard.closed_at) and is_time_to_look_back(case),
        told=told,
        registered=hazard.number is not None,
        fixer=name(hazard.fixer_id),
        helpers=names(hazard.helpers),
        receiver=name(hazard.receiver_id),
        named=hazard.receiver_id is not None,
        assigner=name(hazard.assigner_id),
        submitted=names([hazard.submitted_by] if hazard.submitted_by else []),
        passed=names(hazard.passed_by),
        leader_of_group=name(hazard.panel[0] if hazard.panel else None),
        group=names(hazard.panel),
        listing=Listing(hazard.listing).label,
        listed_above=listed.get("level", "county") != "county",
        use=Use(hazard.use).label,
        ordered_by=POSTS[Role((hazard.suspended or {}).get("by_role", Role.CHIEF))],
        asked=names((hazard.suspended or {}).get("asked_by", ())),
        asks_for_more_time=bool(hazard.extension) and hazard.state in OPEN_STATES,
        plan=PLANS.get((hazard.plan or {}).get("state", ""), ""),
        paper=(PaperKind(paper.kind).label, PaperState(paper.state).label) if paper else None,
    )
