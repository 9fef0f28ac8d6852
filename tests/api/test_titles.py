"""A field's label stands at the field: forms, refusals and the API's document say the same of it."""

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.app import PARTS, with_routes
from api.pages.acting.recipes import RECIPES
from api.pages.acting.widgets import widgets
from api.pages.forms import Form
from api.pages.install import ROUTERS
from api.titles import title_asked
from api.wrong_input import complaints
from domain.commands import PRESSED_BY_PEOPLE
from domain.organisation.commands import CHANGES
from domain.titles import title_at, titles
from domain.words import Line, State
from tests.api.site import REPORT, Site
from tests.scenes import scene
from tests.stage import IDS

TEMPLATES = Path(__file__).parents[2] / "api" / "templates"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
OF_THE_VENDOR = {"AgentId": "as WeCom's own page calls it"}
ASKED_OTHERWISE = {
    ("report/fields.html", "description"): "staff are asked in everyday words",
    ("report/fields.html", "unit"): "the same, of their own unit",
    ("report/fields.html", "interim"): "the same",
    ("report/fixer.html", "fixed.fixer"): "the same",
    ("me/second_factor.html", "code"): "here a recovery code is taken too",
    ("me/password.html", "old"): "a temporary password, while one must be changed",
    ("setting_up/channel.html", "to"): "names whose address the channel takes",
}
"""Forms that call a field otherwise than its title."""
WITH_A_FILE = {"keep_paper_template"}
"""An address takes its file as a form sends one."""
COMMANDS: dict[str, type[BaseModel]] = {
    name: one for name, one in {**PRESSED_BY_PEOPLE, **CHANGES}.items() if name not in WITH_A_FILE
}
SCHEMA = with_routes().openapi()


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return SCHEMA["components"]["schemas"][name] if name else schema


def _documented(schema: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(path, title) of every field of a schema and of those within it."""
    whole = _resolved(schema)
    for part in (*whole.get("anyOf", ()), *([whole["items"]] if "items" in whole else ())):
        yield from _documented(part, prefix)
    for name, field in whole.get("properties", {}).items():
        yield f"{prefix}{name}", field.get("title", "")
        yield from _documented(field, f"{prefix}{name}.")


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, verbs in SCHEMA["paths"].items():
        yield from ((f"{verb} {path}", operation) for verb, operation in verbs.items())


def _bodies(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (body["schema"] for body in operation.get("requestBody", {}).get("content", {}).values())


def _told(title: str) -> bool:
    return bool(CHINESE.search(title)) or title in OF_THE_VENDOR


def test_everything_an_address_asks_for_has_a_chinese_title() -> None:
    for address, operation in _operations():
        for asked in operation.get("parameters", ()):
            assert _told(asked["schema"].get("title", "")), (address, asked["name"])
        for body in _bodies(operation):
            for path, title in _documented(body):
                assert _told(title), (address, path)


def _read_by_pages() -> list[type[BaseModel]]:
    """The models that the pages' own modules make, beside those of the addresses."""
    ours = [module for name, module in sys.modules.items() if name.startswith("api.pages.")]
    made = {kind for module in ours for kind in vars(module).values() if isinstance(kind, type)}
    theirs = [
        kind for kind in made if issubclass(kind, BaseModel) and kind.__module__.startswith("api.pages.")
    ]
    return sorted(theirs, key=lambda kind: (kind.__module__, kind.__name__))  # every worker collects alike


@pytest.mark.parametrize("model", [*COMMANDS.values(), *_read_by_pages()])
def test_every_field_of_a_form_has_a_chinese_title(model: type[BaseModel]) -> None:
    assert {path for path, title in titles(model).items() if not _told(title)} == set()


def _asked(of: Dependant) -> Iterator[tuple[str, str, Any]]:
    for part in ("path", "query", "header"):
        for field in getattr(of, f"{part}_params"):
            yield part, field.alias, field.field_info
    for inner in of.dependencies:
        yield from _asked(inner)


def test_what_the_address_of_a_page_can_get_wrong_has_a_title() -> None:
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    for route in routes:
        for part, name, field in _asked(route.dependant):
            if field.annotation is not str or field.metadata:
                assert title_asked(route.dependant, f"{part}.{name}"), (route.path, name)


def _routes_by_model() -> dict[str, APIRoute]:
    """Each command's name -> the address that reads it."""
    routes = [route for part in PARTS for route in part.routes if isinstance(route, APIRoute)]
    read = [(field.field_info.annotation, route) for route in routes for field in route.dependant.body_params]
    return {
        command: route
        for command, model in COMMANDS.items()
        for kind, route in read
        if model.__name__ in re.findall(r"\w+", str(kind).replace("Body", ""))
    }


def test_a_refusal_the_document_and_the_form_call_a_field_of_a_command_the_same() -> None:
    by_model = _routes_by_model()
    assert by_model.keys() == COMMANDS.keys()
    for name, command in COMMANDS.items():
        route, said = by_model[name], titles(command)
        body = SCHEMA["paths"][f"/api{route.path}"]["post"]["requestBody"]["content"]["application/json"]
        documented = dict(_documented(body["schema"]))
        for path, title in said.items():
            missing = [{"loc": path.split("."), "type": "missing"}]
            (refused,) = complaints(missing, partial(title_at, command))
            assert refused["detail"] == f"“{title}”必填。"
            assert title_asked(route.dependant, f"body.{path}.0") == title, (name, path)
            assert documented[path] == Form(command).title(path) == title, (name, path)


@pytest.mark.parametrize("line", Line)
@pytest.mark.parametrize("name", RECIPES)
def test_the_form_of_an_act_calls_its_fields_by_their_titles(name: str, line: Line) -> None:
    recipe, case = RECIPES[name], scene(line, State.ASSIGNED).case
    assert case is not None
    for widget in widgets(recipe, case, IDS["office"]):
        said = title_at(recipe.command, widget.name)
        assert widget.label == recipe.labels.get(widget.name, said)


def test_a_form_calls_a_field_otherwise_only_for_a_reason() -> None:
    field = re.compile(r"ui\.\w+\(\w+, '([\w.]+)'(?:, [\w.\[\]:]+)?, (label=|')")
    found = {
        (str(file.relative_to(TEMPLATES)), name)
        for file in TEMPLATES.rglob("*.html")
        for name, _ in field.findall(file.read_text(encoding="utf-8"))
    }
    assert found == set(ASKED_OTHERWISE)


def test_a_form_of_a_program_names_the_field_as_the_command_that_was_read(site: Site) -> None:
    ref = site.report("nurse1")
    late = site.try_press("fixer1", ref, "request_extension", until="soon", reason="x")
    assert late.json()["detail"] == "“延期至”应为日期，例如 2026-12-10。"
    listed = site.try_press("office", ref, "list", until="soon")
    assert listed.json()["detail"] == "“挂牌期限”应为日期，例如 2026-12-10。"
    inner = {**REPORT, "fixed": {"photos": ["x"], "fixer": "fixer1"}}
    nested = site.ask("nurse1", "POST", "/api/hazards", json=inner).json()
    assert (nested["field"], nested["detail"][:4]) == ("fixed.photos.0", "“照片”")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/api/channels/0", "“通道”不能小于 1。"),
        ("/api/me/done?cursor=" + "1" * 41, "“翻页标记”最多 40 个字，请精简。"),
        ("/api/hazards?colour=red", "“colour”没有这个字段，请检查拼写。"),
    ],
)
def test_what_an_address_asks_for_is_named_by_its_title(site: Site, path: str, said: str) -> None:
    assert site.ask("office", "GET", path).json()["detail"] == said


def test_a_header_is_named_by_its_title(site: Site) -> None:
    answer = site.ask("nurse1", "POST", "/api/hazards", json=REPORT, headers={"Idempotency-Key": "x" * 201})
    assert answer.json()["detail"] == "“幂等键”最多 200 个字，请精简。"
