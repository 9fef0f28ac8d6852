"""One effect and one answer: idempotency, and two people at one instant."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from httpx2 import Response
from sqlalchemy import func, select
from starlette.testclient import TestClient

from domain.tables.core import HAZARD
from tests.api.site import REPORT, Site

KEY = {"Idempotency-Key": "9b1d"}


def at_once(site: Site, *requests: dict[str, Any]) -> list[Response]:
    """Send requests at one instant, each from a client of its own."""

    def send(request: dict[str, Any]) -> Response:
        headers = {"Authorization": f"Bearer {site.token(request.pop('who'))}", **request.pop("headers", {})}
        with TestClient(site.app, base_url="https://testserver") as client:
            return client.request("POST", request.pop("path"), headers=headers, **request)

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def hazards(site: Site) -> int:
    with site.world.store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(HAZARD)).scalar_one())


def test_two_identical_reports_at_one_instant_are_one(site: Site) -> None:
    body = {**REPORT, "photos": [site.upload("nurse1")]}
    request = {"who": "nurse1", "path": "/api/hazards", "json": body, "headers": KEY}
    first, second = at_once(site, {**request}, {**request})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert hazards(site) == 1


def test_the_same_key_for_something_else_is_refused(site: Site) -> None:
    body = {**REPORT, "photos": [site.upload("nurse1")]}
    assert site.ask("nurse1", "POST", "/api/hazards", json=body, headers=KEY).status_code == 201
    other = site.ask("nurse1", "POST", "/api/hazards", json={**body, "place": "别处"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")
    other = site.ask("officer1", "POST", "/api/hazards", json=body, headers=KEY)
    assert other.json()["code"] == "wrong_input", "the photo is not officer1's; the key is"


def test_a_repeated_press_is_one_press(site: Site) -> None:
    ref = site.report("nurse1")
    path = f"/api/hazards/{ref}/actions/register"
    answers = [site.ask("officer1", "POST", path, json={}, headers=KEY) for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert len(site.get("officer1", f"/api/hazards/{ref}/journal")["items"]) == 2


def test_a_refused_request_may_be_repeated_with_its_key(site: Site) -> None:
    ref = site.report("nurse1")
    path, assign = f"/api/hazards/{ref}/actions/assign", {"to": "fixer1", "measures": "清理"}
    assert site.ask("officer1", "POST", path, json=assign, headers=KEY).status_code == 409
    site.press("officer1", ref, "register")
    assert site.ask("officer1", "POST", path, json=assign, headers=KEY).status_code == 200


def test_of_two_supervisors_at_one_instant_one_wins(site: Site) -> None:
    for _ in range(10):
        ref = site.report("nurse1")
        seen = site.get("officer1", f"/api/hazards/{ref}")["version"]
        press = {"path": f"/api/hazards/{ref}/actions/register", "json": {"version": seen}}
        site.token("officer1")
        answers = at_once(site, {**press, "who": "officer1"}, {**press, "who": "officer1"})
        assert sorted(a.status_code for a in answers) == [200, 409]
        lost = next(a.json() for a in answers if a.status_code == 409)
        assert (lost["code"], lost["state"]) == ("stale", "registered")
        assert len(site.get("officer1", f"/api/hazards/{ref}/journal")["items"]) == 2


def test_a_reminder_in_between_does_not_make_a_page_stale(site: Site) -> None:
    ref = site.report("nurse1")
    site.press("officer1", ref, "register", assign={"to": "fixer1", "measures": "清理", "term": "simple"})
    seen = site.at("2026-11-02 10:00").press("fixer1", ref, "accept")["version"]
    site.world.sweep("2026-11-04 09:00")
    site.at("2026-11-04 10:00")
    assert site.get("fixer1", f"/api/hazards/{ref}")["version"] > seen
    photos = [site.upload("fixer1", "green")]
    site.press("fixer1", ref, "submit", result="已清理", photos=photos, version=seen)
