"""What the oracle allows is done over HTTP, by a lived hazard; what it does not is refused and changes nothing."""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.api.site import Site
from tests.oracle import sight
from tests.oracle.lives import Scene, all_scenes, live
from tests.oracle.presses import BODIES, BY_THE_COMMISSION
from tests.oracle.situation import COMMISSION, Names
from tests.oracle.table import TABLE, who_may
from tests.world import PEOPLE

EVERYBODY = tuple(PEOPLE)
ASKED = tuple(who for who in PEOPLE if who not in {"office2", "fixer2", "chief2", "clinic2"})
"""Each role here and elsewhere once; half of them are asked in one scene, half in the next."""
Cell = tuple[Scene, str, str]
"""A scene, a button, somebody."""
REFUSED = {403, 404, 409, 422}


@cache
def scenes() -> list[Scene]:
    return all_scenes()


def may(scene: Scene, action: str) -> Names:
    """Who may press it and sees it."""
    return frozenset(
        who for who in who_may(action, EVERYBODY, scene.situation) if sight.may_see(who, scene.situation)
    )


def allowed() -> Iterator[Cell]:
    """Every allow cell."""
    for scene in scenes():
        for action in TABLE:
            yield from ((scene, action, who) for who in sorted(may(scene, action)))


def once_each() -> list[Cell]:
    """Allow cells with each role that may press a button, and each line on which it is pressed."""
    found: list[Cell] = []
    seen: set[tuple[str, str]] = set()
    for scene, action, who in allowed():
        role = " ".join(PEOPLE[who][1]) + ("" if who != scene.situation.fixer else " fixer")
        here = {(action, role), (action, scene.situation.line)}
        if not here <= seen:
            seen |= here
            found.append((scene, action, who))
    return found


def body(site: Site, scene: Scene, action: str, who: str) -> dict[str, Any]:
    """A form that lacks nothing, its photos uploaded."""
    commission = any(who in scene.situation.holders(post) for post in COMMISSION)
    said = dict(BODIES[action](scene.situation))
    if commission and action in BY_THE_COMMISSION and not (action == "list" and "head" in PEOPLE[who][1]):
        said = dict(BY_THE_COMMISSION[action])
    if "photos" in said:
        said["photos"] = [site.upload(who, colour) for colour in said["photos"]]
    return said


def press(site: Site, cell: Cell) -> None:
    scene, action, who = cell
    ref = live(site, scene)
    before = site.world.hazard(ref).version
    answer = site.try_press(who, ref, action, **body(site, scene, action, who))
    assert answer.status_code == 200, f"{scene.name} {action} {who}: {answer.text}"
    line = site.world.journal(ref)[before]
    assert (line.action, line.actor_id) == (action, site.world.people[who])


def test_each_button_is_pressed_over_http_by_each_role_that_may_and_on_each_line(site: Site) -> None:
    cells = once_each()
    assert {action for _, action, _ in cells} == set(TABLE)
    for cell in cells:
        press(site, cell)


@pytest.mark.exhaustive
def test_every_allowed_press_of_every_scene_over_http(site: Site) -> None:
    for cell in allowed():
        press(site, cell)


def test_the_buttons_shown_are_those_the_oracle_allows_and_what_it_denies_is_refused_without_a_trace(
    site: Site,
) -> None:
    chance = random.Random(20261102)  # noqa: S311 - a seeded sample
    for n, scene in enumerate(scenes()):
        ref = live(site, scene)
        before = site.world.journal(ref)
        the_buttons_shown_are_those_the_oracle_allows(site, scene, ref, ASKED[n % 2 :: 2])
        denied = [(a, who) for a in TABLE for who in EVERYBODY if who not in may(scene, a)]
        for action, who in chance.sample(denied, len(denied) // 100):
            answer = site.try_press(who, ref, action, **body(site, scene, action, who))
            assert answer.status_code in REFUSED, f"{scene.name} {action} {who}: {answer.text}"
            assert (answer.status_code == 404) == (not sight.may_see(who, scene.situation))
        assert site.world.journal(ref) == before


def the_buttons_shown_are_those_the_oracle_allows(
    site: Site, scene: Scene, ref: str, asked: tuple[str, ...]
) -> None:
    for who in asked:
        answer = site.ask(who, "GET", f"/api/hazards/{ref}/actions")
        if not sight.may_see(who, scene.situation):
            assert answer.status_code == 404, f"{scene.name} {who}"
            continue
        offered = {one["action"] for one in answer.json()["offered"]}
        expected = {action for action in TABLE if who in may(scene, action)}
        assert offered == expected, f"{scene.name} {who}"
