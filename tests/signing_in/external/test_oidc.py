"""OpenID Connect: every claim is checked, keys are renewed, and only what we allow is asked."""

from typing import Any

from deploy.demo.vendors.faults import Kind
from tests.signing_in.external.phone import LINK, OIDC, Phone, ask_services_anew, back_from


def test_oidc_with_pkce_and_nonce(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    answer = phone.vendors.server.vendors.oidc.authorize
    landed = phone.back(**back_from(phone.go(), answer))
    assert (landed.status_code, landed.headers["location"]) == (303, LINK)
    assert phone.is_in() == "nurse1"


def test_an_id_token_with_one_wrong_claim_opens_nothing(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    oidc = phone.vendors.server.vendors.oidc
    wrong: list[dict[str, Any]] = [
        {"nonce": "another"},
        {"aud": "another"},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"iat": None},
        {"sub": 7},
        {"azp": "another"},
        {},
    ]
    for claims in wrong:
        oidc.claims, oidc.forged = claims, not claims
        refused = phone.back(**back_from(phone.go(), oidc.authorize))
        assert refused.status_code == 401, claims
        assert "统一认证没有确认您的身份" in refused.text
        assert phone.is_in() is None
    oidc.claims, oidc.forged = {}, False
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303


def test_an_oidc_service_renews_its_keys_and_publishes_only_what_we_allow(phone: Phone) -> None:
    phone.set_up(OIDC)
    phone.bind("nurse1", "nurse1")
    oidc = phone.vendors.server.vendors.oidc
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    oidc.renew("k2")
    phone.browser.client.cookies.clear()
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    phone.browser.client.cookies.clear()
    for odd in (
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "https://evil.example/authorize"},
    ):
        ask_services_anew()
        oidc.published = odd
        refused = phone.go()
        assert (refused.status_code, "authorization_endpoint 不可用" in refused.text) == (401, True)
        assert f'name="next" value="{LINK}"' in refused.text
    oidc.published = {}
    ask_services_anew()
    phone.vendors.fault(Kind.HTML, "/oidc/.well-known")
    assert "答复无法识别" in phone.go().text


def test_an_oidc_service_may_name_people_by_another_claim(phone: Phone) -> None:
    phone.set_up({**OIDC, "claim": "employee_number"})
    phone.bind("nurse1", "007")
    oidc = phone.vendors.server.vendors.oidc
    assert "没有 employee_number" in phone.back(**back_from(phone.go(), oidc.authorize)).text
    oidc.claims = {"employee_number": "007"}
    assert phone.back(**back_from(phone.go(), oidc.authorize)).status_code == 303
    oidc.claims = {}
