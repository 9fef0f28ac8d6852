"""Every answer is one that `/openapi.json` promises, whoever asks; the long form is `tests/api/schemathesis_run.py`."""

from collections import Counter
from http import HTTPStatus
from typing import Any

import pytest
from fastapi import FastAPI
from schemathesis import Case
from sqlalchemy import Engine

from api.app import build_app
from api.problems import PROBLEM, VERBS
from domain.store.base import Store
from tests.api.answers_tried import ENDS_THE_SESSION, NOBODY, ROLES, cases_of, complaints, point_at
from tests.api.site import Site

pytestmark = pytest.mark.xdist_group("schemathesis")  # what its module makes is made once

EXAMPLES = 2
Operation = tuple[str, str, dict[str, Any]]


def operations(app: FastAPI) -> list[Operation]:
    """(path, method, what is said of it) of every operation."""
    paths = app.openapi()["paths"].items()
    return [(path, verb, said) for path, verbs in paths for verb, said in verbs.items() if verb in VERBS]


def ends_the_session(case: Case[Any]) -> bool:
    return (case.path, case.method) == tuple(ENDS_THE_SESSION.values())


@pytest.fixture(scope="module")
def cases(worker_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> list[Case[Any]]:
    """Made once: what is asked is the same, whoever asks."""
    return cases_of(build_app(Store(worker_engine, tmp_path_factory.mktemp("evidence"))), EXAMPLES)


@pytest.mark.exhaustive
@pytest.mark.parametrize("who", ROLES)
def test_no_answer_is_undocumented_or_a_fault(site: Site, cases: list[Case[Any]], who: str) -> None:
    known = {
        "hazard": site.report("nurse1"),
        "digest": site.upload("nurse1"),
        "unit": "001",
        "person": "nurse1",
    }
    point_at(cases, known)
    asked = {(case.path, case.method.lower()) for case in cases}
    assert asked == {(path, verb) for path, verb, _ in operations(site.app)}
    if who == NOBODY:
        assert list(complaints(site.app, cases, {})) == []
        return
    kept = [case for case in cases if not ends_the_session(case)]
    assert list(complaints(site.app, kept, {"Authorization": f"Bearer {site.token(who)}"})) == []


def test_what_is_promised_wrongly_is_found() -> None:
    app = FastAPI()

    @app.get("/promised")
    def promised(count: int) -> dict[str, int]:
        return {"count": count}

    true = app.openapi()["paths"]["/promised"]["get"]["responses"]
    true["200"]["content"]["application/json"]["schema"] = {"type": "string"}
    found = "".join(complaints(app, cases_of(app, 1), {}))
    assert "Response violates schema" in found


def test_every_address_names_the_refusals_that_any_of_its_kind_may_give(site: Site) -> None:
    held = Counter[str]()
    for path, verb, said in operations(site.app):
        answers = said["responses"]
        expected = {503}
        if "security" in said:
            expected |= {401, 403, 409}
        if "{" in path:
            expected |= {404}
        if "requestBody" in said:
            expected |= {400, 413, 422, 429}
        assert {str(status) for status in expected} <= answers.keys(), (verb, path)
        refused = {status: told for status, told in answers.items() if int(status) >= HTTPStatus.BAD_REQUEST}
        assert all([*told["content"]] == [PROBLEM] for told in refused.values()), (verb, path)
        held.update(refused.keys())
    assert held["401"] > 100


def test_allow_names_every_method_of_an_address(site: Site) -> None:
    tried = 0
    methods: dict[str, set[str]] = {}
    for path, verb, _ in operations(site.app):
        methods.setdefault(path, set()).add(verb.upper())
    for path, verbs in methods.items():
        address = path.replace("{channel}", "1").replace("{notice}", "1").replace("{view}", "1")
        extra = {"HEAD", "OPTIONS"} if "GET" in verbs else {"OPTIONS"}
        refused, asked = (site.ask("nurse1", verb, address) for verb in ("TRACE", "OPTIONS"))
        assert (refused.status_code, asked.status_code) == (405, 204), path
        for answer in (refused, asked):
            assert {*answer.headers["Allow"].split(", ")} >= verbs | extra, path
        tried += 1
    assert tried == len(methods)


def test_a_page_names_its_methods_too(site: Site) -> None:
    refused, asked = (site.client.request(verb, "/sign-in") for verb in ("DELETE", "OPTIONS"))
    assert (refused.status_code, asked.status_code) == (405, 204)
    assert refused.headers["Allow"] == asked.headers["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert refused.headers["content-type"].startswith("text/html")
    assert site.client.options("/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/api/ledger.csv", "/api/log.xes"])
def test_an_export_is_refused_before_it_begins(site: Site, path: str) -> None:
    answer = site.ask("officer1", "GET", path, params={"unit": "火星医院"})
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)


@pytest.mark.parametrize("said", [{"code": "1" * 33}, {"password": "x" * 201}])
def test_a_proof_that_is_too_long_names_its_field(site: Site, said: dict[str, str]) -> None:
    answer = site.ask(
        "officer1", "POST", "/api/people/officer1/accounts/binding-code", json={"login": "officer1", **said}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, *said)
