"""Who is meant by each word of the process table: small predicates, from `process.md` 0, 2, 3, 8 and 9."""

from collections.abc import Callable, Iterable

from tests.oracle.situation import (
    COMMISSION,
    NOBODY,
    RANKS,
    UP,
    Names,
    Situation,
    not_registered_by_the_commission,
)

NEXT_UP = {"科室负责人": ("科室负责人", *UP), **{post: UP[at:] for at, post in enumerate(UP)}}


def found(case: Situation, posts: Iterable[str], barred: Names = NOBODY) -> tuple[str, Names]:
    """Rules 4 and 9.8: the first post with somebody who is not barred, and who that is."""
    for word in posts:
        if free := case.holders(word) - barred:
            return word, free
    return "", NOBODY


def first(case: Situation, posts: Iterable[str], barred: Names = NOBODY) -> Names:
    """Whom the climb finds; with them, who may whatever they may."""
    word, free = found(case, posts, barred)
    return free | (superiors(case, word) - barred)


def superiors(case: Situation, post: str) -> Names:
    """9.8: 委主要 may do whatever 委分管 may, and 主要 whatever 分管 may."""
    return case.holders({"分管": "主要", "委分管": "委主要"}.get(post, ""))


def post(*words: str) -> Callable[[Situation], Names]:
    """Any of these posts, each climbing while it is empty."""
    return lambda case: frozenset().union(*(first(case, NEXT_UP[word]) for word in words))


def one(name: str | None) -> Names:
    """A person, or nobody."""
    return frozenset({name}) if name else NOBODY


def fixer(case: Situation) -> Names:
    """责任人. 单位级: the receiver is the 责任人; 9.3: so is the new one after a 转办 or 提级."""
    if case.fixer:
        return one(case.fixer)
    return one(case.receiver) if case.state == "assigned" and is_named(case) else NOBODY


def is_named(case: Situation) -> bool:
    """The assignment is addressed to a 责任人, not to a unit."""
    return case.named or case.line == "单位级"


def signs(case: Situation) -> Names:
    """Row 11 with 9.3."""
    if is_named(case):
        return one(case.receiver)
    if case.line == "重大":
        return post("主要")(case)
    return case.holders("安管") | case.holders("分管") | case.holders("主要") or post("经办")(case)


def declines(case: Situation) -> Names:
    """Row 13 with 9.3: 重大 is signed first and objected to after, unless it was passed on inside."""
    if is_named(case):
        return one(case.receiver)
    return NOBODY if case.line == "重大" else post("安管")(case)


def not_own_department(case: Situation) -> Names:
    """Row 4: the 安管 - of their own department's hazards the 分管."""
    return post("安管")(case) - case.own_department or post("分管")(case)


def verifier(case: Situation) -> Names:
    """Rule 4: the first of 安管, 分管, 主要, 经办 who is no fixer."""
    return first(case, UP, case.fixers())


def leads_the_group(case: Situation) -> Names:
    """验收组组长; rule 4: when that one may not, a second pair of eyes is found, the next official."""
    return one(case.leader_of_group) - case.fixers() or frozenset(sorted(officials(case))[:1])


def in_the_group(case: Situation) -> Names:
    """验收组, each once; the 组长 again, to end the round without whoever has not signed, once two officials have."""
    enough = len(officials(case) & case.passed) > 1
    return case.group - case.fixers() - case.passed | (leads_the_group(case) if enough else NOBODY)


def officials(case: Situation) -> Names:
    """9.10: persons of the commission named to the 验收组; experts are members, not officials."""
    desk = frozenset().union(*(case.holders(word) for word in COMMISSION))
    return (case.group & desk) - case.fixers()


def close_in_turn(case: Situation) -> tuple[str, ...]:
    """Rows 24 and 9.5: who is asked to close; rule 4: "on 监管级, if 经办 had to verify, 委分管 closes"."""
    if case.line == "单位级":
        return ("分管", "主要", *COMMISSION)
    if case.line == "重大" and case.listed_above:
        return COMMISSION  # 9.26: whoever else sits in the group
    by_leader = case.line == "重大"
    return COMMISSION[1:] if by_leader or case.holders("经办") & case.passed else COMMISSION


def closer(case: Situation) -> Names:
    """Rule 4 (9.5 for what a body above listed): neither fixer nor verifier; 9.9 for a unit with nobody left."""
    barred = case.fixers() | case.passed
    if verifier_closes(case, barred):
        return case.passed - case.fixers()
    return first(case, close_in_turn(case), barred)


def verifier_closes(case: Situation, barred: Names) -> bool:
    """9.9: the unit has nobody left besides the fixers and the verifier."""
    nobody_left = not case.staff - barred and bool(case.passed & case.staff)
    return case.line == "单位级" and case.small_unit and nobody_left


def out_on_the_spot(case: Situation) -> Names:
    """9.24: two people; who reported 已当场整改 does not close it on the spot."""
    return case.fixers() | (one(case.reporter) if case.at_once else NOBODY)


def on_the_spot(case: Situation) -> Names:
    """Row 2, 单位级: 安管, or next of rule 4."""
    return first(case, UP, out_on_the_spot(case))


def on_site(case: Situation) -> Names:
    """Row 2: the inspector on site, or 经办."""
    inspectors = frozenset().union(*(case.holders(word) for word in (*COMMISSION, "专家")))
    out = out_on_the_spot(case)
    return ((one(case.reporter) & inspectors) | first(case, COMMISSION, out)) - out


def lists(case: Situation) -> Names:
    """Row 36: 委主要; 9.8 at the top of the line, where nobody stands above: an empty 委主要 is 委分管's to fill."""
    return case.holders("委主要") or case.holders("委分管")


def refuses_lifting(case: Situation) -> Names:
    """Row 38 with row 25 in one press: the body that listed, as far as it may refuse the closing too."""
    return listing_body(case) & closer(case) or closer(case)


def looks_back(case: Situation) -> Names:
    """Row 30, 监管级: 经办 - by rule 4 one who is no fixer."""
    return first(case, COMMISSION, case.fixers())


def gives_more_time(case: Situation) -> Names:
    """Row 19 with 9.5: the decider is no fixer, found by the same climb."""
    if case.line == "单位级":
        return first(case, ("分管", "主要", "经办", "委分管", "委主要"), case.fixers())
    if case.line == "监管级":
        return first(case, ("委分管", "委主要"), case.fixers())
    return listing_body(case) - case.fixers()


def listing_body(case: Situation) -> Names:
    """9.5: above the commission 经办 records its paper; else 委主要."""
    above = case.listed_above and case.listing in {"挂牌督办中", "摘牌审批中"}
    return post("经办")(case) if above else post("委主要")(case)


def holder(case: Situation) -> tuple[str, Names]:
    """Section 2: in which capacity it is held, and by whom."""
    column = ("单位级", "监管级", "重大").index(case.line)
    asked = {
        "assigned": ("", "", "") if is_named(case) else ("", "安管", "主要"),
        "reported": ("安管", "经办", "经办"),
        "registered": ("安管", "经办", "委分管"),
        "rectifying": ("", "", "主要"),
        "transferred": ("经办", "经办", "经办"),
    }.get(case.state, ("", "", ""))[column]
    if asked:
        # 9.24: what was reported as put right waits for somebody else than who reported it.
        out = out_on_the_spot(case) if case.state == "reported" and case.at_once else NOBODY
        return found(case, NEXT_UP[asked], out)
    if case.state == "verifying" and case.line == "重大":
        return highest(case, leads_the_group(case)), leads_the_group(case)
    thin = case.state == "verified" and verifier_closes(case, case.fixers() | case.passed)
    if case.state == "verifying" or thin:
        return found(case, UP, case.fixers())
    if case.state == "verified":
        return found(case, close_in_turn(case), case.fixers() | case.passed)
    return "责任人", one(case.receiver) if case.state == "assigned" else fixer(case)


def highest(case: Situation, who: Names) -> str:
    """The highest post these people hold in the line of 9.11."""
    return next((word for word in reversed(RANKS) if case.holders(word) & who), "")


def above(case: Situation) -> Names:
    """Row 32 with 9.11: whoever stands above the holder; nobody urges themselves."""
    word, who = holder(case)
    over = RANKS[RANKS.index(word) + 1 :] if word else ()
    return frozenset().union(*(case.holders(rank) for rank in over)) - who


def commission_above(case: Situation) -> Names:
    """Row 32, 监管级 and 重大: 经办, 委分管 (委主要 as 9.8 says), above the holder."""
    return above(case) & frozenset().union(*(case.holders(word) for word in COMMISSION))


def orders(case: Situation) -> Names:
    """Row 39: 主要; the commission only where it holds the power, then its 委分管."""
    by_power = post("委分管")(case) if case.has_the_power else NOBODY
    return post("主要")(case) | by_power


def asks_for_use(case: Situation) -> Names:
    """Row 39: 安管, on 重大 主要; what the commission has not registered it asks for itself."""
    if not_registered_by_the_commission(case):
        return frozenset(found(case, COMMISSION)[1])
    return found(case, NEXT_UP["主要" if case.line == "重大" else "安管"])[1]


def decides_on_use(case: Situation) -> Names:
    """Row 40 with 9.36: the post that ordered, 主要 at least; no fixer, nobody who asked, found by going up."""
    least = "经办" if not_registered_by_the_commission(case) else "主要"
    start = max(case.ordered_by, least, key=UP.index)
    top = ("委主要", "委分管") if start == "委主要" else NEXT_UP[start]
    return first(case, top, case.fixers() | case.with_stand_ins(case.asked))


def by_commission(case: Situation) -> bool:
    """Row 34: 督办单 is the unit's own paper, anything else is the commission's."""
    return case.paper is not None and case.paper[0] != "督办单"


def signs_paper(case: Situation) -> Names:
    """Row 34; on 重大 约谈 of a head, 通报 to all, 问责建议: 委主要."""
    if not by_commission(case):
        return post("分管")(case)
    heavy = (
        case.line == "重大"
        and case.paper is not None
        and case.paper[0] in {"约谈通知书", "通报", "工作建议函"}
    )
    return post("委主要" if heavy else "委分管")(case)


def drafts_paper(case: Situation) -> Names:
    """Row 34: whoever signs it, and the office of the body that issues it."""
    return signs_paper(case) | post("经办" if by_commission(case) else "安管")(case)


def serves_paper(case: Situation) -> Names:
    """Row 35: the body that signed it serves it."""
    return post("经办" if by_commission(case) else "安管")(case)


def receives_paper(case: Situation) -> Names:
    """Row 35: whoever answers a paper signs for it in the system; what goes to other departments nobody does."""
    return NOBODY if case.paper and case.paper[0] in ("抄告函", "移交函") else answers_paper(case)


def answers_paper(case: Situation) -> Names:
    """Row 35: inside the unit 科室负责人; to the commission 安管 or 主要, on 重大 主要."""
    if not by_commission(case):
        return post("科室负责人")(case)
    return post("主要")(case) if case.line == "重大" else post("安管", "主要")(case)
