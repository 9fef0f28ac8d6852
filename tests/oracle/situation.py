"""What the oracle needs to know of one hazard and the people around it, in the process's own words.

Written from `process.md` alone, without a look at the code: a second opinion, nothing in it is imported from the
product. People are plain names; a post is held by any number of them, an empty one is missing or has nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Names = frozenset[str]
NOBODY: Names = frozenset()

UP = ("安管", "分管", "主要", "经办", "委分管", "委主要")
"""9.8: the way up; an empty post is skipped along it."""
RANKS = ("责任人", "科室负责人", *UP)
"""9.11: who stands above whom."""
COMMISSION = ("经办", "委分管", "委主要")


@dataclass(frozen=True)
class Situation:
    """One hazard at one moment, and who is who."""

    line: str  # 单位级, 监管级, 重大
    state: str
    posts: Mapping[str, Names]
    """Post -> its holders, at the hazard's unit and its commission; 科室负责人 of the hazard's department."""
    own_department: Names = NOBODY
    """The people who work in the department the hazard is in."""
    heads_of_the_place: Names = NOBODY
    """科室负责人 of the department the hazard is in; the 科室负责人 of the posts is the 责任人's."""
    staff: Names = NOBODY
    """The unit's own people, all departments."""
    stands_in: Mapping[str, str] = field(default_factory=dict)
    """Delegate -> whom they may act for today."""

    suspected: bool = False
    fixed: bool = False
    """已当场整改."""
    reporter: str | None = None
    addressed: bool = False
    """Addressed to the commission (row 1), or reported up (row 5)."""
    inspected: bool = False
    """Found by the commission: its inspections, another authority's notice."""
    waited: bool = False
    """Registering or assigning it is past its time."""
    long: bool = False
    """Its term is longer than 30 days."""
    in_time: bool = True
    """There is still time to ask for more (section 5)."""
    registered: bool = True
    """It has a number: it was registered at some time."""
    fixer: str | None = None
    """The named 整改责任人."""
    helpers: Names = NOBODY
    worked: Names = NOBODY
    """9.21: who worked on it before: was named, helped, reported progress, submitted."""
    at_once: bool = False
    """9.24: it was reported as 已当场整改."""
    had_result: bool = False
    """Something was decided on it before: it cannot be "entered by mistake"."""
    look_back_due: bool = True
    """9.27: it is closed long enough, and not too long."""
    receiver: str | None = None
    named: bool = False
    """9.3: the assignment reached a new 责任人 by 转办 inside or by 提级 (on 单位级 it always names one)."""
    assigner: str | None = None
    submitted: Names = NOBODY
    """Who signed or entered the submission."""
    passed: Names = NOBODY
    """Who verified it."""
    leader_of_group: str | None = None
    group: Names = NOBODY
    """验收组, its leader and experts included."""
    listing: str = "未挂牌"
    listed_above: bool = False
    """Listed by a body above the commission."""
    asks_for_more_time: bool = False
    plan: str = ""
    """治理方案: 待审, 通过, or none."""
    paper: tuple[str, str] | None = None
    """(kind, state) of the paper in question."""
    other_papers: tuple[tuple[str, str], ...] = ()
    """What else hangs on the hazard: (kind, state) of each."""
    paper_signers: Names = NOBODY
    told: Names = NOBODY
    """Everybody who was sent a message about it, or did something about it."""
    use: str = "正常使用"
    ordered_by: str = "主要"
    """The post that ordered 停用."""
    asked: Names = NOBODY
    """Who asked to use it again."""
    has_the_power: bool = False
    """The policy says that the commission may order 停用."""
    sponsor: str | None = None
    """包案领导."""
    small_unit: bool = True
    """9.9: the policy switch."""

    def holders(self, post: str) -> Names:
        """Everybody in this post."""
        return self.posts.get(post, NOBODY)

    def fixers(self) -> Names:
        """Rule 3 and 9.21: whoever worked on it in any round, and their delegates and principals."""
        doing = self.helpers | self.submitted | self.worked | ({self.fixer} if self.fixer else NOBODY)
        return self.with_stand_ins(frozenset(doing))

    def with_stand_ins(self, people: Names) -> Names:
        """These people, who stands in for them, and for whom they stand in."""
        delegates = {to for to, of in self.stands_in.items() if of in people}
        return people | delegates | {of for to, of in self.stands_in.items() if to in people}

    def wearing(self, person: str) -> Iterator[str]:
        """The persons in whose right somebody may act: themselves, and whom they stand in for."""
        yield person
        if person in self.stands_in:
            yield self.stands_in[person]


def not_registered_by_the_commission(case: Situation) -> bool:
    """Sent to the commission or found by it, and not yet registered there, or never."""
    theirs = case.addressed or case.inspected
    return theirs and (case.state == "reported" or not case.registered)


def between_reporter_and_commission(case: Situation) -> bool:
    """Addressed or reported up, and not yet registered there, or never (46, case E: the bypass)."""
    return case.addressed and not_registered_by_the_commission(case)
