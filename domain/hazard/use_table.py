"""THE TABLE of use (停用、恢复使用): a place out of use, asked for, and back by consent alone."""

from domain.actions import Action as A
from domain.cases.case import Case
from domain.cases.steps import Lifecycle, Step, any_of, by, on_every_line
from domain.hazard import guards as g, supervisors
from domain.hazard.checks import use as u
from domain.hazard.effects import use as effects
from domain.hazard.out_of_use import who_asks, who_decides_on_use, who_orders
from domain.hazard.people import chief, department_head, deputy, the_fixer
from domain.use import Use

CONCERNED = (the_fixer, department_head, supervisors.officer_in_post, chief, supervisors.desk_in_post)
"""Whoever works there or answers for it."""


def _use(case: Case) -> str:
    return case.hazard.use


# fmt: off
USE = Lifecycle("停用", _use, Use,
    Step(A.SUSPEND_USE, any_of(Use.IN_USE, Use.SUSPENDED) >> Use.SUSPENDED,
         by(unit=deputy, authority=who_orders, major=who_orders),
         guards=(u.is_open_to_be_suspended, u.is_known_to_its_unit),
         checks=(u.stops_by_now, u.goes_further, u.shows_how_it_is_now), effect=effects.suspend_it,
         told=CONCERNED),
    Step(A.REQUEST_RESUME, any_of(Use.SUSPENDED, Use.RETIRED) >> Use.RESUMING, on_every_line(who_asks),
         guards=(u.is_removed_if_major,), checks=(u.shows_how_it_is_now,), effect=effects.ask_for_use),
    Step(A.RESUME_USE, any_of(Use.RESUMING) >> Use.IN_USE, on_every_line(who_decides_on_use),
         guards=(u.is_removed_if_major, g.is_not_the_fixer, u.did_not_ask_for_it),
         checks=(u.is_reviewed_on_site_if_major, u.shows_how_it_is_now), effect=effects.resume_it,
         told=(*CONCERNED, supervisors.who_asked_for_use, supervisors.closer_if_it_waits)),
    Step(A.REFUSE_RESUME, any_of(Use.RESUMING) >> Use.SUSPENDED, on_every_line(who_decides_on_use),
         guards=(g.is_not_the_fixer, u.did_not_ask_for_it), checks=(u.shows_how_it_is_now,),
         effect=effects.refuse_use, told=(*CONCERNED, supervisors.who_asked_for_use)),
)
# fmt: on
