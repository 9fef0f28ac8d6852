"""THE TABLE OF POSTS: where each stands, its rank in the line, and what it may beyond its own cases.

Sets of posts are derived from here; a new post is one row.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.words import Role, UnitKind


@dataclass(frozen=True)
class Post:
    """`at`: the kind of unit it belongs to. `rank`: its place in the line that a neglected hazard climbs, or None.

    `oversees`: reads every hazard of its authority. `decides`: the commission's heads hear of acts on its sign-in.
    `administers`: sets the system up and keeps its people.
    """

    at: UnitKind
    rank: int | None = None
    oversees: bool = False
    decides: bool = False
    administers: bool = False


POSTS: Mapping[Role, Post] = {
    Role.STAFF: Post(UnitKind.DEPARTMENT),
    Role.DEPARTMENT_HEAD: Post(UnitKind.DEPARTMENT, rank=1),
    Role.OFFICER: Post(UnitKind.INSTITUTION, rank=2),
    Role.DEPUTY: Post(UnitKind.INSTITUTION, rank=3),
    Role.CHIEF: Post(UnitKind.INSTITUTION, rank=4, decides=True),
    Role.DESK: Post(UnitKind.AUTHORITY, rank=5, oversees=True, decides=True),
    Role.LEADER: Post(UnitKind.AUTHORITY, rank=6, oversees=True, decides=True),
    Role.HEAD: Post(UnitKind.AUTHORITY, rank=7, oversees=True, decides=True),
    Role.EXPERT: Post(UnitKind.AUTHORITY),
    Role.AUDITOR: Post(UnitKind.AUTHORITY, oversees=True),
    Role.ADMIN: Post(UnitKind.AUTHORITY, administers=True),
}

LINE: tuple[Role, ...] = tuple(
    sorted((role for role, post in POSTS.items() if post.rank), key=lambda role: POSTS[role].rank or 0)
)
"""科室负责人 to 委主要, upward."""
COMMISSION: tuple[Role, ...] = tuple(role for role in LINE if POSTS[role].at is UnitKind.AUTHORITY)
"""经办, 委分管, 委主要: who handle the commission's cases."""
INSTITUTION_ROLES = frozenset(role for role, post in POSTS.items() if post.at is UnitKind.INSTITUTION)
ADMINISTERING = frozenset(role for role, post in POSTS.items() if post.administers)
AUTHORITY_ROLES = (
    frozenset(role for role, post in POSTS.items() if post.at is UnitKind.AUTHORITY) - ADMINISTERING
)
OVERSEEING = frozenset(role for role, post in POSTS.items() if post.oversees)
DECIDING = frozenset(role for role, post in POSTS.items() if post.decides)
ENTRUSTED = frozenset(POSTS) - {Role.STAFF}
"""Posts that sign, see or keep more than their holder's own work: a sign-in that another gave must not use them."""
RUNNING = OVERSEEING | ADMINISTERING
"""Who see how the system itself runs, and who works where."""
