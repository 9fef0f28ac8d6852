"""Signing in and out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from domain.tables.core import ACCOUNT, PERSON, SESSION
from tests.api.site import PASSWORD, Site


def sign_in(site: Site, login: str = "nurse1", password: str = PASSWORD, **headers: str) -> int:
    said = {"login": login, "password": password}
    return int(site.client.post("/api/session", json=said, headers=headers).status_code)


def test_a_sign_in_gives_a_token_and_a_cookie(site: Site) -> None:
    answer = site.client.post("/api/session", json={"login": "nurse1", "password": PASSWORD})
    cookie = answer.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("httponly", "samesite=lax", "secure"))
    assert site.client.get("/api/me").json()["key"] == "nurse1"
    site.client.cookies.clear()
    bearer = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert site.client.get("/api/me", headers=bearer).json()["key"] == "nurse1"
    assert site.client.get("/api/me").status_code == 401


def test_only_the_hash_of_the_token_is_kept(site: Site) -> None:
    token = site.token("nurse1")
    with site.world.store.engine.connect() as connection:
        (kept,) = connection.execute(select(SESSION.c.token_hash)).scalars().all()
    assert token.encode() not in bytes(kept)
    assert len(kept) == 32


def test_a_signed_out_token_opens_nothing(site: Site) -> None:
    assert site.ask("nurse1", "DELETE", "/api/session").status_code == 204
    answer = site.ask("nurse1", "GET", "/api/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("reason", ["expired", "account", "person"])
def test_a_session_ends_with_its_time_its_account_or_its_person(site: Site, reason: str) -> None:
    site.token("nurse1")
    ends = {
        "expired": update(SESSION).values(expires_at=func.clock_timestamp() - timedelta(seconds=1)),
        "account": update(ACCOUNT).values(active=False),
        "person": update(PERSON).values(active=False),
    }
    with site.world.store.engine.begin() as connection:
        connection.execute(ends[reason])
    assert site.ask("nurse1", "GET", "/api/me").status_code == 401


def test_a_wrong_password_and_an_unknown_login_answer_alike(site: Site) -> None:
    answers = [
        site.client.post("/api/session", json={"login": login, "password": "no"})
        for login in ("nurse1", "nobody")
    ]
    assert [a.status_code for a in answers] == [401, 401]
    assert answers[0].json() == answers[1].json()


def test_failures_make_one_wait_but_lock_nobody_else(site: Site) -> None:
    for _ in range(5):
        assert sign_in(site, password="no") == 401
    answer = site.client.post("/api/session", json={"login": "nurse1", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert int(answer.headers["Retry-After"]) >= 1
    assert sign_in(site, login="officer1") == 200


def test_a_page_of_another_site_can_do_nothing_with_the_cookie(site: Site) -> None:
    assert sign_in(site) == 200
    path, said = "/api/hazards/x/actions/accept", {"fixer": "fixer1"}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "https://["},
        {"Origin": "https://testserver:8443"},
        {"Origin": "https://testserver@evil.example"},
        {"Origin": "https://evil.example", "Authorization": "Basic eDp4"},
        {"Origin": "https://evil.example", "Authorization": "Bearer "},
        {"Sec-Fetch-Site": "cross-site", "Authorization": "x"},
        {"Origin": "https://evil.example", "Host": "evil.example:1"},
    ):
        assert site.client.post(path, json=said, headers=headers).status_code == 403
    for headers in ({"Origin": "https://testserver"}, {"Sec-Fetch-Site": "same-origin"}, {}):
        assert site.client.post(path, json=said, headers=headers).status_code == 404
    assert sign_in(site, Origin="https://evil.example") == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "10.0.0.5:8080", "Origin": "https://bihuan.example.cn", "Sec-Fetch-Site": "same-origin"},
        {"Host": "10.0.0.5:8080", "Origin": "http://hazards.example.cn:8081"},
        {"Host": "10.0.0.5:8080", "Origin": "http://x.cn", "X-Forwarded-Host": "x.cn, 10.0.0.5"},
        {"Host": "bihuan.example.cn", "Origin": "http://bihuan.example.cn:80"},
        {"Host": "bihuan.example.cn:443", "Origin": "https://bihuan.example.cn"},
    ],
)
def test_our_own_page_behind_a_proxy_that_changes_the_host_is_ours(
    site: Site, headers: dict[str, str]
) -> None:
    site.app.state.outside = replace(site.app.state.outside, public_url="http://hazards.example.cn:8081/")
    assert sign_in(site, **headers) == 200


def test_me_tells_posts_units_and_delegations(site: Site) -> None:
    site.world.delegate("officer1", "clinic1", "2026-11-01", "2026-12-01")
    me = site.get("clinic1", "/api/me")
    assert {(post["role"], post["unit"]["code"]) for post in me["posts"]} == {
        ("chief", "061"),
        ("officer", "061"),
    }
    assert me["acts_for"][0]["person"]["key"] == "officer1"
    assert site.get("officer1", "/api/me")["delegates"][0]["person"]["key"] == "clinic1"
