"""Who sees a hazard: role x subtree, and one's own; from `process.md` 1 E, 3, 6 and the issue's one sentence.

"Role x subtree, own, assigned, reported, verifier"; "404 for the invisible". Rows 1 and 5: what is addressed to the
commission is told to 经办 and 委分管 alone, "not the unit's head", until the commission has registered it; settled 15:
what it inspected is no sooner seen by the unit.
"""

from tests.oracle.actors import holder, one
from tests.oracle.situation import COMMISSION, Names, Situation, not_registered_by_the_commission

OF_THE_UNIT = ("安管", "分管", "主要")


def may_see(person: str, case: Situation) -> bool:
    """Whether this person, for themselves or for whom they stand in, may know that it exists.

    A report in confidence is read by 经办, 委分管, 委主要 and the reporter; what somebody reported is their own,
    and no delegate of theirs learns that they did.
    """
    rights = list(case.wearing(person))
    if not_registered_by_the_commission(case):
        words = COMMISSION if case.addressed else (*COMMISSION, "审计")
        return person == case.reporter or any(
            right in case.holders(word) for right in rights for word in words
        )
    return person in tied(case) or any(sees(right, case) for right in rights)


def sees(person: str, case: Situation) -> bool:
    """By a tie to it other than having reported it, by a post at the commission, or at its unit or department."""
    if person in (works_on_it(case) if person == case.reporter else tied(case)):
        return True
    if any(person in case.holders(word) for word in (*COMMISSION, "审计")):
        return True
    return person in case.heads_of_the_place or any(person in case.holders(word) for word in OF_THE_UNIT)


def tied(case: Situation) -> Names:
    """Reported it, works on it, or was told of it."""
    return works_on_it(case) | case.paper_signers | case.told | one(case.sponsor) | one(case.reporter)


def works_on_it(case: Situation) -> Names:
    """Does it, holds it, received, assigned, submitted or verified it, or is in the group."""
    single = (case.fixer, case.receiver, case.assigner, case.leader_of_group)
    people = case.helpers | case.submitted | case.passed | case.group | holder(case)[1]
    return people.union(*(one(name) for name in single))
