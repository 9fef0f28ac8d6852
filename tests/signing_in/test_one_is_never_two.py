"""One person, however patient, never counts as two: each way round a second person that somebody has tried."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import select, update

from domain.actions import Action
from domain.directory.organisation import Actor
from domain.directory.unconfirmed import PLAIN_WORK, refuse_unconfirmed
from domain.errors import FirstThis
from domain.signing_in.confirming import Confirmation, confirm_own
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Whence
from domain.signing_in.sessions import open_session
from domain.tables.core import ACCOUNT, ACCOUNT_LINK, SIGN_IN_SERVICE
from tests import stage
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import GOOD, knock
from tests.signing_in.test_given import come_in, confirm, reset, told

PLAIN = {
    "unit": "001",
    "place": "食堂",
    "category": "01",
    "description": "门锁住",
    "no_photo_because": "夜里",
}
SERIOUS = {"criterion": "消防判定标准 第三项", "panel": ["office"], "due": "2026-12-20"}


def app_of(site: Site, who: str, *, bound_by: str | None = None) -> str:
    """A session through an app that the owner, or somebody else, has bound; gives its token."""
    store = site.world.store
    since = site.moment if bound_by else None
    with store.engine.begin() as connection:
        account = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.login == who)).scalar_one()
        service = connection.execute(
            SIGN_IN_SERVICE.insert()
            .values(
                kind="oidc",
                name="x",
                base_url="https://id.invalid",
                client_id=f"x{account}",
                settings={},
                secret=b"",
            )
            .returning(SIGN_IN_SERVICE.c.id)
        ).scalar_one()
        by = site.world.people[bound_by or who]
        bond = {"service_id": service, "subject": "somebody", "account_id": account, "bound_by": by}
        new = ACCOUNT_LINK.insert().values(**bond, given_at=since).returning(ACCOUNT_LINK.c.id)
        through = connection.execute(new).scalar_one()
        actor = Actor(site.world.people[who], account, since, bound_at=since, bond=through)
        return open_session(connection, actor, profile_of(store)).token


def by(site: Site, token: str, method: str, path: str, **said: Any) -> Response:
    site.client.cookies.clear()
    return site.client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **said)


def shown(site: Site, token: str) -> list[str]:
    return [one["ref"] for one in by(site, token, "GET", "/api/me/reported").json().get("items", [])]


def test_another_way_in_shows_nothing_that_the_owner_goes_on_reporting(site: Site) -> None:
    strange = app_of(site, "nurse1", bound_by="officer1")
    site.at("2026-11-03 09:00")
    photo = site.upload("nurse1")
    ref = site.report("nurse1", photos=[photo], addressed_to="authority")
    assert shown(site, strange) == []
    assert by(site, strange, "GET", "/api/me/done").json()["items"] == []
    for path in (f"/api/hazards/{ref}", f"/api/evidence/{photo}?original=true"):
        assert by(site, strange, "GET", path).status_code in (403, 404), path
    made = by(site, strange, "POST", "/api/hazards", json=PLAIN)
    assert made.status_code == 201, made.text
    assert shown(site, strange) == [made.json()["ref"]], "what was sent through it"
    assert ref in [one["ref"] for one in site.get("nurse1", "/api/me/reported")["items"]]


def test_a_yes_shows_no_direct_report_that_the_commission_has_written_up(site: Site) -> None:
    ref = site.report("nurse1", photos=[site.upload("nurse1")], addressed_to="authority")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    site.at("2026-11-03 15:00")
    words: dict[str, Any] = {"description": "通道堆物", "place": "住院楼", "found_at": "2026-11-03T02:00:00Z"}
    words |= {"photos": [site.upload("office", "blue")]}
    assert site.press("office", ref, "register", **words)["state"] == "registered"
    confirm(site, "chief1", "nurse1")
    assert site.get("nurse1", "/api/me/reported")["items"] == []


def test_no_address_becomes_the_owners_by_age(site: Site) -> None:
    new = {"unit": "000", "name": "新科员", "login": "puppet", "email": "box@bihuan.invalid"}
    made = site.ask("admin", "POST", "/api/people", json=new).json()
    come_in(site, "puppet", made["password"])
    site.at("2026-12-20 09:00")
    path = f"/api/people/{made['target']}/accounts/reset-password"
    assert site.ask("admin", "POST", path, json={"login": "puppet"}).status_code == 200
    assert [row.code_by_email for row in told(site, made["target"]) if row.code] == [False, False]


def test_the_owners_word_is_no_second_person_for_a_post(site: Site) -> None:
    """Whoever the administrator entered may be the administrator: a post takes another person's yes."""
    given = site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "leader"})
    assert given.status_code == 200
    assert all(row.code is None for row in told(site, "expert"))
    said = {"code": "AAAAAAAA", "password": PASSWORD}
    assert site.ask("expert", "POST", "/api/me/security/confirm", json=said).status_code == 409
    ref = site.report("nurse1", suspected_major=True, interim="已切断电源")
    assert site.try_press("expert", ref, "upgrade", **SERIOUS).json()["code"] == "first_this"
    confirm(site, "head", "expert")
    assert site.press("expert", ref, "upgrade", **SERIOUS)["level"] == "major"


def test_a_post_before_the_first_account_waits_as_well(site: Site) -> None:
    """Entered by the desk's hand, appointed and then given an account by the administrator: still one person."""
    new = {"unit": "001", "name": "新主要", "email": "own@bihuan.invalid"}
    made = site.ask("chief1", "POST", "/api/people", json=new).json()["target"]
    assert site.ask("admin", "POST", f"/api/people/{made}/posts", json={"role": "chief"}).status_code == 200
    opened = site.ask("admin", "POST", f"/api/people/{made}/accounts", json={"login": "newchief"}).json()
    come_in(site, "newchief", opened["password"])
    (row,) = [row for row in told(site, made) if row.code]
    assert row.code_by_email, "the address is their own, and the word of theirs confirms the account"
    said = {"code": site.world.store.keys.open(bytes(row.code))["code"], "password": GOOD}
    assert site.ask("newchief", "POST", "/api/me/security/confirm", json=said).status_code == 204
    assert site.get("newchief", "/api/me/security")["appointed"]
    assert (
        site.ask("newchief", "POST", "/api/units/001/rename", json={"name": "改名医院"}).json()["code"]
        == "first_this"
    )


def test_whoever_wrote_an_address_or_fetched_a_code_is_not_told_the_code(site: Site) -> None:
    assert (
        site.ask(
            "officer1", "POST", "/api/people/nurse1/details", json={"email": "o@bihuan.invalid"}
        ).status_code
        == 200
    )
    path = "/api/people/nurse1/accounts/binding-code"
    assert site.ask("officer1", "POST", path, json={"login": "nurse1"}).status_code == 200
    reset(site, "chief1", "nurse1")
    (row,) = [row for row in told(site, "nurse1") if row.code]
    assert (row.code_by_email, row.code_by_phone) == (False, False)


def test_the_owners_word_confirms_where_they_are_and_ends_every_other_session(site: Site) -> None:
    ref = site.report("nurse1", addressed_to="authority")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    theirs, owner = site.tokens["nurse1"], app_of(site, "nurse1")
    strange = app_of(site, "nurse1", bound_by="officer1")
    last = [row for row in told(site, "nurse1") if row.code][-1]
    code = site.world.store.keys.open(bytes(last.code))["code"]
    path = "/api/me/security/confirm"
    without = by(site, owner, "POST", path, json={"code": code})
    assert (without.status_code, without.json()["field"]) == (422, "password")
    assert by(site, owner, "POST", path, json={"code": code, "password": GOOD}).status_code == 204
    assert shown(site, owner) == [ref]
    for gone in (theirs, strange):
        assert by(site, gone, "GET", "/api/me").status_code == 401
    again = app_of(site, "nurse1", bound_by="officer1")
    assert shown(site, again) == [], "an app that another bound goes on waiting"


def test_what_is_given_while_the_owner_confirms_still_waits(site: Site) -> None:
    """The row is held from the look at it to the end: whatever comes meanwhile comes after."""
    store, who = site.world.store, site.world.people["nurse1"]
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    last = [row for row in told(site, "nurse1") if row.code][-1]
    code = store.keys.open(bytes(last.code))["code"]
    with store.engine.begin() as connection:
        account = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.login == "nurse1")).scalar_one()
        held = select(ACCOUNT.c.id).where(ACCOUNT.c.id == account).with_for_update()
        connection.execute(held)
        owner = Actor(who, account, site.moment)
        said = (store, owner, Confirmation(code=code, password=GOOD), Whence())
        failed: list[Exception] = []

        def confirm_now() -> None:
            try:
                confirm_own(*said)
            except Exception as error:  # noqa: BLE001 - told below
                failed.append(error)

        thread = threading.Thread(target=confirm_now)
        thread.start()
        later = {"given_at": site.moment + timedelta(minutes=1), "confirm_hash": b"another"}
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.id == account).values(**later))
    thread.join(60)
    assert [getattr(error, "field", error) for error in failed] == ["code"]
    assert site.get("nurse1", "/api/me/security")["unconfirmed"]


def test_the_administrator_moves_no_hospital_out_from_under_the_commission(site: Site) -> None:
    district = {"parent": "000", "unit_kind": "authority", "code": "900", "name": "新主管"}
    assert site.ask("admin", "POST", "/api/units", json=district).status_code == 201
    assert site.ask("admin", "POST", "/api/units/001/move", json={"parent": "900"}).status_code == 403
    assert site.ask("head", "POST", "/api/units/001/move", json={"parent": "900"}).status_code == 200


def test_a_post_that_ends_is_told_to_its_holder_and_of_a_deciding_one_to_the_heads(site: Site) -> None:
    post = site.get("admin", "/api/people/leader")["posts"][0]["id"]
    assert site.ask("admin", "POST", "/api/people/leader/posts/end", json={"post": post}).status_code == 200
    assert all("免去leader" in told(site, who)[-1].words for who in ("leader", "head"))


def test_whoever_gave_the_fixers_sign_in_is_barred_like_the_fixer(site: Site) -> None:
    reset(site, "officer1", "fixer1")
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "term": "parts"})
    site.press("fixer1", ref, "accept")
    site.press("fixer1", ref, "submit", photos=[site.upload("fixer1", "green")], result="已清")
    assert site.try_press("officer1", ref, "pass", opinion="合格").status_code == 403
    assert site.press("deputy1", ref, "pass", opinion="合格")["state"] == "verified"


@pytest.mark.parametrize("action", [a for a in Action if a not in PLAIN_WORK])
def test_a_sign_in_that_waits_does_plain_work_and_nothing_that_takes_trust(
    site: Site, action: Action
) -> None:
    """Such as signing in an acceptance group, to which anybody may be named."""
    directory, waits = stage.directory(), Actor(stage.IDS["nurse1"], 1, site.moment)
    with pytest.raises(FirstThis):
        refuse_unconfirmed(directory, waits, site.moment, action)
    refuse_unconfirmed(directory, waits, site.moment, Action.SUBMIT)
    with pytest.raises(FirstThis):
        refuse_unconfirmed(directory, replace(waits, bound_at=site.moment), site.moment, Action.SUBMIT)


def test_a_sign_in_that_waits_finds_nothing_in_the_commissions_name(site: Site) -> None:
    reset(site, "admin", "office2")
    photo = site.upload("office2", "blue")
    said = {"unit": "001", "place": "药房", "category": "01", "description": "堆放病床", "photos": [photo]}
    told_by = site.ask("office2", "POST", "/api/hazards", json={**said, "source": "inspection"})
    assert told_by.json()["code"] == "first_this"


def test_a_delegate_whom_somebody_else_named_does_not_outlive_a_promotion(site: Site) -> None:
    given = {"delegate": "fixer1", "until": "2026-11-20"}
    assert site.ask("admin", "POST", "/api/people/nurse1/delegations", json=given).status_code == 200
    assert site.ask("chief1", "POST", "/api/people/nurse1/posts", json={"role": "officer"}).status_code == 200
    assert site.get("fixer1", "/api/me")["acts_for"] == []


def test_a_yes_is_to_what_was_seen(site: Site) -> None:
    reset(site, "admin", "auditor")
    (seen,) = [
        one for one in site.get("head", "/api/organisation/waiting-accounts") if one["login"] == "auditor"
    ]
    version = site.get("head", "/api/people/auditor")["version"]
    site.at("2026-11-02 10:00")
    assert site.ask("admin", "POST", "/api/people/auditor/posts", json={"role": "leader"}).status_code == 200
    yes, login = "/api/people/auditor/accounts/confirm", {"login": "auditor"}
    for unseen in ({"as_of": seen["since"]}, {"version": version}):
        assert site.ask("head", "POST", yes, json={**login, **unseen}).status_code == 409, unseen
    confirm(site, "head", "auditor")


def test_a_sign_in_that_waits_locks_its_owner_out_of_nothing(site: Site) -> None:
    strange = app_of(site, "nurse1", bound_by="officer1")
    site.token("nurse1")
    assert by(site, strange, "DELETE", "/api/me/sessions").json()["code"] == "first_this"
    proof = {"password": PASSWORD}
    assert by(site, strange, "POST", "/api/me/second-factor", json=proof).json()["code"] == "first_this"
    assert site.get("nurse1", "/api/me")["key"] == "nurse1"


def test_the_session_does_not_outlive_its_yes(site: Site) -> None:
    """Entered, in, appointed once more, agreed to: the same session is free."""
    reset(site, "admin", "auditor")
    site.at("2026-11-03 09:00")
    assert site.ask("admin", "POST", "/api/people/auditor/posts", json={"role": "expert"}).status_code == 200
    confirm(site, "head", "auditor")
    assert not site.get("auditor", "/api/me/security")["unconfirmed"]
    assert site.ask("auditor", "GET", "/api/system").status_code == 200


def test_the_owner_confirms_the_app_they_hold_and_no_other_that_was_bound_in_the_same_moment(
    site: Site,
) -> None:
    """Nor a session of the other, though both began to wait at the same instant."""
    ref = site.report("nurse1", addressed_to="authority")
    site.at("2026-11-03 09:00")
    theirs, strange = (app_of(site, "nurse1", bound_by="officer1") for _ in range(2))
    said = {"password": PASSWORD}
    assert by(site, theirs, "POST", "/api/me/security/confirm", json=said).status_code == 204
    assert shown(site, theirs) == [ref]
    assert by(site, strange, "GET", "/api/me").status_code == 401
    with site.world.store.engine.connect() as connection:
        waits = select(ACCOUNT_LINK.c.id).where(ACCOUNT_LINK.c.given_at.is_not(None))
        assert len(connection.execute(waits).all()) == 1


def test_nobody_agrees_to_a_password_that_only_the_giver_has_seen(site: Site) -> None:
    path = "/api/people/auditor/accounts"
    temporary = site.ask("admin", "POST", f"{path}/reset-password", json={"login": "auditor"}).json()[
        "password"
    ]
    waiting = "/api/organisation/waiting-accounts"
    assert "auditor" not in [one["login"] for one in site.get("head", waiting)]
    yes = site.ask("head", "POST", f"{path}/confirm", json={"login": "auditor"})
    assert (yes.status_code, "尚未由本人修改" in yes.json()["detail"]) == (409, True)
    come_in(site, "auditor", temporary)
    assert "auditor" in [one["login"] for one in site.get("head", waiting)]
    confirm(site, "head", "auditor")


def test_a_yes_shows_nothing_that_the_owner_reported_elsewhere_while_it_waited(site: Site) -> None:
    """The owner's app is theirs; whoever reset the password has another way in to the same account."""
    owner = app_of(site, "nurse1")
    site.at("2026-11-03 09:00")
    reset(site, "officer1", "nurse1")
    owner = app_of(site, "nurse1")
    site.at("2026-11-03 10:00")
    made = by(site, owner, "POST", "/api/hazards", json=PLAIN)
    assert made.status_code == 201, made.text
    site.at("2026-11-03 11:00")
    confirm(site, "chief1", "nurse1")
    assert site.get("nurse1", "/api/me/reported")["items"] == []
    assert shown(site, owner) == [made.json()["ref"]], "what was sent through it stays there"


def test_new_staff_see_after_the_yes_what_they_reported_before_it(site: Site) -> None:
    """One password is the only way in: whoever holds it reported whatever came since."""
    new = {"unit": "001", "name": "新护士", "login": "new1"}
    made = site.ask("officer1", "POST", "/api/people", json=new).json()
    come_in(site, "new1", made["password"])
    site.at("2026-11-03 10:00")
    ref = site.report("new1")
    site.at("2026-11-03 11:00")
    yes = f"/api/people/{made['target']}/accounts/confirm"
    assert site.ask("chief1", "POST", yes, json={"login": "new1"}).status_code == 200
    knocked = knock(site, "new1", GOOD).json()["token"]
    assert shown(site, knocked) == [ref]


def test_a_unit_with_one_keeper_has_the_commission_for_its_second_person(site: Site) -> None:
    for post in site.get("admin", "/api/people/chief1")["posts"]:
        assert site.ask("admin", "POST", "/api/people/chief1/posts/end", json={"post": post["id"]}).is_success
    reset(site, "officer1", "nurse1")
    asked = "/api/organisation/waiting-accounts"
    assert [one["login"] for one in site.get("leader", asked)] == ["nurse1"]
    confirm(site, "leader", "nurse1")


def test_a_second_account_is_no_way_round_a_yes(site: Site) -> None:
    """Nor does it make the first one, which its owner has long had, wait again."""
    assert site.ask("admin", "POST", "/api/people/expert/posts", json={"role": "leader"}).status_code == 200
    second = "/api/people/expert/accounts"
    made = site.ask("admin", "POST", second, json={"login": "expert-b"})
    assert made.status_code == 200, made.text
    come_in(site, "expert-b", made.json()["password"])
    assert site.get("expert-b", "/api/me/security")["appointed"]
    assert site.ask("admin", "POST", "/api/people/officer1/accounts", json={"login": "officer1-b"}).is_success
    assert not site.get("officer1", "/api/me/security")["appointed"]
