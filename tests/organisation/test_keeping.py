"""Whoever keeps other people's sign-ins cannot become them: pressed through the API, refused in words."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from domain.tables.core import DELEGATION
from tests.api.site import PASSWORD, Site
from tests.organisation.test_who_may import press
from tests.world import World, on

UNTIL = {"until": "2026-11-20"}


def change(site: Site, who: str, whom: str, act: str, **said: object) -> tuple[int, str]:
    proof = {"password": PASSWORD} if (who, act) == (whom, "delegations") else {}
    answer = site.ask(who, "POST", f"/api/people/{whom}/{act}", json={**said, **proof})
    return answer.status_code, answer.json().get("detail", "")


ON_AN_ACCOUNT = (
    "accounts", "accounts/reset-password", "accounts/disable", "accounts/remove-second-factor",
    "accounts/binding-code",
)  # fmt: skip


@pytest.mark.parametrize("begins", ["2026-11-02", "2026-11-10"])
def test_whoever_acts_for_a_higher_post_is_kept_as_that_post_is(site: Site, begins: str) -> None:
    assert (
        change(site, "deputy1", "deputy1", "delegations", delegate="nurse1", since=begins, **UNTIL)[0] == 200
    )
    for act in ON_AN_ACCOUNT:
        status, why = change(site, "officer1", "nurse1", act, login="nurse1")
        assert (status, "代人办理" in why) == (403, True), (act, why)
    assert change(site, "officer1", "nurse1", "details", phone="139 0000 0000")[0] == 403
    assert change(site, "chief1", "nurse1", "accounts/reset-password", login="nurse1")[0] == 200


def test_the_highest_post_anywhere_decides_who_keeps_the_account(site: Site) -> None:
    assert change(site, "admin", "nurse1", "posts", role="chief", unit="061")[0] == 200
    for who in ("officer1", "chief1", "clinic1"):
        status, why = change(site, who, "nurse1", "accounts/reset-password", login="nurse1")
        assert (status, "最高岗位" in why) == (403, True), who
    assert change(site, "admin", "nurse1", "accounts/reset-password", login="nurse1")[0] == 200


def test_an_administrator_keeps_what_stands_below_their_own_authority(world: World) -> None:
    """A district's administrator does not reach the city's head."""
    district = {"parent": "000", "unit_kind": "authority", "code": "100", "name": "某区卫生健康委员会"}
    assert press(world, "admin", None, "create_unit", **district) == ""
    assert press(world, "admin", "auditor", "move_person", unit="100") == ""
    assert press(world, "admin", "auditor", "give_post", role="admin", unit="100") == ""
    for whom, refused in (("head", "not_allowed"), ("nurse1", "not_allowed"), ("admin", "not_allowed")):
        assert press(world, "auditor", whom, "reset_password", login=whom) == refused
    assert press(world, "auditor", None, "add_person", unit="100", name="区里的人", role="desk") == ""


def test_nobody_appoints_themselves_anywhere(site: Site) -> None:
    for who in ("office", "leader"):
        status, why = change(site, who, "chief1", "delegations", delegate=who, **UNTIL)
        assert (status, "自己" in why) == (403, True), (who, why)
    assert change(site, "officer1", "dept1", "delegations", delegate="officer1", **UNTIL)[0] == 403
    assert change(site, "admin", "admin", "posts", role="head")[0] == 403
    assert (
        change(site, "chief1", "officer1", "leave", reason="x", successor="chief1", take_posts=True)[0] == 403
    )
    assert change(site, "office", "chief1", "delegations", delegate="office2", **UNTIL)[0] == 200


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("chief1", "deputy1"), ("deputy1", "officer1")),
        (("deputy1", "officer1"), ("chief1", "deputy1")),
        (("chief1", "deputy1"), ("deputy1", "chief1")),
    ],
)
@pytest.mark.parametrize("later", ["2026-11-02", "2026-11-15"])
def test_a_delegation_is_not_passed_on_nor_given_back(
    site: Site, first: tuple[str, str], second: tuple[str, str], later: str
) -> None:
    giver, to = first
    assert change(site, giver, giver, "delegations", delegate=to, **UNTIL)[0] == 200
    giver, to = second
    for by in {giver, "office" if giver == "chief1" else "chief1"} - {to}:
        status, why = change(site, by, giver, "delegations", delegate=to, since=later, until="2026-11-30")
        assert (status, "委托" in why) == (422, True), why
    far = {"since": "2026-11-21", "until": "2026-11-30"}
    assert change(site, giver, giver, "delegations", delegate=to, **far)[0] == 200


def test_the_database_refuses_it_too(world: World) -> None:
    """Whoever writes past the rules."""

    def give(from_: str, to: str, by: str | None = None) -> None:
        values = {"from_id": world.people[from_], "to_id": world.people[to], "since": on("2026-11-02 00:00")}
        values |= {"until": on("2026-11-20 00:00"), "appointed_by": world.people[by] if by else None}
        with world.store.engine.begin() as connection:
            connection.execute(insert(DELEGATION).values(**values))

    give("chief1", "deputy1")
    for wrong in (("deputy1", "officer1"), ("head", "chief1"), ("deputy1", "chief1"), ("dept1", "dept1")):
        with pytest.raises(DBAPIError, match="delegation"):
            give(*wrong)
    with pytest.raises(DBAPIError, match="appoints"):
        give("chief2", "office", by="office")
    own = text(
        "INSERT INTO organisation_journal (seq, act, actor_id, person_id, at, was, becomes, previous, hash)"
        " VALUES (1, 'give_post', :who, :who, now(), '{}', '{}', '', '')"
    )
    with pytest.raises(DBAPIError, match="appoints"), world.store.engine.begin() as connection:
        connection.execute(own, {"who": world.people["admin"]})


def heard(site: Site, who: str) -> list[str]:
    return [one["words"] for one in site.get(who, "/api/me/security")["told"]]


def test_a_delegate_hears_what_waits_and_the_principal_when_the_delegate_leaves(site: Site) -> None:
    site.report("nurse1")
    assert change(site, "officer1", "officer1", "delegations", delegate="dept1", **UNTIL)[0] == 200
    assert "现有 1 项等其办理：住院楼5层东侧疏散走道（待登记）" in heard(site, "dept1")[0]
    assert heard(site, "officer1") == []
    assert change(site, "chief1", "dept1", "leave", reason="调离")[0] == 200
    assert "受托人dept1已离岗" in heard(site, "officer1")[0]
    assert change(site, "office", "chief1", "delegations", delegate="office2", **UNTIL)[0] == 200
    assert "office指定office2" in heard(site, "chief1")[0]
    site.report("nurse1", addressed_to="authority", place="金丝雀楼")
    assert change(site, "office", "office", "delegations", delegate="office2", **UNTIL)[0] == 200
    assert "现有 1 项等其办理：直报（待登记）" in heard(site, "office2")[0], "a message names no place of it"


def test_whoever_of_the_commission_stood_in_at_the_unit_neither_verifies_nor_closes_it(site: Site) -> None:
    """What was done for the hospital others of the commission judge, also once the delegation has ended."""
    ref = site.report("office", source="inspection")
    site.press("office", ref, "register", assign={"to": "001", "measures": "清理", "term": "parts"})
    assert change(site, "leader", "chief1", "delegations", delegate="office2", **UNTIL)[0] == 200
    site.press("office2", ref, "accept", fixer="fixer1")
    held = site.get("admin", "/api/people/chief1")["delegations"][0]["id"]
    assert change(site, "admin", "chief1", "delegations/end", delegation=held)[0] == 200
    site.press("fixer1", ref, "submit", photos=[site.upload("fixer1", "green")], result="已清")
    site.press("officer1", ref, "pass", opinion="合格")
    assert site.try_press("office2", ref, "approve_closure").status_code == 403
    offered = {one["action"] for one in site.get("office2", f"/api/hazards/{ref}/actions")["offered"]}
    assert not offered & {"approve_closure", "refuse_closure", "pass"}
    assert site.press("office", ref, "approve_closure")["state"] == "closed"
