"""Every refusal: its status, its stable code, its Chinese reason."""

from functools import partial
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import build_app
from api.errors import STATUS
from api.wrong_input import complaints
from domain import errors as refused
from domain.commands import Assign
from domain.store.base import Store
from domain.store.faults import plan
from domain.titles import title_at
from tests.api.site import REPORT, Site


def test_every_refusal_has_a_status() -> None:
    classes = {c for c in vars(refused).values() if isinstance(c, type) and issubclass(c, refused.Refusal)}
    assert classes - {refused.Refusal} == set(STATUS)


def test_a_problem_is_a_problem(site: Site) -> None:
    answer = site.ask("nurse1", "GET", "/api/hazards/none")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:bihuan:problem:not_found",
        "title": "没有找到",
        "status": 404,
        "code": "not_found",
        "detail": "没有找到，或您无权查看。",
    }


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"place": ""}, "place", "“部位”"),
        ({"place": None}, "place", "应为文字"),
        ({"place": "楼" * 121}, "place", "最多 120 个字"),
        ({"category": "99"}, "category", "“类别”"),
        ({"colour": "red"}, "colour", "没有这个字段"),
        ({"unit": "火星医院"}, "unit", "没有代码或名称为"),
        ({"photos": []}, "photos", "请至少拍一张照片"),
        ({"photos": ["x"]}, "photos.0", "“照片”"),
        ({"photos": ["0" * 64]}, "photos", "尚未上传"),
        ({"found_at": "2026-11-02T09:00:00"}, "found_at", "须带时区"),
        ({"found_at": "2027-11-02T09:00:00+08:00"}, "found_at", "不能晚于现在"),
        ({"source": "inspection"}, "source", "监督检查"),
        ({"description": "\u0000"}, "description", "只有空白"),
    ],
)
def test_wrong_input_names_its_field_in_chinese(
    site: Site, said: dict[str, Any], field: str, words: str
) -> None:
    body = {**REPORT, "photos": [site.upload("nurse1")], **said}
    answer = site.ask("nurse1", "POST", "/api/hazards", json=body)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert words in answer.json()["detail"]


def test_a_missing_field_and_a_broken_body_are_named(site: Site) -> None:
    missing = site.ask("nurse1", "POST", "/api/hazards", json={"unit": "001"}).json()
    assert {error["field"] for error in missing["errors"]} == {"place", "category", "description"}
    broken = site.ask(
        "nurse1", "POST", "/api/hazards", content=b"{", headers={"content-type": "application/json"}
    )
    assert (broken.status_code, broken.json()["detail"]) == (422, "“请求正文”不是有效的 JSON。")


def test_day_fields_say_how_a_day_is_written() -> None:
    with pytest.raises(ValidationError) as caught:
        Assign.model_validate({"measures": "x", "due": "soon"})
    (found,) = complaints(caught.value.errors(), partial(title_at, Assign))
    assert found == {"field": "due", "detail": "“整改期限”应为日期，例如 2026-12-10。"}


def test_not_possible_not_allowed_not_ready(site: Site) -> None:
    ref = site.report("nurse1")
    answers = {
        "not_possible": site.try_press("officer1", ref, "accept"),
        "not_allowed": site.try_press("nurse1", ref, "register"),
        "not_ready": site.try_press("officer1", ref, "report_up", reason="急"),
    }
    assert {code: answer.json()["code"] for code, answer in answers.items()} == {c: c for c in answers}
    assert [answer.status_code for answer in answers.values()] == [409, 403, 409]


def test_a_stale_page_hears_the_state_and_who_won(site: Site) -> None:
    ref = site.report("nurse1")
    seen = site.get("officer1", f"/api/hazards/{ref}")["version"]
    site.press("officer1", ref, "register")
    answer = site.try_press("deputy1", ref, "assign", to="fixer1", measures="清理", version=seen)
    assert answer.status_code == 409
    problem = answer.json()
    assert (problem["code"], problem["state"], problem["version"]) == ("stale", "registered", 2)
    assert problem["won_by"] == "officer1"


def test_an_invisible_hazard_is_not_there(site: Site) -> None:
    ref = site.report("nurse1")
    for path in ("", "/actions", "/journal", "/clocks"):
        assert site.ask("officer2", "GET", f"/api/hazards/{ref}{path}").status_code == 404
    assert site.try_press("officer2", ref, "register").status_code == 404
    assert site.get("officer2", "/api/hazards")["items"] == []


def test_unknown_addresses_methods_and_buttons_are_problems_too(site: Site) -> None:
    ref = site.report("nurse1")
    unknown = site.ask("nurse1", "POST", f"/api/hazards/{ref}/actions/explode", json={})
    assert (unknown.status_code, "explode" in unknown.json()["detail"]) == (404, True)
    assert site.ask("nurse1", "GET", "/api/nothing").json()["code"] == "not_found"
    assert site.ask("nurse1", "PUT", "/api/hazards").json()["code"] == "wrong_method"


@pytest.mark.parametrize("announced", [True, False])
def test_a_huge_body_is_refused_before_it_is_read(site: Site, announced: bool) -> None:  # noqa: FBT001 - a row
    body = b'{"unit":"' + b"x" * 2_000_000 + b'"}'
    content = body if announced else iter([body[:1_500_000], body[1_500_000:]])
    headers = {"content-type": "application/json"}
    answer = site.ask("nurse1", "POST", "/api/hazards", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_fault_says_nothing_of_the_inside(site: Site) -> None:
    with TestClient(site.app, base_url="https://testserver", raise_server_exceptions=False) as client:
        bearer = {"Authorization": f"Bearer {site.token('nurse1')}"}
        body = {**REPORT, "photos": [site.upload("nurse1")]}
        plan("perform.before_commit=raise")
        try:
            answer = client.post("/api/hazards", json=body, headers=bearer)
        finally:
            plan("")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert "Traceback" not in answer.text
    assert "perform" not in answer.text
    assert site.get("officer1", "/api/hazards")["items"] == []


def test_a_database_that_is_away_is_503(engine: Engine, tmp_path: Any) -> None:
    nowhere = engine.url.set(host="/nonexistent").render_as_string(hide_password=False)
    store = Store.open(nowhere, tmp_path)
    with TestClient(build_app(store), raise_server_exceptions=False) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "database_away")
        assert answer.headers["Retry-After"] == "1"
        assert client.get("/api/me", headers={"Authorization": "Bearer x"}).status_code == 503
    store.close()
