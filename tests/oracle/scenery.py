"""The same moment told twice: to the oracle as a Situation, to the product as a Case. Nothing is decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from domain.calendar import national_calendar
from domain.cases.acting import recompute
from domain.cases.case import Case
from domain.directory.organisation import Dated, Directory, PersonCard, UnitCard
from domain.hazard.drafting import _EMPTY
from domain.policy import Policy, load_policy
from domain.tables import Hazard, Paper
from domain.use import Use
from domain.words import Listing, PaperKind, Role, Source
from tests.oracle.situation import NOBODY, Names, Situation
from tests.world import AFTER, BEFORE, LONG_AGO, on

NOON = on("2026-11-02 12:00")
AT_THREE = on("2026-11-02 15:00")
UNITS = {
    "000": (None, "authority"),
    "001": ("000", "institution"),
    "001-01": ("001", "department"),
    "001-02": ("001", "department"),
    "002": ("000", "institution"),
    "002-01": ("002", "department"),
}
UNIT_IDS = {code: n for n, code in enumerate(UNITS, start=1)}
HOMES = {
    "nurse": "001-01", "mate": "001-02", "ward": "001-01", "ward_b": "001-02", "officer": "001",
    "officer_b": "001-01", "deputy": "001", "chief": "001", "standin": "001-02",
    "other_ward": "002-01", "other_officer": "002", "other_chief": "002",
    "clerk": "000", "clerk_b": "000", "leader": "000", "head": "000",
    "expert": "000", "auditor": "000", "admin": "000",
}  # fmt: skip
IDS = {key: n for n, key in enumerate(HOMES, start=1)}
ROLE_OF = {
    "科室负责人": Role.DEPARTMENT_HEAD, "安管": Role.OFFICER, "分管": Role.DEPUTY, "主要": Role.CHIEF,
    "经办": Role.DESK, "委分管": Role.LEADER, "委主要": Role.HEAD, "专家": Role.EXPERT, "审计": Role.AUDITOR,
}  # fmt: skip
FULL: dict[str, str] = {
    "安管": "officer", "分管": "deputy", "主要": "chief", "经办": "clerk clerk_b", "委分管": "leader",
    "委主要": "head", "专家": "expert", "审计": "auditor",
}  # fmt: skip
WARDS = {"001-01": "ward", "001-02": "ward_b"}
ELSEWHERE = {"安管": "other_officer", "主要": "other_chief"}


@dataclass(frozen=True)
class Cast:
    """Who holds which post at the hospital and the commission, who stands in for whom, and the wards' heads."""

    name: str
    posts: Mapping[str, str]
    wards: Mapping[str, str] = field(default_factory=lambda: WARDS)
    stands_in: Mapping[str, str] = field(default_factory=dict)
    small: Names = NOBODY
    """When given, the unit has nobody else."""

    def holders(self, word: str) -> Names:
        return frozenset(self.posts.get(word, "").split())

    def homes(self) -> dict[str, str]:
        gone = {"nurse", "mate", "ward", "ward_b", "officer", "officer_b", "deputy", "chief", "standin"}
        gone = gone - self.small if self.small else set()
        return {key: "002" if key in gone else home for key, home in HOMES.items()}

    def staff(self) -> Names:
        return frozenset(key for key, home in self.homes().items() if home.startswith("001"))

    def directory(self) -> Directory:
        units = {
            UNIT_IDS[code]: UnitCard(
                UNIT_IDS[code], UNIT_IDS.get(parent or ""), kind, code, code, code, "", path_of(code), None
            )
            for code, (parent, kind) in UNITS.items()
        }
        people = {
            IDS[key]: PersonCard(IDS[key], key, key, UNIT_IDS[home], "", active=True)
            for key, home in self.homes().items()
        }
        posts: dict[tuple[int, str], list[Dated]] = {}
        for word, at, who in self.seats():
            posts.setdefault((UNIT_IDS[at], ROLE_OF[word]), []).append(Dated(IDS[who], LONG_AGO, None))
        posts[UNIT_IDS["000"], Role.ADMIN] = [Dated(IDS["admin"], LONG_AGO, None)]
        delegates = {IDS[of]: [Dated(IDS[to], LONG_AGO, None)] for to, of in self.stands_in.items()}
        return Directory(1, units, people, posts, delegates, dict(IDS))

    def seats(self) -> list[tuple[str, str, str]]:
        """(post, where it is held, by whom)."""
        inside = {"安管", "分管", "主要"}
        here = [
            (word, "001" if word in inside else "000", who)
            for word in self.posts
            for who in self.holders(word)
        ]
        return [
            *sorted(here),
            *(("科室负责人", at, who) for at, who in self.wards.items()),
            *((word, "002", who) for word, who in ELSEWHERE.items()),
            ("科室负责人", "002-01", "other_ward"),
        ]


def path_of(code: str) -> str:
    """The unit's path from the top, itself included."""
    parent = UNITS[code][0]
    return f"{path_of(parent) if parent else '/'}{UNIT_IDS[code]}/"


LISTING = {label.label: label for label in Listing}
USES = {label.label: label for label in Use}
LINES = ("单位级", "监管级", "重大")


def posts_around(cast_: Cast, fixer: str | None) -> dict[str, Names]:
    """The posts the process names; 科室负责人 is the fixer's, else that of the place."""
    home = cast_.homes().get(fixer or "", "")
    ward = cast_.wards.get(home if home.count("-") and home.startswith("001") else "001-01")
    return {
        **{word: cast_.holders(word) for word in FULL},
        "科室负责人": frozenset({ward}) if ward else NOBODY,
    }


def ids(people: Names) -> list[int]:
    return sorted(IDS[key] for key in people)


def maybe(person: str | None) -> int | None:
    return IDS[person] if person else None


@dataclass(frozen=True)
class Told:
    """One moment, told to both."""

    label: str
    cast: Cast
    situation: Situation
    case: Case


def tell(label: str, cast_: Cast, now: Situation, directory: Directory | None = None) -> Told:
    """The product's Case of the oracle's Situation."""
    policy = load_policy("default")
    if now.has_the_power:
        power = policy.suspension.model_copy(update={"commission_orders": True})
        policy = policy.model_copy(update={"suspension": power})
    hazard = cast("Hazard", SimpleNamespace(**columns(now, policy)))
    case = Case(hazard, directory or cast_.directory(), policy, national_calendar(), NOON, papers(now))
    recompute(case)
    return Told(label, cast_, now, case)


def columns(now: Situation, policy: Policy) -> dict[str, Any]:
    """The hazard's row; everything a form could lack is there, so that only the person matters."""
    working = now.fixer is not None
    listed: dict[str, Any] = {
        "level": "city" if now.listed_above else "county",
        "by_role": "head",
        "until": "2026-12-31",
    }
    if now.sponsor:
        listed["leader"] = IDS[now.sponsor]
    fixers = now.worked | now.submitted | (frozenset({now.fixer}) if working and now.fixer else NOBODY)
    moment = NOON.isoformat()
    return {
        **_EMPTY,
        "ref": "h-oracle", "unit_id": UNIT_IDS["001"], "department_id": UNIT_IDS["001-01"],
        "policy": policy.version,
        "number": "500999-1" if now.registered else None,
        "category": "01", "place": "走道", "description": "堆放", "version": 7,
        "line": "unit", "level": "major" if now.line == "重大" else "general",
        "source": Source.INSPECTION if now.inspected else Source.STAFF_REPORT,
        "suspected": now.suspected, "addressed_up": now.addressed, "fixed_on_spot": now.at_once,
        "reporter_id": maybe(now.reporter), "found_at": NOON, "reported_at": NOON, "acted_at": NOON,
        "before_photos": [BEFORE], "after_photos": [AFTER], "state": now.state, "interim": "看守",
        "terms": {
            name: [3, moment, ""]
            for name in ("state", "person", "register", "rectify", "plan", "assigned", "progress", "use")
        },
        "fired": {"register:3": 1}, "fixers": ids(fixers), "helpers": ids(now.helpers), "fixer_id": maybe(now.fixer),
        "receiver_id": maybe(now.receiver), "assigner_id": maybe(now.assigner),
        "rectify_by": on("2026-12-20 00:00"), "first_rectify_by": on("2026-12-20 00:00"),
        "extension": {"until": "2027-01-10", "reason": "等件", "by": 1} if now.asks_for_more_time else None,
        "plan": {"state": {"待审": "filed", "通过": "approved"}[now.plan], "by": 1} if now.plan else None,
        "submitted_by": min(ids(now.submitted), default=None), "submitted_at": NOON if now.submitted else None,
        "panel": [i for i in ids(now.group) if i == maybe(now.leader_of_group)]
        + [i for i in ids(now.group) if i != maybe(now.leader_of_group)],
        "passed_by": ids(now.passed), "listing": LISTING[now.listing],
        "listed": None if now.listing == "未挂牌" else listed,
        "use": USES[now.use], "suspended": suspended(now),
        "transfer": {"received_by": "收发室", "answer": "不归其管"} if now.state == "transferred" else None,
        "closing_kind": "rectified" if now.state == "closed" else None,
        "closed_at": (NOON - timedelta(days=40 if now.look_back_due else 0)) if now.state == "closed" else None,
        "round": 2 if now.had_result else 1,
    }  # fmt: skip


def suspended(now: Situation) -> dict[str, Any] | None:
    """The order in force, and who asked to use it again."""
    if now.use == "正常使用":
        return None
    order = {"seq": 4, "scope": "part", "what": "走道", "since": NOON.isoformat(), "requests": []}
    post = str(ROLE_OF[now.ordered_by])
    return {**order, "for_good": now.use == "永久停用", "by_role": post, "asked_by": ids(now.asked)}


def papers(now: Situation) -> tuple[Paper, ...]:
    """The papers, if there are any, named 5, 6 ... as they come."""
    told = (*([now.paper] if now.paper else []), *now.other_papers)
    states = {"待签发": "proposed", "已签发": "issued", "已送达": "served", "已反馈": "answered"}
    blank = (
        "number",
        "signer_id",
        "signed_at",
        "served",
        "served_on",
        "answer",
        "declined_because",
        "look_again",
        "acknowledged_at",
    )
    called = {"meeting": {"at": AT_THREE.isoformat()}}  # of a 约谈 its hour, still ahead
    found = []
    for seq, (label, state) in enumerate(told, start=5):
        kind = next(word for word in PaperKind if word.label == label)
        paper = {"seq": seq, "kind": kind, "state": states[state], "since": seq, "since_at": NOON, "rung": 2}
        rest: dict[str, Any] = {"hazard_id": 1, "because": "逾期", "holders": [], "draft": called}
        found.append(cast("Paper", SimpleNamespace(**dict.fromkeys(blank), **paper, **rest)))
    return tuple(found)
