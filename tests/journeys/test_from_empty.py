"""From nothing to the first registered hazard: an office begins, through the terminal once and then the API alone."""

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import build_app
from domain.audit.cases import verify_chains
from domain.organisation import change_organisation
from domain.organisation.commands import ConfirmAccount
from domain.organisation.first import THE_COMMAND_LINE, First, install
from domain.organisation.journal import broken_lines
from domain.store.base import Store
from tests.api.site import picture
from tests.world import on

MONDAY = on("2026-11-02 09:00")


class Office:
    """Everybody's browser; each knows only what they were told."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.tokens: dict[str, str] = {}
        self.people: dict[str, str] = {}

    def sign_in(self, login: str, temporary: str) -> None:
        """The first sign-in: the temporary password opens nothing but the change of it."""
        with TestClient(self.app, base_url="https://testserver") as browser:
            session = browser.post("/api/session", json={"login": login, "password": temporary}).json()
            assert session["first"] == "password"
            own = f"{login} keeps one of their own"
            changed = browser.post("/api/me/password", json={"old": temporary, "new": own})
            assert changed.status_code == 200, changed.text
            self.tokens[login] = changed.json()["token"]

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        with TestClient(self.app, base_url="https://testserver") as browser:
            headers = {"Authorization": f"Bearer {self.tokens[who]}"}
            answer = browser.request(method, path, headers=headers, **more)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def add(self, by: str, login: str, unit: str, name: str, role: str, *, yes: str = "") -> None:
        """Somebody is entered with post and sign-in, is told their password, and comes; a second person says yes."""
        said = {"unit": unit, "name": name, "role": role, "login": login, "phone": "000-0000-0001"}
        made = self.ask(by, "POST", "/api/people", json=said)
        self.people[login] = made["target"]
        self.sign_in(login, made["password"])
        if yes:
            self.ask(yes, "POST", f"/api/people/{made['target']}/accounts/confirm", json={"login": login})


def first_steps(office: Office, who: str) -> dict[str, bool]:
    """What the house still lacks that they can mend: step -> done."""
    items = office.ask(who, "GET", "/api/me/first-steps")["items"]
    return {step["what"]["code"]: step["done"] for step in items}


@pytest.fixture
def empty(engine: Engine, tmp_path: Path) -> tuple[Store, Office]:
    store = Store(engine, tmp_path)
    return store, Office(build_app(store, now=lambda: MONDAY))


def test_an_office_begins_with_nothing(empty: tuple[Store, Office]) -> None:
    store, office = empty
    said = First("某某县卫生健康委员会", "000", "500999", "高某", "gao")
    office.sign_in("gao", install(store, said, MONDAY).secret or "")
    assert first_steps(office, "gao") == {
        "commission": False, "institutions": False, "heads": False, "channel": False,
    }  # fmt: skip
    office.add("gao", "zhao", "000", "赵某", "desk")
    said_yes = ConfirmAccount(
        login="zhao"
    )  # nobody else is there yet: whoever keeps the server is the second person
    change_organisation(store, office.people["zhao"], said_yes, by=THE_COMMAND_LINE, at=MONDAY)
    office.add("gao", "zhong", "000", "钟某", "leader", yes="zhao")

    # The desk enters a hospital; the administrator its head, who enters everybody else.
    hospital = {"parent": "000", "unit_kind": "institution", "code": "001", "name": "某某县人民医院"}
    office.ask("zhao", "POST", "/api/units", json=hospital)
    office.add("gao", "bai", "001", "柏某", "chief", yes="zhao")
    assert first_steps(office, "gao") == {
        "commission": True, "institutions": True, "heads": True, "channel": False,
    }  # fmt: skip
    assert first_steps(office, "zhao") == {"institutions": True, "channel": False}
    ward = {"parent": "001", "unit_kind": "department", "code": "001-01", "name": "护理部"}
    office.ask("bai", "POST", "/api/units", json=ward)
    office.add("bai", "wang", "001", "王某", "officer", yes="zhao")
    office.add("wang", "li", "001-01", "李某", "staff", yes="bai")
    office.add("wang", "qian", "001-01", "钱某", "staff", yes="bai")
    office.add("bai", "sun", "001", "孙某", "deputy", yes="gao")
    tree = office.ask("zhao", "GET", "/api/units")
    assert [(u["code"], u["people"]) for u in tree[0]["units"]] == [("001", 5)]

    assert first_steps(office, "wang") == {
        "departments": True, "officer": True, "staff": True, "points": False,
    }  # fmt: skip
    assert first_steps(office, "li") == {}

    # The first hazard, from the report to 销号.
    photo = office.ask("li", "POST", "/api/evidence", files={"file": ("p.jpg", picture())})["hash"]
    report = {
        "unit": "001",
        "place": "住院楼走道",
        "category": "01",
        "description": "堆放病床",
        "photos": [photo],
    }
    ref = office.ask("li", "POST", "/api/hazards", json=report)["ref"]
    press = f"/api/hazards/{ref}/actions/"
    assign = {"to": office.people["qian"], "measures": "清理", "term": "simple"}
    hazard = office.ask("wang", "POST", press + "register", json={"assign": assign})
    assert hazard["number"] == "500999-001-2026-00001"
    office.ask("qian", "POST", press + "accept", json={})
    after = {"file": ("p.jpg", picture("green"))}
    cleared = office.ask("qian", "POST", "/api/evidence", files=after)["hash"]
    office.ask("qian", "POST", press + "submit", json={"photos": [cleared], "result": "已清"})
    office.ask("wang", "POST", press + "pass", json={"opinion": "合格"})
    closed = office.ask("sun", "POST", press + "approve_closure", json={})
    assert (closed["state"], closed["rung"]) == ("closed", 0)

    assert [first_steps(office, who) for who in ("gao", "zhao", "wang", "bai")] == [{}] * 4, "at work"
    assert list(verify_chains(store)) == []
    with store.engine.connect() as connection:
        assert list(broken_lines(connection)) == []
    changes = office.ask("gao", "GET", "/api/organisation/changes?limit=500")["items"]
    assert {line["who"] for line in changes} == {"命令行", "高某", "赵某", "柏某", "王某"}
