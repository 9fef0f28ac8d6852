"""The moments asked about: casts x lines x states x who fixes, and what may lie beside: listings, papers, doubts."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from tests.oracle import actors
from tests.oracle.casts import CASTS, CLINIC, FIXERS, PRINCIPALS, without
from tests.oracle.scenery import FULL, HOMES, LINES, WARDS, Cast, Told, posts_around, tell
from tests.oracle.situation import NOBODY, Names, Situation

STATES = (
    "reported", "registered", "assigned", "rectifying", "verifying", "verified", "closed", "transferred",
    "dismissed", "voided",
)  # fmt: skip
IN_HAND = {"rectifying", "verifying", "verified", "closed"}
SUBMITTED = {"verifying", "verified", "closed"}
LISTINGS = ("待签发", "挂牌督办中", "摘牌审批中", "已摘牌")
PAPERS = (
    "督办单",
    "督办函",
    "通报",
    "约谈通知书",
    "提请等级认定",
    "提请移交",
    "工作建议函",
    "警示函",
    "提级办理和督促函",
)


def play(  # noqa: PLR0913 - a moment has many sides
    cast: Cast, line: str, state: str, *, fixer: str = "nurse", reporter: str = "", helper: str = "",
    named: bool = False, group: str = "clerk clerk_b expert", signed_by: str = "",
) -> Situation | None:  # fmt: skip
    """Who is who at this moment; None when it cannot come to it (nobody is left to verify)."""
    has_fixer = state in IN_HAND or (state == "assigned" and (line == "单位级" or named))
    if not cast.holders("经办") and group.startswith("clerk"):
        group = "leader head expert"
    now = Situation(
        line=line,
        state=state,
        inspected=line != "单位级",
        posts=posts_around(cast, fixer if has_fixer else None),
        own_department=frozenset(key for key, home in cast.homes().items() if home == "001-01"),
        heads_of_the_place=frozenset(cast.wards.get("001-01", "").split()),
        waited=True,
        long=True,
        registered=state not in {"reported", "dismissed", "voided"},
        staff=cast.staff(),
        stands_in=cast.stands_in,
        reporter=reporter or ("mate" if line == "单位级" else "expert"),
        fixer=fixer if has_fixer else None,
        named=named or line == "单位级",
        helpers=frozenset({helper}) if helper and state not in {"reported", "dismissed"} else NOBODY,
        assigner="deputy" if line == "单位级" else "clerk",
        receiver=fixer if has_fixer and (named or line == "单位级") else None,
    )
    if state in SUBMITTED:
        signer = signed_by or (fixer if line != "重大" else "chief")
        now = replace(now, submitted=frozenset({signer}), fixed=True)
        now = replace(now, plan="通过" if line == "重大" else "")
    if line == "重大" and state in IN_HAND - {"rectifying"}:
        now = replace(now, leader_of_group=group.split()[0], group=frozenset(group.split()))
    if state in {"verified", "closed"}:
        return passed(now)
    return now


def passed(now: Situation) -> Situation | None:
    """Verified by the first who may; 重大 by everybody named to the group."""
    group = now.group - now.fixers()
    verified = group if now.line == "重大" else frozenset(sorted(actors.verifier(now))[:1])
    now = replace(now, passed=verified)
    return now if verified and actors.closer(now) else None


def fixers_of(cast: Cast) -> tuple[str, ...]:
    """Everybody in the full cast; where a post is empty, those whom the climb meets."""
    return FIXERS if cast.name == "齐全" else ("nurse", "officer", "deputy", "chief")


@cache
def plain() -> tuple[tuple[str, Cast, Situation], ...]:
    """Every cast, line, state and fixer."""
    found = []
    for cast in CASTS:
        for line in LINES:
            for state in STATES:
                for fixer in fixers_of(cast) if state in IN_HAND | {"assigned"} else FIXERS[:1]:
                    if cast.small and fixer not in cast.small:
                        continue
                    now = play(cast, line, state, fixer=fixer)
                    if now:
                        found.append((f"{cast.name}·{line}·{state}·{fixer}", cast, now))
    return tuple(found)


def beside(full: Cast) -> Iterator[tuple[str, Cast, Situation]]:
    """What may lie beside: suspicion, spot, bypass, 转办, 提级, plans, requests, 协办, 代录, groups."""
    for line in LINES:
        for state in STATES:
            for name, now in sides(full, line, state):
                yield f"{line}·{state}·{name}", full, now


def sides(full: Cast, line: str, state: str) -> Iterator[tuple[str, Situation]]:
    """One thing more at a time."""
    made = [
        ("转办", play(full, line, state, named=True)),
        ("协办分管", play(full, line, state, helper="deputy")),
        ("协办安管", play(full, line, state, helper="officer")),
        ("协办经办", play(full, line, state, helper="clerk")),
        ("代录", play(full, line, state, signed_by="clerk")),
        ("经办上报", play(full, line, state, reporter="clerk")),
        ("分管验收组", play(full, line, state, group="leader clerk expert")),
        ("安管上报", play(full, line, state, reporter="officer")),
        ("医生责任人", play(full, line, state, fixer="ward", reporter="ward")),
    ]
    yield from ((name, now) for name, now in made if now)
    now = play(full, line, state)
    if now is None:
        return
    yield "疑似", replace(now, suspected=line != "重大")
    yield "当场整改", replace(now, fixed=True, at_once=True, fixer=now.fixer or "nurse")
    yield (
        "安管当场整改",
        replace(now, fixed=True, at_once=True, fixer=now.fixer or "nurse", reporter="officer"),
    )
    yield "安管做过", replace(now, worked=frozenset({"officer"}))
    yield "经办做过", replace(now, worked=frozenset({"clerk", "deputy"}))
    yield "有过结果", replace(now, had_result=True)
    yield "刚销号", replace(now, look_back_due=False)
    if line == "重大" and state == "verifying":
        yield "只差专家", replace(now, passed=frozenset({"clerk", "clerk_b"}))
    if line == "监管级":
        told = replace(now, inspected=False, addressed=True, reporter="mate")
        yield "直报", told
        yield "登记过的直报", replace(told, registered=True)
        yield "直报疑似", replace(told, suspected=True)
    yield "请延期", replace(now, asks_for_more_time=True)
    for plan in ("待审", "通过"):
        yield f"方案{plan}", replace(now, plan=plan)


def listed(full: Cast) -> Iterator[tuple[str, Cast, Situation]]:
    """重大 in each state of the listing, by the commission or a body above, with and without a request."""
    for state in STATES:
        now = play(full, "重大", state)
        if now is None:
            continue
        for listing in LISTINGS:
            for above in (False, True):
                this = replace(
                    now, listing=listing, listed_above=above, asks_for_more_time=True, sponsor="leader"
                )
                yield f"{state}·{listing}·{'上级' if above else '本级'}", full, this


USES = ("停用（停业）中", "待复核恢复", "永久停用")


def out_of_use() -> Iterator[tuple[str, Cast, Situation]]:
    """Every use of the place, ordered by each post, asked for by some; the power of the commission; who stands in."""
    full = CASTS[0]
    stands_in = Cast("standin代officer", FULL, WARDS, {"standin": "officer"})
    for cast in (
        full,
        CLINIC,
        without("主要"),
        without("经办"),
        without("委主要"),
        without("安管"),
        stands_in,
    ):
        for line in LINES:
            for state in STATES:
                now = play(cast, line, state, fixer="chief" if cast.small else "nurse")
                if now:
                    yield from ((f"{cast.name}·{line}·{state}·{name}", cast, one) for name, one in uses(now))


def uses(now: Situation) -> Iterator[tuple[str, Situation]]:
    """One moment in every use."""
    yield "有权停用", replace(now, has_the_power=True)
    for use in USES:
        if use != "永久停用" and now.state in {"dismissed", "voided"}:
            continue
        if use == "停用（停业）中" and now.state == "closed":
            continue
        for post in ("分管", "主要", "委分管", "委主要"):
            for who in ("officer", "chief", "clerk") if use == "待复核恢复" else ("",):
                asked = frozenset(who.split())
                yield (
                    f"{use}·{post}停·{who}申请" if who else f"{use}·{post}停",
                    replace(now, use=use, ordered_by=post, asked=asked),
                )


def with_papers(full: Cast) -> Iterator[tuple[str, Cast, Situation]]:
    """Each paper in each of its states."""
    for line in LINES:
        now = play(full, line, "rectifying")
        for kind in PAPERS:
            for state in ("待签发", "已签发", "已送达", "已反馈"):
                if now:
                    yield f"{line}·{kind}·{state}", full, replace(now, paper=(kind, state))


def with_two_papers(full: Cast) -> Iterator[tuple[str, Cast, Situation]]:
    """Two papers of one hazard, the unit's own and the commission's among them, each where an act begins."""
    for line in LINES:
        now = play(full, line, "rectifying")
        for one, other in (("督办单", "督办函"), ("督办函", "通报"), ("提请移交", "督办单")):
            for first in ("待签发", "已签发", "已送达"):
                for second in ("待签发", "已签发", "已送达"):
                    if now:
                        this = replace(now, paper=(one, first), other_papers=((other, second),))
                        yield f"{line}·{one}{first}·{other}{second}", full, this


def standing_in() -> Iterator[tuple[str, Cast, Situation]]:
    """Somebody stands in for each of them in turn; and the officer, the deputy and the desk stand in for a fixer."""
    pairs = [("standin", who) for who in PRINCIPALS]
    pairs += [(who, "nurse") for who in ("officer", "deputy", "clerk", "leader")]
    pairs += [("deputy", "officer"), ("clerk_b", "clerk"), ("head", "leader")]
    pairs += [("officer", "deputy"), ("clerk", "leader"), ("nurse", "officer"), ("nurse", "deputy")]
    for to, of in pairs:
        cast = Cast(f"{to}代{of}", FULL, WARDS, {to: of})
        for line in LINES:
            for state in STATES:
                now = play(cast, line, state)
                if now:
                    yield f"{cast.name}·{line}·{state}", cast, now


def cells(step: int = 1) -> Iterator[Told]:
    """Every moment, told to both; of the many that differ only in who is who, each `step`-th."""
    full = CASTS[0]
    directories = {}
    for label, cast, now in (
        *plain()[::step],
        *beside(full),
        *listed(full),
        *with_papers(full),
        *with_two_papers(full),
        *islice(out_of_use(), 0, None, step),
        *islice(standing_in(), 0, None, step),
    ):
        if cast.name not in directories:
            directories[cast.name] = cast.directory()
        yield tell(label, cast, now, directories[cast.name])


EVERYBODY: Names = frozenset(HOMES)
