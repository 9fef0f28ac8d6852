"""Who sees a hazard: role x subtree, and one's own; from `process.md` 1 E, 3, 6 and the issue's one sentence.

The issue: "role x subtree, own, assigned, reported, verifier"; "404 for the invisible". Rows 1 and 5: what is addressed
to the commission is told to 经办 and 委分管 alone, "not the unit's head", until the commission has registered it.
"""

from tests.oracle.actors import one
from tests.oracle.situation import COMMISSION, Names, Situation

OF_THE_UNIT = ("安管", "分管", "主要")


def may_see(person: str, case: Situation) -> bool:
    """Whether this person, for himself or for whom he stands in, may know that it exists."""
    return any(sees(right, case) for right in case.wearing(person))


def sees(person: str, case: Situation) -> bool:
    """By a tie to it, by a post at the commission, or by a post at its unit or department."""
    if person in tied(case) or any(person in case.holders(word) for word in (*COMMISSION, "审计")):
        return True
    inside = person in case.heads_of_the_place or any(person in case.holders(word) for word in OF_THE_UNIT)
    return inside and not between_reporter_and_commission(case)


def between_reporter_and_commission(case: Situation) -> bool:
    """Addressed or reported up, and not yet registered there, or never (46, case E: the bypass)."""
    return case.addressed and (case.state == "reported" or not case.registered)


def tied(case: Situation) -> Names:
    """Reported it, does it, received, assigned, submitted or verified it, is in the group, or was told of it."""
    single = (
        case.reporter, case.fixer, case.receiver, case.assigner, case.leader_of_group, case.sponsor
    )  # fmt: skip
    people = case.helpers | case.submitted | case.passed | case.group | case.paper_signers | case.told
    return people.union(*(one(name) for name in single))
