"""Who may change the organisation: a truth table, asked of the rule and pressed through the API."""

import pytest

from domain.organisation.commands import CHANGES
from domain.organisation.who_may import WHO_MAY, Ask, may
from domain.words import Role
from tests.api.site import Site
from tests.world import LONG_AGO, PEOPLE, World

STAFF_ACTS = sorted({*CHANGES} - {"create_unit", "rename_unit", "move_unit", "retire_unit", "add_person"})
OWN_ACTS = {"change_person", "delegate", "end_delegation", "give_binding_code", "release_identity"}

# Whom each manages in full: everybody strictly below him in his own unit; the administrator everybody.
MANAGES = {
    "admin": set(PEOPLE) - {"admin"},
    "officer1": {"nurse1", "fixer1", "dept1"},
    "chief1": {"nurse1", "fixer1", "dept1", "officer1", "deputy1"},
    "officer2": {"fixer2"},
    "chief2": {"fixer2", "officer2"},
    "clinic1": {"clinic2"},
}
# The commission appoints for an absent head, and ends what it appointed.
FOR_A_HEAD = {"chief1", "chief2", "clinic1"}
COMMISSION = {"office", "office2", "leader", "head"}


def expected(who: str, act: str, whom: str) -> bool:
    if who == whom:
        return act in OWN_ACTS
    if whom in MANAGES.get(who, ()):
        return True
    return who in COMMISSION and whom in FOR_A_HEAD and act in {"delegate", "end_delegation"}


def test_every_act_stands_in_the_table() -> None:
    assert set(WHO_MAY) == set(CHANGES.values())


def test_who_may_do_what_to_whom(world: World) -> None:
    with world.store.engine.connect() as connection:
        directory = world.store.directory(connection)
    asked = 0
    for who in PEOPLE:
        for whom in PEOPLE:
            person = directory.people[world.people[whom]]
            ask = Ask(directory, world.people[who], LONG_AGO, directory.units[person.unit_id], person)
            for act in STAFF_ACTS:
                assert may(CHANGES[act], ask) == expected(who, act, whom), (who, act, whom)
                asked += 1
    assert asked == len(PEOPLE) ** 2 * len(STAFF_ACTS)


@pytest.mark.parametrize(
    ("who", "role", "unit", "allowed"),
    [
        ("officer1", "department_head", "001-01", True),
        ("officer1", "staff", "001-01", True),
        ("officer1", "officer", "001", False),
        ("officer1", "chief", "001", False),
        ("officer1", "desk", "000", False),
        ("officer1", "officer", "002", False),
        ("chief1", "officer", "001", True),
        ("chief1", "deputy", "001", True),
        ("chief1", "chief", "001", False),
        ("chief2", "officer", "001", False),
        ("office", "chief", "001", False),
        ("head", "desk", "000", False),
        ("admin", "chief", "001", True),
        ("admin", "desk", "000", True),
        ("deputy1", "staff", "001", False),
        ("nurse1", "staff", "001", False),
    ],
)
def test_who_gives_which_post(site: Site, who: str, role: str, unit: str, *, allowed: bool) -> None:
    answer = site.ask(who, "POST", "/api/people/fixer1/posts", json={"role": role, "unit": unit})
    if allowed and (role, unit) != ("staff", "001-01"):
        assert answer.status_code == 200, answer.text
        held = {(p["role"]["code"], p["unit"]["code"]) for p in site.get(who, "/api/people/fixer1")["posts"]}
        assert (role, unit) in held
    elif allowed:
        assert (answer.status_code, answer.json()["field"]) == (422, "role")  # he holds it already
    else:
        assert answer.status_code in (403, 404), answer.text


def test_nobody_gives_himself_anything(site: Site) -> None:
    for role, unit in (("desk", "000"), ("chief", "001"), ("staff", "000")):
        answer = site.ask("admin", "POST", "/api/people/admin/posts", json={"role": role, "unit": unit})
        assert (answer.status_code, "本人" in answer.json()["detail"]) == (403, True)
    for act in ("accounts", "accounts/reset-password"):
        assert (
            site.ask("admin", "POST", f"/api/people/admin/{act}", json={"login": "admin"}).status_code == 403
        )
    assert site.ask("chief1", "POST", "/api/people/chief1/leave", json={"reason": "x"}).status_code == 403


def test_an_expert_living_in_a_hospital_is_managed_by_the_administrator_alone(site: Site) -> None:
    given = site.ask("admin", "POST", "/api/people/dept1/posts", json={"role": "expert"})
    assert given.status_code == 200
    held = site.get("admin", "/api/people/dept1")["posts"]
    assert {("expert", "000")} <= {(p["role"]["code"], p["unit"]["code"]) for p in held}
    for who in ("officer1", "chief1"):
        said = {"login": "dept1"}
        answer = site.ask(who, "POST", "/api/people/dept1/accounts/reset-password", json=said)
        assert answer.status_code == 403
    assert (
        site.ask("admin", "POST", "/api/people/dept1/accounts/disable", json={"login": "dept1"}).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("who", "said", "status"),
    [
        ("admin", {"parent": "000", "unit_kind": "institution", "code": "003", "name": "新医院"}, 201),
        ("office", {"parent": "000", "unit_kind": "institution", "code": "003", "name": "新医院"}, 201),
        ("officer1", {"parent": "000", "unit_kind": "institution", "code": "003", "name": "新医院"}, 403),
        ("officer1", {"parent": "001", "unit_kind": "department", "code": "001-02", "name": "保卫科"}, 201),
        ("officer1", {"parent": "002", "unit_kind": "department", "code": "002-02", "name": "保卫科"}, 403),
        ("office", {"parent": "001", "unit_kind": "department", "code": "001-02", "name": "保卫科"}, 403),
        ("admin", {"parent": "001", "unit_kind": "institution", "code": "003", "name": "新医院"}, 422),
        ("admin", {"parent": "000", "unit_kind": "institution", "code": "001", "name": "新医院"}, 422),
        (
            "admin",
            {"parent": "000", "unit_kind": "institution", "code": "003", "name": "临澄县人民医院"},
            422,
        ),
        ("admin", {"parent": "000", "unit_kind": "institution", "code": "00 3", "name": "新医院"}, 422),
        ("admin", {"parent": "没有", "unit_kind": "institution", "code": "003", "name": "新医院"}, 422),
    ],
)
def test_who_adds_which_unit(site: Site, who: str, said: dict[str, str], status: int) -> None:
    answer = site.ask(who, "POST", "/api/units", json=said)
    assert answer.status_code == status, answer.text
    if status == 201:
        assert site.get("admin", f"/api/units/{said['code']}")["name"] == said["name"]
        assert answer.headers["Location"] == f"/api/units/{said['code']}"


def test_every_role_can_be_given_somewhere_and_nowhere_else(site: Site) -> None:
    fits = {Role.STAFF: {"000", "001", "001-01"}, Role.DEPARTMENT_HEAD: {"001-01"}}
    fits |= {role: {"001"} for role in (Role.OFFICER, Role.DEPUTY, Role.CHIEF)}
    for role in Role:
        for unit in ("000", "001", "001-01"):
            answer = site.ask("admin", "POST", "/api/people/clinic2/posts", json={"role": role, "unit": unit})
            assert (answer.status_code == 200) == (unit in fits.get(role, {"000"})), (role, unit, answer.text)
