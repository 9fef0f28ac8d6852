"""The table of posts: every post has its row, and what is derived from it is what the process says."""

from domain.roles import COMMISSION, DECIDING, LINE, OVERSEEING, POSTS, RUNNING
from domain.words import Role, UnitKind


def test_every_post_has_one_row_and_no_rank_is_given_twice() -> None:
    assert set(POSTS) == set(Role)
    ranks = [post.rank for post in POSTS.values() if post.rank]
    assert len(set(ranks)) == len(ranks)


def test_the_line_climbs_from_the_department_through_the_unit_to_the_head_of_the_commission() -> None:
    assert [role.label for role in LINE] == [
        "科室负责人",
        "安全管理员",
        "分管负责人",
        "主要负责人",
        "卫健委经办人",
        "卫健委分管负责人",
        "卫健委主要负责人",
    ]
    places = [POSTS[role].at for role in LINE]
    assert places == [UnitKind.DEPARTMENT, *[UnitKind.INSTITUTION] * 3, *[UnitKind.AUTHORITY] * 3]


def test_who_oversees_decides_and_runs() -> None:
    assert set(COMMISSION) == {Role.DESK, Role.LEADER, Role.HEAD}
    assert {*COMMISSION, Role.AUDITOR} == OVERSEEING
    assert {*COMMISSION, Role.CHIEF} == DECIDING
    assert OVERSEEING | {Role.ADMIN} == RUNNING
