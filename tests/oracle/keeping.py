"""Who keeps whose sign-in, a second opinion: written from the process alone, with names instead of rows.

Nobody may reach, through a person they manage, what they may not themselves: a higher post, another institution,
somebody's duty by delegation. So the highest post anywhere, also of whoever is stood in for, decides.
"""

from itertools import product
from typing import NamedTuple

IN_THE_UNIT = ("职工", "科室负责人", "安管", "分管", "主要")
AT_THE_TOP = ("经办", "委分管", "委主要", "专家", "审计", "系统管理员")
HERE, ELSEWHERE, COMMISSION = "本院", "外院", "卫健委"
OWN_ACTS = {
    "open_second_account", "change_person", "delegate", "end_delegation", "give_binding_code",
    "release_identity",
}  # fmt: skip
WITHOUT_A_POST = {"职工"}
"""For anybody else the administrator names no delegate: they do themselves, or who stands above them in the unit."""
FOR_A_HEAD = {"delegate", "end_delegation"}


class Post(NamedTuple):
    """A post at a place."""

    role: str
    place: str


class Whose(NamedTuple):
    """Somebody's sign-in: where they are at home, what they hold now or soon, and what those hold they stand in for."""

    home: str
    held: frozenset[Post]
    for_others: frozenset[Post] = frozenset()

    def reaches(self) -> frozenset[Post]:
        """Everything that whoever has this sign-in could do."""
        return self.held | self.for_others | {Post("职工", self.home)}


def keeps(by: Post, whose: Whose, act: str) -> bool:
    """Whether the holder of one post may do this to the sign-in of somebody else."""
    if act == "open_second_account":
        return False
    if by.role == "系统管理员":
        return act != "delegate" or all(post.role in WITHOUT_A_POST for post in whose.held)
    if by.role in {"经办", "委分管", "委主要"} and act == "confirm_account":
        return True
    if by.role in {"经办", "委分管", "委主要"}:
        return act in FOR_A_HEAD and Post("主要", whose.home) in whose.held and whose.home != COMMISSION
    if by.role not in {"安管", "主要"}:
        return False
    mine = IN_THE_UNIT.index(by.role)
    return whose.home == by.place and all(
        post.place == by.place and post.role in IN_THE_UNIT and IN_THE_UNIT.index(post.role) < mine
        for post in whose.reaches()
    )


def everybody() -> list[Post]:
    """Each post that somebody may ask from, at this hospital, another one, and the commission."""
    places = product(IN_THE_UNIT, (HERE, ELSEWHERE))
    return [Post(*one) for one in places] + [Post(role, COMMISSION) for role in AT_THE_TOP]


def all_sign_ins() -> list[Whose]:
    """Every home with every post, alone, beside a second post anywhere, and standing in for one anywhere."""
    found = []
    for home, own in [(HERE, p) for p in everybody()] + [(ELSEWHERE, p) for p in everybody()]:
        found.append(Whose(home, frozenset({own})))
    for first, second in product([Post(role, HERE) for role in IN_THE_UNIT], everybody()):
        found.append(Whose(HERE, frozenset({first, second})))
        found.append(Whose(HERE, frozenset({first}), frozenset({second})))
    found += [Whose(COMMISSION, frozenset({Post(role, COMMISSION)})) for role in AT_THE_TOP]
    return found
