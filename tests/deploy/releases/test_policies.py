"""Every policy that an earlier release may have frozen on a hazard is readable, whatever has been added since."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from domain.policy import frozen_policy, load_policy
from tests.deploy.releases.kept import HERE

Body = dict[str, Any]
BODIES: dict[str, Body] = {
    f"{path.name.removesuffix('.policies.json')} {version}": body
    for path in HERE.glob("*.policies.json")
    for version, body in json.loads(path.read_text(encoding="utf-8")).items()
}
TODAY = load_policy("default").body()


def leaves(body: Body, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every table and every value of a body, by its path."""
    for name, value in body.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from leaves(value, (*above, name))


def without(body: Body, path: tuple[str, ...]) -> Body:
    body = copy.deepcopy(body)
    part = body
    for name in path[:-1]:
        part = part[name]
    del part[path[-1]]
    return body


def at(body: Body, path: tuple[str, ...]) -> object:
    for name in path:
        body = body[name]
    return body


@pytest.mark.parametrize("named", BODIES)
def test_a_frozen_body_reads_as_it_was_frozen(named: str) -> None:
    body = BODIES[named]
    read = frozen_policy(named, body)
    assert read.version == named
    for path in leaves(body):
        if not isinstance(at(body, path), dict):
            assert at(read.body(), path) == at(body, path), path


@pytest.mark.parametrize("path", list(leaves(TODAY)), ids=".".join)
def test_a_body_that_lacks_a_term_added_later_is_read_all_the_same(path: tuple[str, ...]) -> None:
    frozen_policy("old", without(TODAY, path))


def test_a_body_with_a_term_that_is_no_longer_read_is_read_all_the_same() -> None:
    old = copy.deepcopy(TODAY)
    old["waits"]["long_gone"] = "3w"
    old["long_gone"] = {"days": 3}
    assert frozen_policy("old", old).body() == TODAY
