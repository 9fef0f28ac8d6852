"""Attacks on the door: guessing, replaying, fixing sessions, staying too long."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from sqlalchemy import select, update

from api.cookies import KNOWN
from domain.errors import NotSignedIn, TooManyTries
from domain.signing_in import door as the_door
from domain.signing_in.profile import profile_of
from domain.signing_in.record import Whence
from domain.tables.core import ACCOUNT, SESSION, SIGN_IN, SIGN_IN_WAIT
from tests.api.site import PASSWORD, Site
from tests.databases import administrator
from tests.signing_in.door import (
    code_of,
    enrol,
    from_address,
    hold,
    knock,
    later,
    longest_wait,
    next_step,
    outcomes,
    wait_out,
)


def test_ten_wrong_passwords_for_one_account_make_longer_and_longer_waits_and_lock_nobody(site: Site) -> None:
    waits = []
    for _ in range(10):
        wait_out(site)
        assert knock(site, "officer1", "wrong").status_code == 401
        waits.append(longest_wait(site))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30]
    hold(site)
    refused = knock(site, "officer1")  # the right password waits too
    assert (refused.status_code, 0 < int(refused.headers["Retry-After"]) <= 61) == (429, True)
    assert knock(site, "nurse1").status_code == 200  # others do not
    wait_out(site)
    assert knock(site, "officer1").status_code == 200
    assert knock(site, "officer1", "wrong").status_code == 401  # and it begins anew


def test_who_guesses_from_many_addresses_waits_but_not_the_owner_where_they_are_known(site: Site) -> None:
    assert knock(site, "officer1").status_code == 200  # from their desk
    for n in range(6):
        from_address(site, f"203.0.113.{n}")
        answer = knock(site, "officer1", "wrong")
    assert answer.status_code == 429
    from_address(site, "203.0.113.99")
    assert knock(site, "officer1").status_code == 429  # the account as a whole waits, seconds only
    from_address(site, "testclient")
    assert knock(site, "officer1").status_code == 200  # the owner does not


def an_address_is_soon_crowded(site: Site) -> None:
    rules = profile_of(site.world.store)
    few = rules.wait.model_copy(update={"free_tries_of_address": 6})
    site.world.store.kept["sign-in rules"] = (0, rules.model_copy(update={"wait": few}))


def test_nobody_new_to_an_address_waits_for_what_others_try_there_with_other_logins(site: Site) -> None:
    an_address_is_soon_crowded(site)
    from_address(site, "203.0.113.7")
    assert {knock(site, f"login{n}", "wrong").status_code for n in range(30)} == {401}
    assert [knock(site, "officer1", "wrong").status_code for _ in range(2)] == [401] * 2
    hold(site)
    assert knock(site, "nurse1").status_code == 200, "at once, and for the first time from here"
    assert [knock(site, "chief1", said).status_code for said in ("typo", PASSWORD)] == [401, 200]
    for n in range(6):
        assert knock(site, f"login{n}", "again").status_code == 401, (
            "each its own tries, however many they are"
        )


def test_one_address_that_tries_everybody_has_fewer_tries_of_each(site: Site) -> None:
    an_address_is_soon_crowded(site)
    assert knock(site, "nurse1").status_code == 200  # from their desk
    for n in range(7):
        assert knock(site, f"login{n}", "wrong").status_code == 401
    for name in ("leader", "nobody-has-it"):
        assert [knock(site, name, f"guess{n}").status_code for n in range(2)] == [401] * 2
        hold(site)
        assert knock(site, name, PASSWORD).status_code == 429, "also the right one, while it waits"
    assert [knock(site, "nurse1", f"typo{n}").status_code for n in range(5)] == [401] * 5, "known here"
    from_address(site, "203.0.113.8")
    assert [knock(site, "fixer1", f"guess{n}").status_code for n in range(5)] == [401] * 5, "quiet elsewhere"


def test_somebody_new_gets_in_while_others_of_the_address_try_without_pause(site: Site) -> None:
    an_address_is_soon_crowded(site)
    there, done = Whence("203.0.113.7"), Event()

    def spray(worker: int) -> int:
        tries = 0
        while not done.is_set():
            with suppress(NotSignedIn, TooManyTries):
                the_door.sign_in(
                    site.world.store, the_door.Knock(f"login{worker}.{tries}", "wrong", None, there)
                )
            tries += 1
        return tries

    with ThreadPoolExecutor(3) as pool:
        sprayed = [pool.submit(spray, worker) for worker in range(3)]
        try:
            for who in ("nurse1", "chief1", "officer1"):
                the_door.sign_in(site.world.store, the_door.Knock(who, PASSWORD, None, there))
        finally:
            done.set()
    assert sum(one.result() for one in sprayed) >= 3


def test_many_guesses_at_one_instant_are_all_counted(site: Site) -> None:
    def guess(_: int) -> int:
        knocked = the_door.Knock("officer1", "wrong", None, Whence("203.0.113.7"))
        try:
            the_door.sign_in(site.world.store, knocked)
        except TooManyTries:
            return 429
        except NotSignedIn:
            return 401
        return 200

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(12)))
    assert (answers.count(200), answers.count(401) <= 5, answers.count(429) >= 7) == (0, True, True)


def test_the_counts_are_rows_that_outlive_the_process_and_hold_no_login(site: Site) -> None:
    knock(site, "secret-word-typed-as-login", "wrong")
    with site.world.store.engine.connect() as connection:
        kept = " ".join(connection.execute(select(SIGN_IN_WAIT.c.subject)).scalars())
        lines = connection.execute(select(SIGN_IN)).all()
    assert "secret" not in kept + str(lines)
    assert outcomes(site) == ["unknown"]


def test_the_record_tells_every_try_without_a_password(site: Site) -> None:
    for password in ("wrong", PASSWORD):
        knock(site, "nurse1", password, **{"User-Agent": "Mozilla/5.0 (Linux; Android 14) DingTalk/7.6"})
    site.ask("nurse1", "DELETE", "/api/session")
    assert outcomes(site, "nurse1") == ["wrong_password", "success", "success", "signed_out"]
    lines = site.get("auditor", "/api/sign-ins")
    assert {"wrong_password", "success"} <= {line["outcome"] for line in lines}
    assert "安卓手机 · 钉钉" in {line["device"] for line in lines}
    assert PASSWORD not in str(lines)
    assert site.ask("office", "GET", "/api/sign-ins").status_code == 403
    with (
        pytest.raises(Exception, match="append-only"),
        administrator(site.world.store.engine).begin() as connection,
    ):
        connection.execute(update(SIGN_IN).values(outcome="success"))


def test_a_token_known_beforehand_opens_nothing_and_each_sign_in_has_its_own(site: Site) -> None:
    site.client.cookies.set("__Host-bihuan", "chosen-by-the-attacker", domain="testserver.local", path="/")
    said = {"login": "nurse1", "password": PASSWORD}
    tokens = [site.client.post("/api/session", json=said).json()["token"] for _ in range(2)]
    assert len({*tokens, "chosen-by-the-attacker"}) == 3
    site.client.cookies.clear()
    for token, status in (("chosen-by-the-attacker", 401), (tokens[0], 200), (tokens[1], 200)):
        assert site.client.get("/api/me", headers={"Authorization": f"Bearer {token}"}).status_code == status


def test_a_session_ends_when_it_idles_and_at_the_latest_after_a_week(site: Site) -> None:
    site.token("nurse1")
    later(site, SESSION.c.seen_at, minutes=719)
    assert site.ask("nurse1", "GET", "/api/me").status_code == 200  # and it was used just now
    later(site, SESSION.c.seen_at, minutes=719)
    assert site.ask("nurse1", "GET", "/api/me").status_code == 200
    later(site, SESSION.c.seen_at, minutes=721)
    assert site.ask("nurse1", "GET", "/api/me").status_code == 401
    site.tokens.clear()
    site.token("nurse1")
    later(site, SESSION.c.expires_at, hours=168)
    assert site.ask("nurse1", "GET", "/api/me").status_code == 401


def test_whoever_is_disabled_in_the_middle_of_a_session_is_refused_at_the_next_request(site: Site) -> None:
    assert site.get("fixer1", "/api/me")["key"] == "fixer1"
    said = {"login": "fixer1"}
    assert site.ask("officer1", "POST", "/api/people/fixer1/accounts/disable", json=said).status_code == 200
    assert site.ask("fixer1", "GET", "/api/me").status_code == 401
    refused = knock(site, "fixer1")
    assert (refused.status_code, "停用" in refused.json()["detail"]) == (401, True)
    assert (
        "停用" not in knock(site, "fixer1", "wrong").json()["detail"]
    )  # told only to who knows the password
    assert site.ask("officer1", "POST", "/api/people/fixer1/accounts/disable", json=said).status_code == 409
    assert site.ask("officer1", "POST", "/api/people/fixer1/accounts/enable", json=said).status_code == 200
    assert site.ask("fixer1", "GET", "/api/me").status_code == 401  # the old session stays ended
    assert knock(site, "fixer1").status_code == 200
    assert site.ask("officer1", "POST", "/api/people/fixer1/accounts/enable", json=said).status_code == 409


def test_a_code_opens_once_and_only_in_its_minute(site: Site) -> None:
    phone, _ = enrol(site, "leader")
    without = knock(site, "leader")
    assert (without.status_code, without.json()["code"], without.json()["field"]) == (
        401,
        "code_needed",
        "code",
    )
    next_step(site, "leader")
    code = code_of(phone)
    assert knock(site, "leader", code=code).status_code == 200
    replayed = knock(site, "leader", code=code)
    assert (replayed.status_code, replayed.json()["field"]) == (401, "code")
    full_width = "\uff11\uff12\uff13\uff14\uff15\uff16"
    for wrong in (code_of(phone, -5), code_of(phone, 5), "000000", full_width, "12345", "x" * 32):
        wait_out(site)
        assert knock(site, "leader", code=wrong).status_code == 401
    wait_out(site)
    assert knock(site, "leader", "wrong", code=code_of(phone, 1)).status_code == 401  # a code is no password
    assert outcomes(site, "leader").count("code_wrong") == 7


def test_codes_are_not_guessed_faster_than_passwords(site: Site) -> None:
    enrol(site, "leader")
    assert [knock(site, "leader", code=f"{n:06}").status_code for n in range(5)] == [401] * 5
    hold(site)
    assert knock(site, "leader", code="000005").status_code == 429


def test_a_recovery_code_opens_once(site: Site) -> None:
    _, codes = enrol(site, "leader")
    assert len(set(codes)) == 10
    assert knock(site, "leader", code=codes[0].upper().replace("-", " ")).status_code == 200
    assert knock(site, "leader", code=codes[0]).status_code == 401
    assert knock(site, "leader", code=codes[1]).status_code == 200
    with site.world.store.engine.connect() as connection:
        kept = connection.execute(select(ACCOUNT).where(ACCOUNT.c.login == "leader")).one()
    assert len(kept.recovery) == 8
    assert codes[2] not in str(kept)
    assert outcomes(site, "leader").count("recovery_used") == 2


def test_a_demonstrations_password_opens_nothing_in_real_operation(site: Site) -> None:
    with site.world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).where(ACCOUNT.c.login == "admin").values(public_demo=True))
    refused = knock(site, "admin")
    assert (refused.status_code, "演示" in refused.json()["detail"]) == (401, True)
    site.app.state.demo = True
    assert knock(site, "admin").status_code == 200


def test_nobody_who_signed_in_here_before_waits_for_what_others_of_the_address_try(site: Site) -> None:
    """A hospital shares one address; somebody there tries logins and passwords without end."""
    browsers = {}
    for who in ("officer1", "nurse1", "chief1"):
        assert site.client.post("/api/session", json={"login": who, "password": PASSWORD}).status_code == 200
        browsers[who] = site.client.cookies.get(KNOWN)
        site.client.cookies.clear()
    for n in range(50):
        knock(site, f"login{n}", "wrong")
        knock(site, "officer1", "wrong")
    hold(site)
    assert knock(site, "officer1").status_code == 429  # whoever has only the name waits with the guesser
    assert knock(site, "nurse1").status_code == 200  # known here, and nobody guessed at them
    for who, kept in browsers.items():
        assert knock(site, who, Cookie=f"{KNOWN}={kept}").status_code == 200


def test_what_a_browser_kept_opens_no_other_account_and_no_endless_guessing(site: Site) -> None:
    assert site.client.post("/api/session", json={"login": "nurse1", "password": PASSWORD}).status_code == 200
    mine = f"{KNOWN}={site.client.cookies.get(KNOWN)}"
    site.client.cookies.clear()
    from_address(site, "203.0.113.9")
    answers = [knock(site, "nurse1", "wrong", Cookie=mine).status_code for _ in range(6)]
    assert answers == [401] * 5 + [429], "it has its own free tries, and then waits"
    answers = [knock(site, "officer1", "wrong", Cookie=mine).status_code for _ in range(6)]
    assert answers[-1] == 429, "for another account it is worth nothing"
    for forged in ("x", "", "=" * 5000, "gAAAAABforged"):
        assert knock(site, "nurse1", Cookie=f"{KNOWN}={forged}").status_code in (200, 429)
