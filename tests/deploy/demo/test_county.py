"""The demonstration county: everyone and everything in it fits together, and its figures are the ledger's."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from deploy.demo.county import County, SampleHazard, read_county, read_hazards
from domain.calendar import national_calendar
from domain.words import Level, Role, State

COUNTY = read_county()
HAZARDS = read_hazards()
PEOPLE = {person.key: person for person in COUNTY.people}
CLOSED = [hazard for hazard in HAZARDS if hazard.stage == "closed"]
SIGN_INS = {
    *("office", "office2", "leader", "head", "expert", "auditor", "admin", "clinic1", "clinic2"),
    *(f"{who}{n}" for who in ("nurse", "fixer", "dept", "officer", "deputy", "chief") for n in (1, 2)),
}
LEDGER_DAY = date(2026, 11, 21)


def posts_of(county: County, unit: str) -> Counter[Role]:
    return Counter(post.role for person in county.people for post in person.posts if post.unit == unit)


def rows(hazards: list[SampleHazard]) -> set[int]:
    return {int(hazard.key.removeprefix("h")) for hazard in hazards}


def last_day(hazard: SampleHazard) -> date:
    day = hazard.rectify_by(national_calendar())
    assert day is not None
    return day


def test_the_sign_ins_are_those_the_demonstration_prints() -> None:
    assert {person.key for person in COUNTY.people if person.login} == SIGN_INS
    assert COUNTY.password == "bihuan-demo"


def test_every_unit_of_a_person_or_post_exists() -> None:
    codes = {body.code for body in (COUNTY.authority, *COUNTY.institutions)}
    assert {department.code.partition("-")[0] for department in COUNTY.departments} <= codes
    codes |= {department.code for department in COUNTY.departments}
    assert {person.unit for person in COUNTY.people} <= codes
    assert {post.unit for person in COUNTY.people for post in person.posts} <= codes


def test_every_institution_has_a_chief_and_an_officer() -> None:
    for institution in COUNTY.institutions:
        posts = posts_of(COUNTY, institution.code)
        assert posts[Role.CHIEF] == 1, institution.name
        assert posts[Role.OFFICER] == 1, institution.name


def test_the_commission_has_two_desks_a_leader_a_head_and_an_expert() -> None:
    assert posts_of(COUNTY, COUNTY.authority.code) == Counter(
        {Role.DESK: 2, Role.LEADER: 1, Role.HEAD: 1, Role.EXPERT: 1, Role.AUDITOR: 1, Role.ADMIN: 1}
    )


def test_the_clinic_has_two_people_and_one_of_them_is_head_and_officer() -> None:
    clinic = [person for person in COUNTY.people if person.unit == PEOPLE["clinic1"].unit]
    assert [person.key for person in clinic] == ["clinic1", "clinic2"]
    assert {post.role for post in PEOPLE["clinic1"].posts} == {Role.CHIEF, Role.OFFICER}


@pytest.mark.parametrize("n", [1, 2])
def test_the_fixer_of_each_hospital_has_its_department_head_above_them(n: int) -> None:
    department = PEOPLE[f"fixer{n}"].unit
    assert [(post.role, post.unit) for post in PEOPLE[f"dept{n}"].posts] == [
        (Role.DEPARTMENT_HEAD, department)
    ]


def test_every_name_phone_and_address_is_plainly_invented() -> None:
    for person in COUNTY.people:
        assert len(person.name) == 2
        assert person.name.endswith("某")
        assert person.phone.startswith("000-0000-")
        assert person.email.endswith("@bihuan.invalid")
    assert len({person.phone for person in COUNTY.people}) == len(COUNTY.people)


def test_there_are_forty_hazards_of_which_seven_are_major_and_twenty_two_closed() -> None:
    assert [hazard.key for hazard in HAZARDS] == [f"h{n:02d}" for n in range(1, 41)]
    assert Counter(hazard.level for hazard in HAZARDS) == {Level.GENERAL: 33, Level.MAJOR: 7}
    assert len(CLOSED) == 22
    assert not [hazard for hazard in CLOSED if hazard.level is Level.MAJOR]


def test_the_money_is_the_sum_of_the_rows_and_not_the_ledgers_total() -> None:
    assert sum(hazard.funds_wan or Decimal(0) for hazard in HAZARDS) == Decimal("480.71")


def test_every_hazard_belongs_to_units_and_people_that_exist() -> None:
    departments = {department.code for department in COUNTY.departments}
    for hazard in HAZARDS:
        assert hazard.unit in {body.code for body in COUNTY.institutions}
        assert hazard.department is None or hazard.department in departments
        assert (hazard.department or hazard.unit).startswith(hazard.unit)
        assert PEOPLE[hazard.fixer].unit.startswith(hazard.unit)
        named = {hazard.verified_by, hazard.returned_by, hazard.closed_by} - {None}
        assert named <= PEOPLE.keys()


def test_stages_are_states_of_the_table_except_two_that_lie_beside_it() -> None:
    assert {hazard.stage for hazard in HAZARDS} - set(State) == {"sent_back", "listed"}


def test_dates_follow_each_other_and_stand_where_the_stage_needs_them() -> None:
    for hazard in HAZARDS:
        dates = [hazard.found_on, hazard.submitted_on, hazard.returned_on, hazard.closed_on]
        known = [day for day in dates if day]
        assert known == sorted(known), hazard.key
        assert known[-1] <= LEDGER_DAY, hazard.key
        assert last_day(hazard) >= hazard.found_on, hazard.key
        done = hazard.stage in {"closed", "verifying", "sent_back"}
        assert (hazard.submitted_on is not None) == done, hazard.key
        assert (hazard.returned_on is not None) == (hazard.stage == "sent_back"), hazard.key
        closing = [hazard.closed_on, hazard.closed_by, hazard.closing]
        assert [value is not None for value in closing] == [hazard.stage == "closed"] * 3, hazard.key


def test_nobody_verifies_or_closes_what_they_rectified() -> None:
    for hazard in HAZARDS:
        assert hazard.fixer not in {hazard.verified_by, hazard.returned_by, hazard.closed_by}, hazard.key
    for hazard in CLOSED:
        assert hazard.verified_by, hazard.key
        assert hazard.verified_by != hazard.closed_by or hazard.closing == "on_spot", hazard.key


def test_the_septic_pit_is_verified_by_another_person_and_its_note_says_why() -> None:
    pit = HAZARDS[37]
    assert (pit.fixer, pit.verified_by, pit.due_rule) == (
        "nanping-deputy",
        "nanping-chief",
        "date:2024-04-30",
    )
    assert "2024.4.31 不存在" in pit.note
    assert "同一人" in pit.note


def test_whoever_verifies_is_the_first_above_who_did_not_rectify() -> None:
    climb = (Role.OFFICER, Role.DEPUTY, Role.CHIEF)
    for hazard in (hazard for hazard in CLOSED if hazard.closing == "rectified"):
        by_role = {
            post.role: person.key
            for person in COUNTY.people
            for post in person.posts
            if post.unit == hazard.unit
        }
        free = [by_role[role] for role in climb if role in by_role and by_role[role] != hazard.fixer]
        assert hazard.verified_by == free[0], hazard.key


def test_what_was_overdue_on_the_ledgers_day_is_what_the_rules_say() -> None:
    late = [
        h for h in HAZARDS if h.stage in {"rectifying", "sent_back", "listed"} and last_day(h) < LEDGER_DAY
    ]
    assert rows(late) == {5, 10, 13, 16, 19, 22, 24, 26, 35}


def test_two_were_closed_late_and_the_average_took_under_six_days() -> None:
    late = [hazard for hazard in CLOSED if hazard.submitted_on and hazard.submitted_on > last_day(hazard)]
    assert rows(late) == {14, 32}
    days = [(hazard.submitted_on - hazard.found_on).days for hazard in CLOSED if hazard.submitted_on]
    assert round(sum(days) / len(days), 2) == 5.77


def test_every_repair_of_the_ledger_is_told_in_a_note() -> None:
    repaired = {2, 3, 5, 6, 7, 9, 10, 11, 14, 15, 17, 18, 20, 21, 22, 24, 26, 28, 29, 34, 35, 38, 40}
    assert repaired <= {n for n, hazard in enumerate(HAZARDS, 1) if hazard.note}


def test_no_note_tells_a_unit_that_somebody_complained() -> None:
    texts = [
        text
        for hazard in HAZARDS
        for text in (hazard.note, hazard.description, hazard.measures, hazard.interim)
    ]
    assert not [text for text in texts if "举报" in text]


def test_no_full_width_digit_or_stray_space_is_left() -> None:
    for hazard in HAZARDS:
        for text in (hazard.place, hazard.description, hazard.measures, hazard.basis, hazard.interim):
            assert text == text.strip()
            assert not set(text) & set("\u3000\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19")
