"""What a form asks about once more before it is carried out: photos that say they are older than the work."""

from collections.abc import Iterable
from datetime import datetime

from domain import clock
from domain.cases.case import Case
from domain.commands import Command, Submit
from domain.queries import Reader, taken_at

AGAIN = "确是整改后拍的，请再按一次提交；不是，请换照片。"


def doubt_about(reader: Reader, case: Case, said: Command) -> str:
    """A question to the person, or nothing."""
    if not isinstance(said, Submit):
        return ""
    found = older_than_the_assignment(reader, case, said.photos)
    return f"{found}{AGAIN}" if found else ""


def older_than_the_assignment(reader: Reader, case: Case, photos: Iterable[str]) -> str:
    """Which after-photos say that they were taken before the hazard was handed over; nothing when none does."""
    term = case.hazard.terms.get("assigned")
    begun = datetime.fromisoformat(term[1]) if term else case.hazard.found_at
    wanted = list(photos)
    taken = taken_at(reader, wanted) if wanted else {}
    old = [
        f"第 {n} 张拍摄于{clock.in_words(taken[photo])}"
        for n, photo in enumerate(wanted, start=1)
        if photo in taken and taken[photo] < begun
    ]
    return f"整改后照片{'、'.join(old)}，早于交办。" if old else ""
