"""Passwords: which are good enough, how a temporary one is told and changed, what 等保 asks of them."""

import re
from contextlib import nullcontext

import pytest
from sqlalchemy import func, update

from domain.errors import WrongInput
from domain.signing_in.passwords import refuse_weak, temporary_password
from domain.signing_in.profile import load_profile, profile_in
from domain.store.settings import StartError
from domain.tables.core import ACCOUNT
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import GOOD, enrol, hold, knock, later, outcomes, wait_out

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
    def change(old: str) -> int:
        said = {"old": old, "new": GOOD}
        return site.ask("nurse1", "POST", "/api/me/password", json=said).status_code

    assert [change(f"guess{n}") for n in range(5)] == [422] * 5
    hold(site)
    assert [change("guess5"), change(PASSWORD)] == [429] * 2  # the right one waits too
    wait_out(site)
    assert change(PASSWORD) == 200


def test_dengbao_asks_for_rotation_and_for_a_second_factor_of_those_who_decide(site: Site) -> None:
    site.world.store.kept["sign-in rules"] = (0, load_profile("dengbao"))
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
    assert profile_in({}).name == "default"
    assert profile_in({"BIHUAN_SIGN_IN": "dengbao"}).session.idle_minutes == 30
    with pytest.raises(StartError, match="default、dengbao"):
        profile_in({"BIHUAN_SIGN_IN": "../secret"})
