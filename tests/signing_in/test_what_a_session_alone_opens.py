"""A session that was left open or stolen hands nobody's duty on and redirects no message of its owner."""

from typing import Any

import pytest

from tests.api.channels.test_setting_up import make
from tests.api.pages.browser import Browser, form_of
from tests.api.site import PASSWORD, Site
from tests.signing_in.door import code_of, enrol, next_step

Act = tuple[str, str, dict[str, Any]]
DELEGATE: Act = ("POST", "/api/people/nurse1/delegations", {"delegate": "fixer1", "until": "2026-11-20"})
WAYS: Act = ("PUT", "/api/me/channels", {"ways": [{"channel": 1, "address": "thief"}]})
SILENCE: Act = ("PUT", "/api/me/channels", {"ways": [{"channel": 1, "open": False}]})
AS_IT_WAS: Act = ("PUT", "/api/me/channels", {"ways": []})


@pytest.mark.parametrize(("method", "path", "said"), [DELEGATE, WAYS, SILENCE, AS_IT_WAS])
def test_a_session_alone_neither_names_a_delegate_nor_redirects_messages(
    site: Site, method: str, path: str, said: dict[str, Any]
) -> None:
    make(site)
    before = site.get("nurse1", "/api/me/channels")
    for proof, field in (
        ({}, "password"),
        ({"password": "not it"}, "password"),
        ({"code": "123456"}, "code"),
    ):
        refused = site.ask("nurse1", method, path, json={**said, **proof})
        assert (refused.status_code, refused.json()["field"]) == (422, field), refused.text
    assert site.get("nurse1", "/api/me/channels") == before
    assert site.get("nurse1", "/api/people/nurse1")["delegations"] == []
    done = site.ask("nurse1", method, path, json={**said, "password": PASSWORD})
    assert done.status_code == 200, done.text


def test_a_present_code_of_the_second_factor_serves_as_well_and_once(site: Site) -> None:
    make(site)
    phone, _ = enrol(site, "nurse1")
    next_step(site, "nurse1")
    proof = {"code": code_of(phone)}
    method, path, said = WAYS
    assert site.ask("nurse1", method, path, json={**said, **proof}).status_code == 200
    again = site.ask("nurse1", method, path, json={"ways": [], **proof})
    assert (again.status_code, again.json()["field"]) == (422, "code")
    assert site.get("nurse1", "/api/me/channels")["items"][0]["address"] == "thief"


def test_whoever_may_name_somebody_elses_delegate_does_so_as_before(site: Site) -> None:
    """Their own duty stays where it is; the person is told of it."""
    _, path, said = DELEGATE
    assert site.ask("officer1", "POST", path, json=said).status_code == 200


def test_the_pages_ask_as_the_api_does_and_keep_what_was_typed(site: Site) -> None:
    make(site)
    browser = Browser(site)
    browser.sign_in("nurse1")
    asked = {"delegate": "fixer1", "until": "2026-11-20", "reason": "出差"}
    refused = browser.send("/me/delegates", "/me/delegates", **asked)
    assert (refused.status_code, "再填一次登录密码" in refused.text) == (422, True)
    assert 'value="出差"' in refused.text
    theirs = "/organisation/people/nurse1/delegations"
    assert browser.send(theirs, theirs, **asked).status_code == 422
    way = browser.send("/me/channels", "/me/channels/1", address="thief")
    assert (way.status_code, 'value="thief"' in way.text) == (422, True)
    form = form_of(browser.read("/me/channels"), "/me/channels/1")
    for beside in ("up", "switch"):
        form.action = f"/me/channels/1/{beside}"
        assert browser.post(form).status_code == 422, beside
    assert site.get("nurse1", "/api/me/channels")["items"][0]["address"] == ""
    browser.sign_in("nurse1")
    form.action = "/me/channels/1/switch"
    assert browser.post(form, password=PASSWORD).status_code == 303
    back = browser.send("/me/channels", "/me/channels/back")
    assert (back.status_code, "再填一次登录密码" in back.text) == (422, True)
    assert browser.send("/me/channels", "/me/channels/back", password=PASSWORD).status_code == 303
    assert browser.send("/me/delegates", "/me/delegates", **asked, password=PASSWORD).status_code == 303
