"""Who worked on a hazard, and so neither verifies nor closes it (rule 3)."""

from typing import TYPE_CHECKING

from domain.cases.case import Case

if TYPE_CHECKING:
    from domain.tables import Hazard


def barred(case: Case) -> frozenset[int]:
    """Rule 3 and settled point 21: whoever worked on it in any round, and their delegates and principals."""
    worked = frozenset(those_who_worked(case.hazard))
    directory = case.directory
    return worked | directory.delegates_of(worked, case.at) | directory.principals_of_any(worked, case.at)


def those_who_worked(hazard: "Hazard") -> list[int]:
    """Everybody who worked on it in any round: was named 责任人 or 协办人, reported work, submitted it."""
    now = {*hazard.fixers, *hazard.helpers} | ({hazard.fixer_id} if hazard.fixer_id else set())
    return sorted(now)
