"""Whose a task is: the front line of its department does it, the line above accounts for what was missed."""

from domain.cases.called import called
from domain.cases.case import Case, Seat
from domain.cases.seats import climb_from
from domain.directory.organisation import Directory
from domain.words import Role


def at_home_in(directory: Directory, unit_id: int, place: int) -> frozenset[int]:
    """Everybody whose home in the unit is this department (or the unit itself)."""
    return frozenset(
        p for p in directory.at_home.get(place, ()) if directory.institution_of(place).id == unit_id
    )


@called("本科室人员")
def the_front_line(case: Case) -> tuple[int, ...]:
    """Everybody at home in the department, its head among them."""
    unit = case.row.unit_id
    home = at_home_in(case.directory, unit, case.department or unit)
    return tuple(sorted({*home, *head_seat(case).people}))


@called("安全管理员")
def the_officer(case: Case) -> tuple[int, ...]:
    """安管, else who stands above."""
    return officer_seat(case).people


def front_line_seat(case: Case) -> Seat:
    """Who does it: the staff of the department; without any, its head, else who stands above."""
    staff = case.directory.holders(case.department or case.row.unit_id, Role.STAFF, case.at)
    return Seat(Role.STAFF, staff) if staff else head_seat(case)


def head_seat(case: Case) -> Seat:
    """科室负责人, else who stands above."""
    return climb_from(case, Role.DEPARTMENT_HEAD)


def officer_seat(case: Case) -> Seat:
    """安管, else who stands above."""
    return climb_from(case, Role.OFFICER)
