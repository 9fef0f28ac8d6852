"""Who may change the organisation: a truth table, asked of the rule and pressed through the API."""

from pydantic import ValidationError

from domain.errors import Refusal
from domain.organisation import change_organisation
from domain.organisation.commands import CHANGES
from domain.organisation.who_may import WHO_MAY, Ask, may
from domain.words import Role
from tests.api.site import Site
from tests.world import LONG_AGO, PEOPLE, World, on

STAFF_ACTS = sorted(
    {*CHANGES}
    - {
        "create_unit",
        "rename_unit",
        "describe_unit",
        "move_unit",
        "retire_unit",
        "set_daily_patrol",
        "keep_paper_template",
        "use_paper_template",
        "end_paper_template",
        "enter_calendar_year",
        "confirm_calendar_year",
        "make_policy",
        "release_policy",
        "add_person",
    }
)
OWN_ACTS = {
    "open_second_account", "change_person", "delegate", "end_delegation", "give_binding_code",
    "release_identity",
}  # fmt: skip

# Whom each manages in full: everybody strictly below them in their own unit; the administrator everybody.
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
WITHOUT_A_POST = {"nurse1", "fixer1", "fixer2", "clinic2"}


def expected(who: str, act: str, whom: str) -> bool:
    if who == whom:
        return act in OWN_ACTS
    if act == "open_second_account":
        return False
    if act == "confirm_account" and who in COMMISSION:
        return True  # the second pair of eyes
    if act == "delegate" and who == "admin" and whom not in WITHOUT_A_POST:
        return False  # who has a post names their delegate themselves, or who stands above them does
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


def press(world: World, who: str, target: str | None, act: str, **said: object) -> str:
    """The code of the refusal, or nothing when it was done."""
    try:
        change = CHANGES[act].model_validate(said)
        change_organisation(world.store, target, change, by=world.actor(who), at=on("2026-11-02 09:00"))
    except Refusal as refusal:
        return f"{refusal.code} {refusal.field or ''}".strip()
    except ValidationError as wrong:
        return f"wrong_input {wrong.errors()[0]['loc'][0]}"
    return ""


def test_who_gives_which_post(world: World) -> None:
    for who, role, unit, refused in (
        ("officer1", "department_head", "001-01", ""),
        ("officer1", "staff", "001-01", "wrong_input role"),  # they hold it already
        ("officer1", "officer", "001", "not_allowed"),
        ("officer1", "chief", "001", "not_allowed"),
        ("officer1", "desk", "000", "not_allowed"),
        ("officer1", "officer", "002", "not_allowed"),
        ("chief1", "officer", "001", ""),
        ("chief1", "chief", "001", "not_allowed"),
        ("chief2", "officer", "001", "not_allowed"),
        ("office", "chief", "001", "not_allowed"),
        ("head", "desk", "000", "not_allowed"),
        ("admin", "chief", "001", ""),
        ("admin", "desk", "000", ""),
        ("deputy1", "staff", "001", "not_allowed"),
        ("nurse1", "staff", "001", "not_allowed"),
    ):
        whom = "nurse1" if role in ("department_head", "desk") else "fixer1"
        found = press(world, who, whom, "give_post", role=role, unit=unit)
        assert found == refused, (who, role, unit)
    assert press(world, "chief1", "dept1", "give_post", role="deputy") == ""
    late = {"since": "2026-12-01", "until": "2026-11-30"}
    assert press(world, "chief1", "dept1", "give_post", role="officer", **late) == "wrong_input until"


def test_nobody_gives_themselves_anything(site: Site) -> None:
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


def test_who_adds_which_unit(world: World) -> None:
    institution = {"parent": "000", "unit_kind": "institution", "code": "003", "name": "新医院"}
    ward = {"parent": "001", "unit_kind": "department", "code": "001-02", "name": "保卫科"}
    for who, said, refused in (
        ("officer1", institution, "not_allowed"),
        ("office", ward, "not_allowed"),
        ("officer1", {**ward, "parent": "002", "code": "002-02"}, "not_allowed"),
        ("admin", {**institution, "parent": "001"}, "wrong_input parent"),
        ("admin", {**institution, "code": "001"}, "wrong_input code"),
        ("admin", {**institution, "name": "临澄县人民医院"}, "wrong_input name"),
        ("admin", {**institution, "code": "00 3"}, "wrong_input code"),
        ("admin", {**institution, "parent": "没有"}, "wrong_input parent"),
        ("office", institution, ""),
        ("admin", {**institution, "code": "004", "name": "另一医院"}, ""),
        ("officer1", ward, ""),
    ):
        assert press(world, who, None, "create_unit", **said) == refused, (who, said)


def test_units_move_with_all_below_them(world: World) -> None:
    below = {"parent": "001-01", "unit_kind": "department", "code": "001-01-1", "name": "急诊护理组"}
    other = {"parent": "001", "unit_kind": "department", "code": "001-02", "name": "保卫科"}
    assert [press(world, "officer1", None, "create_unit", **said) for said in (below, other)] == ["", ""]
    for who, code, parent, refused in (
        ("officer2", "001-01", "001-02", "not_allowed"),
        ("officer1", "001-01", "001-01-1", "wrong_input parent"),
        ("admin", "001-01", "002", "wrong_input parent"),
        ("admin", "001", "002", "not_allowed"),  # whose commission it is under is the commission's to say
        ("office", "001", "002", "wrong_input parent"),
        ("admin", "nothing", "000", "not_found"),
        ("officer1", "001-01", "001-02", ""),
    ):
        assert press(world, who, code, "move_unit", parent=parent) == refused, (who, code, parent)
    with world.store.engine.connect() as connection:
        units = {unit.code: unit for unit in world.store.directory(connection).units.values()}
    above = units["001-02"].path
    assert units["001-01"].path == f"{above}{units['001-01'].id}/"
    assert units["001-01-1"].path == f"{units['001-01'].path}{units['001-01-1'].id}/"
    assert press(world, "admin", "000", "retire_unit", reason="x") == "not_ready"
    assert press(world, "officer1", "001-02", "retire_unit", reason="x") == "not_ready"
    assert press(world, "admin", "001-01-1", "retire_unit", reason="x") == ""


def test_people_are_added_and_corrected_as_the_rules_say(world: World) -> None:
    new = {"unit": "001-01", "name": "新来的"}
    for who, said, refused in (
        ("officer1", {**new, "key": "nurse1"}, "wrong_input key"),
        ("officer1", {**new, "key": "p17"}, "wrong_input key"),
        ("officer1", {**new, "key": "Abc"}, "wrong_input key"),
        ("officer1", {**new, "email": "nobody"}, "wrong_input email"),
        ("officer1", {**new, "login": "有"}, "wrong_input login"),
        ("officer1", {**new, "login": "nurse1"}, "wrong_input login"),
        ("officer1", {**new, "role": "officer"}, "not_allowed"),
        ("officer1", {**new, "role": "department_head", "unit": "001"}, "wrong_input role"),
        ("officer1", {**new, "key": "new-one", "role": "department_head"}, ""),
        ("chief1", {**new, "role": "deputy"}, ""),  # a role of the unit is held at the unit
        ("officer2", new, "not_allowed"),
    ):
        assert press(world, who, None, "add_person", **said) == refused, said
    assert press(world, "nurse1", "nurse1", "change_person", phone="010-12345678") == ""
    assert press(world, "nurse1", "nurse1", "change_person", phone="010-12345678") == ""  # nothing to write
    assert press(world, "nurse1", "nurse1", "change_person", name="别名") == "wrong_input name"
    assert press(world, "nurse1", "fixer1", "change_person", phone="") == "not_allowed"
    assert press(world, "admin", "nobody", "change_person", phone="") == "not_found"
    for said, refused in (
        ({"delegate": "chief1", "until": "2026-11-10"}, "wrong_input delegate"),
        ({"delegate": "dept1", "until": "2026-11-01"}, "wrong_input until"),
    ):
        assert press(world, "chief1", "chief1", "delegate", **said) == refused
    for act, asked, refused in (
        ("end_post", {"post": 9999}, "not_found"),
        ("end_delegation", {"delegation": 9999}, "not_found"),
        ("create_account", {"login": "fixer1"}, "wrong_input login"),
        ("move_person", {"unit": "001-01"}, "wrong_input unit"),
        ("leave", {"reason": "x", "take_posts": True}, "wrong_input successor"),
        ("leave", {"reason": "x"}, ""),
        ("move_person", {"unit": "001"}, "not_ready"),
        ("create_account", {"login": "again"}, "not_ready"),
        ("enable_account", {"login": "nurse1"}, "not_ready"),
        ("come_back", {"unit": "001"}, ""),
    ):
        assert press(world, "admin", "nurse1", act, **asked) == refused, act


def test_every_role_can_be_given_somewhere_and_nowhere_else(world: World) -> None:
    fits = {Role.STAFF: {"000", "001", "001-01"}, Role.DEPARTMENT_HEAD: {"001-01"}}
    fits |= {role: {"001"} for role in (Role.OFFICER, Role.DEPUTY, Role.CHIEF)}
    for role in Role:
        for unit in ("000", "001", "001-01"):
            found = press(world, "admin", "clinic2", "give_post", role=role, unit=unit)
            assert (found == "") == (unit in fits.get(role, {"000"})), (role, unit, found)
