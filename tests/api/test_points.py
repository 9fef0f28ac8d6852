"""Points (点位): who keeps them, what they are called, and what a printed code stands for."""

from typing import Any

import pytest

from tests.api.site import Site

DOOR = "住院楼5层东侧疏散门"


def add(site: Site, who: str, places: list[str] | None = None, **more: Any) -> Any:
    return site.ask(who, "POST", "/api/points", json={"unit": "001", "places": places or [DOOR], **more})


def code_of(site: Site, **more: Any) -> str:
    answer = add(site, "officer1", **more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["items"][0]["code"])


def places(site: Site, who: str, **asked: Any) -> list[str]:
    return [item["place"] for item in site.get(who, "/api/points", **asked)["items"]]


def test_a_point_is_made_renamed_retired_and_taken_back_under_one_code(site: Site) -> None:
    code = code_of(site, category="01")
    made = site.get("nurse1", f"/api/points/{code}")
    assert (made["place"], made["category"], made["active"], made["opens"]) == (
        DOOR,
        {"code": "01", "label": "消防安全"},
        True,
        f"/r/{code}",
    )
    renamed = site.ask("chief1", "POST", f"/api/points/{code}/rename", json={"place": "5层东门"})
    assert (renamed.json()["code"], renamed.json()["place"], renamed.json()["category"]) == (
        code,
        "5层东门",
        None,
    )
    assert site.ask("deputy1", "POST", f"/api/points/{code}/retire").json()["active"] is False
    assert (places(site, "nurse1", active=True), places(site, "nurse1")) == ([], ["5层东门"])
    assert site.ask("officer1", "POST", f"/api/points/{code}/restore").json()["active"] is True


MAY = {
    "officer1": 201,
    "deputy1": 201,
    "chief1": 201,
    "admin": 201,
    "nurse1": 403,
    "dept1": 403,
    "officer2": 403,
    "office": 403,
    "head": 403,
    "auditor": 403,
    None: 401,
}


def test_a_unit_keeps_its_own_points(site: Site) -> None:
    code = code_of(site, places=["配电间"])
    for n, (who, status) in enumerate(MAY.items()):
        made = site.ask(who, "POST", "/api/points", json={"unit": "001-01", "places": [f"库房{n}"]})
        renamed = site.ask(who, "POST", f"/api/points/{code}/rename", json={"place": f"配电间{n}"})
        retired = site.ask(who, "POST", f"/api/points/{code}/retire")
        allowed = 200 if status == 201 else status
        assert [a.status_code for a in (made, renamed, retired)] == [status, allowed, allowed], who
    told = add(site, "nurse1").json()
    assert (told["code"], "临澄县人民医院" in told["detail"]) == ("not_allowed", True)


def test_whoever_acts_for_the_officer_keeps_them_too(site: Site) -> None:
    site.world.delegate("officer1", "nurse1", "2026-11-01 00:00", "2026-11-03 00:00")
    assert add(site, "nurse1").status_code == 201
    assert add(site.at("2026-11-03 09:00"), "nurse1", ["食堂"]).status_code == 403


def test_lists_are_for_the_units_own_people_and_those_who_look_after_it(site: Site) -> None:
    code = code_of(site)
    site.ask("officer2", "POST", "/api/points", json={"unit": "002", "places": ["药库"]})
    seen = {w: places(site, w) for w in ("nurse1", "officer2", "office", "admin", "clinic1")}
    assert seen == {
        "nurse1": [DOOR],
        "officer2": ["药库"],
        "office": [DOOR, "药库"],
        "admin": [DOOR, "药库"],
        "clinic1": [],
    }
    assert places(site, "office", unit="002") == ["药库"]
    assert site.get("clinic1", f"/api/points/{code}")["place"] == DOOR, "whoever stands there may read it"


WRONG = {
    "no place": ({"unit": "001", "places": []}, "places"),
    "an empty place": ({"unit": "001", "places": ["  "]}, "places.0"),
    "a long place": ({"unit": "001", "places": ["层" * 121]}, "places.0"),
    "too many": ({"unit": "001", "places": [f"库房{n}" for n in range(61)]}, "places"),
    "no such unit": ({"unit": "999", "places": [DOOR]}, "unit"),
    "the commission itself": ({"unit": "000", "places": [DOOR]}, "unit"),
    "no such category": ({"unit": "001", "places": [DOOR], "category": "99"}, "category"),
    "twice in one press": ({"unit": "001", "places": [DOOR, DOOR]}, "place"),
    "something unknown": ({"unit": "001", "places": [DOOR], "colour": "red"}, "colour"),
}


def test_what_cannot_be_a_point_is_refused_and_nothing_of_it_stays(site: Site) -> None:
    for name, (said, field) in WRONG.items():
        answer = site.ask("officer1", "POST", "/api/points", json=said)
        assert (answer.status_code, answer.json()["field"]) == (422, field), name
        assert answer.json()["detail"].endswith("。"), name
    assert places(site, "officer1") == []


def test_a_place_has_one_point_in_use(site: Site) -> None:
    code, other = code_of(site), code_of(site, places=["西门"])
    again = add(site, "officer1")
    assert (again.status_code, again.json()["field"]) == (422, "place")
    renamed = site.ask("officer1", "POST", f"/api/points/{other}/rename", json={"place": DOOR})
    assert renamed.status_code == 422
    site.ask("officer1", "POST", f"/api/points/{code}/retire")
    assert add(site, "officer1").status_code == 201
    assert site.ask("officer1", "POST", f"/api/points/{code}/restore").status_code == 422


@pytest.mark.parametrize("code", ["nothing", "x" * 13])
def test_an_unknown_code_says_so(site: Site, code: str) -> None:
    assert site.ask("nurse1", "GET", f"/api/points/{code}").status_code in (404, 422)
    assert site.ask("officer1", "POST", f"/api/points/{code}/retire").status_code in (404, 422)
