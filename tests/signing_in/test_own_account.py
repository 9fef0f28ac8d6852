"""安全设置: my password, my second factor, my sessions; temporary passwords; the stricter rules of 等保."""

import re
from contextlib import nullcontext

import pytest
from sqlalchemy import func, select, update

from api.devices import device_name
from domain.errors import WrongInput
from domain.signing_in.passwords import refuse_weak, temporary_password
from domain.signing_in.profile import load_profile, profile_of
from domain.signing_in.seals import seal_all_anew
from domain.store.secrets import Keyring
from domain.store.settings import StartError
from domain.tables.core import ACCOUNT
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import GOOD, code_of, enrol, knock, later, next_step, outcomes, wait_out

DEFAULT, STRICT = (load_profile(name).password for name in ("default", "dengbao"))


@pytest.mark.parametrize(
    ("password", "ok", "strict"),
    [
        ("short", False, False),
        ("123456789", False, False),
        ("1234567890", False, False),
        ("Password123", False, False),
        ("aaaaaaaaaaaaa", False, False),
        ("abababababab", False, False),
        ("abcdefghijkl", False, False),
        ("9876543210", False, False),
        ("nurse1nurse1", False, False),
        ("nurse1-2026", False, False),
        ("x" * 201, False, False),
        (GOOD, True, True),
        ("corridorlampkettle", True, False),
        ("Corridorlampkettle7", True, True),
        ("走廊尽头有一盏长明灯", True, False),
        ("走廊尽头有一盏长明灯Aa", True, True),
        ("my cat is called nurse1 for no reason", True, True),
    ],
)
def test_which_passwords_are_good_enough(password: str, *, ok: bool, strict: bool) -> None:
    for rules, good in ((DEFAULT, ok), (STRICT, strict)):
        with nullcontext() if good else pytest.raises(WrongInput):
            refuse_weak(rules, password, known=("nurse1", "李某", ""))


def test_a_temporary_password_is_readable_good_enough_and_never_the_same() -> None:
    made = {temporary_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[A-Z][2-9]{3}", one)
        assert not set("01loiIO") & set(one)
        refuse_weak(STRICT, one)


def test_a_new_account_must_change_its_temporary_password_before_anything_else(site: Site) -> None:
    said = {"unit": "001-01", "name": "新来的", "role": "staff", "login": "Xin.Lai", "phone": "138 0000 0000"}
    answer = site.ask("officer1", "POST", "/api/people", json=said)
    assert answer.status_code == 201
    key, password = answer.json()["target"], answer.json()["password"]
    session = knock(site, "xin.lai", password).json()
    assert session["first"] == "password"
    mine = {"Authorization": f"Bearer {session['token']}"}
    for path in ("/api/me", "/api/me/tasks", "/api/hazards"):
        refused = site.client.get(path, headers=mine)
        assert (refused.status_code, refused.json()["code"]) == (403, "first_this")
    assert site.client.get("/api/me/security", headers=mine).json()["must_change"]
    for new in (password, "short", "13800000000"):
        refused = site.client.post("/api/me/password", json={"old": password, "new": new}, headers=mine)
        assert (refused.status_code, refused.json()["field"]) == (422, "new"), refused.text
    refused = site.client.post("/api/me/password", json={"old": "wrong", "new": GOOD}, headers=mine)
    assert (refused.status_code, refused.json()["field"]) == (422, "old")
    changed = site.client.post("/api/me/password", json={"old": password, "new": GOOD}, headers=mine)
    assert changed.status_code == 200
    assert site.client.get("/api/me", headers=mine).status_code == 401  # the old token is gone
    fresh = {"Authorization": f"Bearer {changed.json()['token']}"}
    assert site.client.get("/api/me", headers=fresh).json()["key"] == key
    assert knock(site, "XIN.LAI ", GOOD).json()["first"] is None
    assert knock(site, "xin.lai", password).status_code == 401


def test_a_reset_password_is_told_once_ends_every_session_and_expires(site: Site) -> None:
    site.token("nurse1")
    path, said = "/api/people/nurse1/accounts/reset-password", {"login": "nurse1"}
    answers = [
        site.ask("officer1", "POST", path, json=said, headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]
    assert [a.status_code for a in answers] == [200, 200]
    first, again = (a.json()["password"] for a in answers)
    assert (bool(first), again) == (True, None)
    assert site.ask("nurse1", "GET", "/api/me").status_code == 401
    assert knock(site, "nurse1").status_code == 401
    assert site.ask("officer1", "POST", path, json={"login": "fixer1"}).status_code == 404
    later(site, ACCOUNT.c.temporary_until, hours=73)
    refused = knock(site, "nurse1", first)
    assert (refused.status_code, "过期" in refused.json()["detail"]) == (401, True)
    assert outcomes(site, "nurse1")[-1] == "expired"
    changes = str(site.get("officer1", "/api/people/nurse1/changes"))
    assert "reset_password" in changes
    assert first not in changes


def test_a_stolen_session_does_not_guess_the_old_password(site: Site) -> None:
    tries = [
        site.ask("nurse1", "POST", "/api/me/password", json={"old": f"guess{n}", "new": GOOD}).status_code
        for n in range(7)
    ]
    assert tries == [422] * 5 + [429] * 2
    wait_out(site)
    assert (
        site.ask("nurse1", "POST", "/api/me/password", json={"old": PASSWORD, "new": GOOD}).status_code == 200
    )


def test_a_stolen_session_does_not_guess_the_second_factor_away(site: Site) -> None:
    phone, _ = enrol(site, "leader")
    next_step(site, "leader")

    def remove(code: str) -> int:
        return site.ask("leader", "POST", "/api/me/second-factor/remove", json={"code": code}).status_code

    assert [remove(f"{n:06}") for n in range(7)] == [422] * 5 + [429] * 2
    assert remove(code_of(phone)) == 429  # the right one waits too
    wait_out(site)
    assert remove(code_of(phone)) == 204
    assert outcomes(site, "leader")[-9:] == ["code_wrong"] * 5 + ["waiting"] * 3 + ["second_factor_off"]


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
    begun = site.ask("leader", "POST", "/api/me/second-factor").json()
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


def test_a_lost_phone_is_taken_off_by_the_administrator(site: Site) -> None:
    said = {"login": "leader"}
    path = "/api/people/leader/accounts/remove-second-factor"
    assert site.ask("admin", "POST", path, json=said).status_code == 409
    enrol(site, "leader")
    assert site.ask("office", "POST", path, json=said).status_code == 403
    assert site.ask("admin", "POST", path, json=said).status_code == 200
    assert site.ask("leader", "GET", "/api/me").status_code == 401
    assert knock(site, "leader").status_code == 200


def test_dengbao_asks_for_rotation_and_for_a_second_factor_of_those_who_decide(site: Site) -> None:
    site.world.store.__dict__["profile"] = load_profile("dengbao")
    assert site.ask("nurse1", "GET", "/api/me").status_code == 200
    refused = site.ask("leader", "GET", "/api/me")
    assert (refused.status_code, "动态口令" in refused.json()["detail"]) == (403, True)
    enrol(site, "leader")
    assert site.ask("leader", "GET", "/api/me").status_code == 200
    later(site, ACCOUNT.c.changed_at, days=91)
    assert site.ask("nurse1", "GET", "/api/me").json()["code"] == "first_this"
    with site.world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).values(public_demo=True, changed_at=func.clock_timestamp()))
    site.app.state.demo = True
    assert site.ask("office", "GET", "/api/me").status_code == 200  # a printed password needs nothing


def test_the_rules_are_named_by_a_setting() -> None:
    assert profile_of({}).name == "default"
    assert profile_of({"BIHUAN_SIGN_IN": "dengbao"}).session.idle_minutes == 30
    with pytest.raises(StartError, match="default、dengbao"):
        profile_of({"BIHUAN_SIGN_IN": "../secret"})


def test_two_accounts_are_one_person_for_the_four_eyes(site: Site) -> None:
    made = site.ask("chief1", "POST", "/api/people/officer1/accounts", json={"login": "officer1-b"})
    assert made.status_code == 200, made.text
    taken = site.ask("chief1", "POST", "/api/people/officer1/accounts", json={"login": "NURSE1"})
    assert (taken.status_code, taken.json()["field"]) == (422, "login")
    first = knock(site, "officer1-b", made.json()["password"]).json()["token"]
    changed = site.client.post(
        "/api/me/password",
        json={"old": made.json()["password"], "new": GOOD},
        headers={"Authorization": f"Bearer {first}"},
    )
    site.client.cookies.clear()
    site.tokens["officer1-b"] = changed.json()["token"]
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
