"""Whole numbers are read as people write them, wherever one is asked for: in an address, a form or JSON."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, TypeAdapter, ValidationError

from api.app import PARTS
from api.pages.forms import whole_number
from api.pages.install import ROUTERS
from domain.commands import PRESSED_BY_PEOPLE
from domain.fields import Whole
from domain.official.ledger.columns import LedgerQuery
from domain.organisation.commands import CHANGES
from tests.api.site import Site

ASKED_BY_PAGES: tuple[type[BaseModel], ...] = (*PRESSED_BY_PEOPLE.values(), *CHANGES.values(), LedgerQuery)


@pytest.mark.parametrize(
    ("written", "read"),
    [(10, 10), ("10", 10), (" 10 ", 10), ("１０", 10), ("010", 10), ("-3", -3), (10.0, 10)],
)
def test_a_whole_number_is_read_as_people_write_it(written: object, read: int) -> None:
    assert TypeAdapter(Whole).validate_python(written) == read


@pytest.mark.parametrize(
    "written",
    ["1_0", "1__0", "+10", "1e1", "10.0", "1,000", "0x10", "1 0", "٣", "一", "⑩", "10³", "", True, 1.5],
)
def test_what_only_programs_write_is_no_whole_number(written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Whole).validate_python(written)


def _parts(of: Dependant) -> Iterator[tuple[str, Any]]:
    """(name, type) of whatever a route and those it rests on ask for."""
    for field in (*of.path_params, *of.query_params, *of.header_params, *of.cookie_params, *of.body_params):
        told = field.field_info
        yield field.name, Annotated[told.annotation, *told.metadata, None]
    for inner in of.dependencies:
        yield from _parts(inner)


def _numbers(name: str, kind: Any) -> Iterator[tuple[str, Any]]:
    """(name, type) of every whole number within a type."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    inner = get_args(plain) if get_origin(plain) in (Union, types.UnionType) else (plain,)
    if int in inner:
        yield name, kind
    for each in inner:
        if isinstance(each, type) and issubclass(each, BaseModel):
            for part, field in each.model_fields.items():
                yield from _numbers(
                    f"{each.__name__}.{part}", Annotated[field.annotation, *field.metadata, None]
                )
        elif get_origin(each) is Annotated or get_origin(each) is list:
            yield from _numbers(name, each if get_origin(each) is Annotated else get_args(each)[0])


def _every_number() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for router in (*PARTS, *ROUTERS):
        for route in router.routes:
            if isinstance(route, APIRoute):
                for name, kind in _parts(route.dependant):
                    found |= _numbers(f"{route.path} {name}", kind)
    for model in ASKED_BY_PAGES:
        found |= _numbers(model.__name__, model)
    return found


def test_no_number_that_is_asked_for_anywhere_is_read_as_a_program_writes_it() -> None:
    every = _every_number()
    assert {
        "/sign-ins limit",
        "HazardFilter.rung",
        "EndPost.post",
        "Way.channel",
        "RegisterBody.version",
    } <= set(every)
    for name, kind in every.items():
        with pytest.raises(ValidationError) as refused:
            TypeAdapter(kind).validate_python("0_1")
        assert refused.value.errors()[0]["type"] == "int_parsing", name


def test_a_list_asked_for_with_such_a_number_is_refused_in_words(site: Site) -> None:
    answer = site.ask("office", "GET", "/api/hazards?limit=1_0")
    assert (answer.status_code, answer.json()["field"]) == (422, "limit")
    assert answer.json()["detail"] == "“每页条数”应为整数，只写数字，例如 10。"
    assert site.ask("office", "GET", "/api/hazards?limit=１０").status_code == 200


@pytest.mark.parametrize(
    ("carried", "read"), [("7", 7), ("", None), ("1_0", None), ("²", None), ("１", None), ("9" * 5000, None)]
)
def test_a_hidden_field_carries_a_number_or_none(carried: str, read: int | None) -> None:
    assert whole_number(carried) == read


def test_a_length_of_thousands_of_digits_is_too_large(site: Site) -> None:
    answer = site.ask("office", "POST", "/api/hazards", content=b"{}", headers={"content-length": "9" * 5000})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("who", "address", "most"),
    [
        ("admin", "/api/sign-ins", 500),
        ("admin", "/api/organisation/changes", 500),
        ("admin", "/api/deliveries/failed", 100),
        ("office", "/api/hazards", 200),
        ("office", "/api/me/done", 100),
        ("office", "/api/me/reported", 100),
        ("office", "/api/me/copied", 100),
        ("office", "/api/me/notices", 100),
    ],
)
def test_a_list_is_not_silently_shorter_or_longer_than_asked_for(
    site: Site, who: str, address: str, most: int
) -> None:
    for limit, words in ((0, "不能小于 1"), (-1, "不能小于 1"), (most + 1, f"不能大于 {most}")):
        answer = site.ask(who, "GET", f"{address}?limit={limit}")
        assert (answer.status_code, answer.json()["field"]) == (422, "limit")
        assert f"“每页条数”{words}" in answer.json()["detail"]
    assert site.ask(who, "GET", f"{address}?limit={most}").status_code == 200
