"""安全设置: my second factor, my sessions, my other accounts; a lost phone, a change of keys."""

import pyotp
import pytest
from sqlalchemy import select

from api.devices import device_name
from domain.signing_in.seals import seal_all_anew
from domain.store.secrets import Keyring
from domain.tables.core import ACCOUNT
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import GOOD, code_of, enrol, hold, knock, next_step, outcomes, wait_out
from tests.signing_in.test_given import reset
from tests.signing_in.test_one_is_never_two import app_of, by


def test_a_stolen_session_does_not_guess_the_second_factor_away(site: Site) -> None:
    phone, _ = enrol(site, "leader")
    next_step(site, "leader")

    def remove(code: str) -> int:
        return site.ask("leader", "POST", "/api/me/second-factor/remove", json={"code": code}).status_code

    assert [remove(f"{n:06}") for n in range(5)] == [422] * 5
    hold(site)
    assert [remove("000005"), remove(code_of(phone))] == [429] * 2  # the right one waits too
    wait_out(site)
    assert remove(code_of(phone)) == 204
    assert outcomes(site, "leader")[-8:] == ["code_wrong"] * 5 + ["waiting"] * 2 + ["second_factor_off"]


def test_sessions_are_listed_and_ended_one_or_all(site: Site) -> None:
    phone = knock(site, "nurse1", **{"User-Agent": "Mozilla/5.0 (iPhone) MicroMessenger/8"}).json()["token"]
    site.token("nurse1")
    rows = site.get("nurse1", "/api/me/security")["sessions"]
    assert [(row["device"], row["this_one"]) for row in rows] == [
        ("其他设备", True),
        ("iPhone · 微信", False),
    ]
    assert site.ask("officer1", "DELETE", f"/api/me/sessions/{rows[1]['id']}").status_code == 404
    assert site.ask("nurse1", "DELETE", f"/api/me/sessions/{rows[1]['id']}").status_code == 204
    on_the_phone = {"Authorization": f"Bearer {phone}"}
    assert site.client.get("/api/me", headers=on_the_phone).status_code == 401
    knock(site, "nurse1")
    assert len(site.get("nurse1", "/api/me/security")["sessions"]) == 2
    assert site.ask("nurse1", "DELETE", "/api/me/sessions").status_code == 204
    assert len(site.get("nurse1", "/api/me/security")["sessions"]) == 1
    assert outcomes(site, "nurse1")[-1] == "sessions_ended"


def test_a_second_factor_is_on_after_its_first_code_and_off_with_another(site: Site) -> None:
    early = site.ask("leader", "POST", "/api/me/second-factor/confirm", json={"code": "123456"})
    assert early.status_code == 409
    begun = site.ask("leader", "POST", "/api/me/second-factor", json={"password": PASSWORD}).json()
    assert begun["address"].startswith("otpauth://totp/")
    assert knock(site, "leader").status_code == 200  # not on yet
    wrong = site.ask("leader", "POST", "/api/me/second-factor/confirm", json={"code": "000000"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "code")
    phone, codes = enrol(site, "leader")
    with site.world.store.engine.connect() as connection:
        kept = connection.execute(
            select(ACCOUNT.c.totp_secret).where(ACCOUNT.c.login == "leader")
        ).scalar_one()
    assert phone.secret.encode() not in bytes(kept)  # sealed
    assert site.get("leader", "/api/me/security")["recovery_left"] == 10
    refused = site.ask("leader", "POST", "/api/me/second-factor/recovery-codes", json={"code": "000000"})
    assert refused.status_code == 422
    renewed = site.ask("leader", "POST", "/api/me/second-factor/recovery-codes", json={"code": codes[0]})
    assert renewed.status_code == 200
    assert not set(renewed.json()["codes"]) & set(codes)
    assert (
        site.ask("leader", "POST", "/api/me/second-factor/remove", json={"code": codes[1]}).status_code == 422
    )
    next_step(site, "leader")
    assert (
        site.ask("leader", "POST", "/api/me/second-factor/remove", json={"code": code_of(phone)}).status_code
        == 204
    )
    assert knock(site, "leader").status_code == 200
    assert (
        site.ask("leader", "POST", "/api/me/second-factor/remove", json={"code": codes[1]}).status_code == 409
    )


def test_an_enrolment_is_shown_and_finished_where_it_was_begun_and_nowhere_else(site: Site) -> None:
    said = site.ask("nurse1", "POST", "/api/me/second-factor", json={"password": PASSWORD}).json()
    code = {"code": code_of(pyotp.TOTP(said["secret"]))}
    elsewhere = app_of(site, "nurse1")
    assert by(site, elsewhere, "POST", "/api/me/second-factor/confirm", json=code).status_code == 409
    another = app_of(site, "nurse1", bound_by="officer1")
    refused = by(site, another, "POST", "/api/me/second-factor/confirm", json=code)
    assert (refused.status_code, refused.json()["code"]) == (403, "first_this")
    for token in (elsewhere, another):
        site.client.cookies.set("__Host-bihuan", token, domain="testserver.local", path="/")
        assert said["secret"] not in site.client.get("/me/second-factor").text
        site.client.cookies.clear()
    assert site.ask("nurse1", "POST", "/api/me/second-factor/confirm", json=code).status_code == 200


def test_an_enrolment_does_not_outlive_a_reset(site: Site) -> None:
    said = site.ask("nurse1", "POST", "/api/me/second-factor", json={"password": PASSWORD}).json()
    reset(site, "officer1", "nurse1")
    code = {"code": code_of(pyotp.TOTP(said["secret"]))}
    assert site.ask("nurse1", "POST", "/api/me/second-factor/confirm", json=code).status_code == 403


def test_a_lost_phone_is_taken_off_by_the_administrator(site: Site) -> None:
    said = {"login": "leader"}
    path = "/api/people/leader/accounts/remove-second-factor"
    assert site.ask("admin", "POST", path, json=said).status_code == 409
    enrol(site, "leader")
    assert site.ask("office", "POST", path, json=said).status_code == 403
    assert site.ask("admin", "POST", path, json=said).status_code == 200
    assert site.ask("leader", "GET", "/api/me").status_code == 401
    assert knock(site, "leader").status_code == 200


def test_two_accounts_are_one_person_for_the_four_eyes(site: Site) -> None:
    second = "/api/people/officer1/accounts"
    refused = site.ask("chief1", "POST", second, json={"login": "officer1-b"})
    assert (refused.status_code, "第二个账号" in refused.json()["detail"]) == (403, True)
    made = site.ask("admin", "POST", second, json={"login": "officer1-b"})
    assert made.status_code == 200, made.text
    taken = site.ask("admin", "POST", second, json={"login": "NURSE1"})
    assert (taken.status_code, taken.json()["field"]) == (422, "login")
    first = knock(site, "officer1-b", made.json()["password"]).json()["token"]
    changed = site.client.post(
        "/api/me/password",
        json={"old": made.json()["password"], "new": GOOD},
        headers={"Authorization": f"Bearer {first}"},
    )
    site.client.cookies.clear()
    site.tokens["officer1-b"] = changed.json()["token"]
    said = {"login": "officer1-b"}
    assert site.ask("chief1", "POST", f"{second}/confirm", json=said).status_code == 200
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "officer1", "measures": "清理", "term": "parts"})
    site.press("officer1-b", ref, "accept")  # the second account does its person's work
    site.press("officer1", ref, "submit", photos=[site.upload("officer1", "green")], result="已清")
    refused = site.try_press("officer1-b", ref, "pass", opinion="合格")
    assert refused.status_code in (403, 409)
    assert site.press("deputy1", ref, "pass", opinion="合格")["state"] == "verified"


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 wxwork/4.1", "Windows 电脑 · 企业微信"),
        ("curl/8.5", "程序"),
        ("", "其他设备"),
    ],
)
def test_a_device_is_named_so_that_its_owner_knows_it(told: str, name: str) -> None:
    assert device_name(told) == name


def test_a_second_factor_outlives_a_change_of_keys_and_a_lost_key_leaves_recovery_codes(site: Site) -> None:
    store = site.world.store
    old, new = ("an old key of more than 32 characters", "a new key of more than 32 characters!")
    store.keys = Keyring([old])
    phone, codes = enrol(site, "leader")
    with store.engine.begin() as connection:
        assert seal_all_anew(connection, Keyring([new, old])) == []
        assert seal_all_anew(connection, Keyring([old])) == ["leader"]
    store.keys = Keyring([new])
    next_step(site, "leader")
    assert knock(site, "leader", code=code_of(phone)).status_code == 200
    store.keys = Keyring([old])
    next_step(site, "leader")
    assert knock(site, "leader", code=code_of(phone)).status_code == 401
    assert knock(site, "leader", code=codes[0]).status_code == 200
