"""Policy is data: checked at load with the field named, overridden by a region, frozen on each hazard."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import text

from domain import shipped
from domain.clock import SITE_ZONE
from domain.commands import Accept, Assign, Register
from domain.policy import in_words, load_policy, policy_from_body
from domain.store import policies
from domain.store.base import Store
from tests.world import World

Body = dict[str, Any]


def changed(path: str, value: object) -> Body:
    """The default policy with one value in another way; `...` takes it away."""
    body = load_policy("default").body()
    *parents, name = path.split(".")
    part = body
    for parent in parents:
        part = part[parent]
    if value is ...:
        del part[name]
    else:
        part[name] = value
    return body


def test_every_shipped_policy_loads_under_its_own_name() -> None:
    shipped_names = shipped.names("domain.policy")
    assert shipped_names == ["default", "lincheng"]
    for name in shipped_names:
        policy = load_policy(name)
        assert policy.name == name
        assert policy.version.startswith(f"{name}@{policy.edition}#")
        assert policy_from_body(policy.body()) == policy


def test_the_version_names_exactly_this_content() -> None:
    assert policy_from_body(changed("again.days", 4)).version != load_policy("default").version
    assert policy_from_body(changed("again.days", load_policy("default").again.days)) == load_policy(
        "default"
    )


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("listing_mode", "sometimes", "listing_mode"),
        ("listing_mode", ..., "listing_mode"),
        ("ladder.urge", 0, "ladder.urge"),
        ("ladder.urge", "soon", "ladder.urge"),
        ("ladder.supervise", 1, "催办、督办、提级、提请认定的天数必须依次递增"),
        ("ladder.at", "25:00", "ladder"),
        ("ladder.rung_three_paper", "poem", "ladder.rung_three_paper"),
        ("ladder.colour", "red", "ladder.colour"),
        ("rectify.parts", "seven", "rectify.parts"),
        ("rectify.absolute_cap_days", 99_999, "rectify.absolute_cap_days"),
        ("rectify.by_category", {"99": "parts", "other": "parts"}, "rectify.by_category"),
        ("rectify.by_category", {}, "rectify.by_category"),
        ("waits.register", ["1wd"], "waits.register"),
        ("waits.steps_after", [1], "waits.steps_after"),
        ("assign.default_post", "king", "assign.default_post"),
        ("extension.times", -1, "extension.times"),
        ("small_unit.verifier_may_close", "perhaps", "small_unit.verifier_may_close"),
        ("name", "Default Policy!", "name"),
        ("quiet", ..., "quiet"),
        ("surprise", 1, "surprise"),
    ],
)
def test_a_wrong_file_is_refused_and_the_field_is_named(path: str, value: object, named: str) -> None:
    with pytest.raises(ValidationError) as caught:
        policy_from_body(changed(path, value))
    assert named in str(caught.value)


def test_a_region_overrides_what_it_names_and_nothing_else() -> None:
    default, region = load_policy("default").body(), load_policy("lincheng").body()
    differing = {part for part in default if default[part] != region[part]}
    assert differing == {"name", "title", "rectify", "ladder", "extension"}
    assert (region["rectify"]["parts"], default["rectify"]["parts"]) == ("10d", "7d")
    assert region["rectify"] | {"parts": "7d"} == default["rectify"]
    assert region["ladder"] | {"rung_three_paper": "circular"} == default["ladder"]
    assert region["extension"] | {"times": default["extension"]["times"]} == default["extension"]


def of_the_region(world: World, name: str) -> None:
    with world.store.engine.begin() as connection:
        connection.execute(text("UPDATE unit SET policy = :name WHERE code = '000'"), {"name": name})


def in_hand(world: World, at: str) -> str:
    """Found by the commission, to be put right within the policy's days for parts."""
    ref = world.report("office", f"{at} 09:00")
    assign = Assign(to="001", measures="换配件", term="parts")
    world.press(ref, "office", f"{at} 09:10", Register(assign=assign))
    world.press(ref, "officer1", f"{at} 09:20", Accept(fixer="fixer1"))
    return ref


def kinds(world: World, ref: str) -> set[str]:
    return {paper.kind for paper in world.papers(ref)}


def last_day(world: World, ref: str) -> date:
    rectify_by = world.hazard(ref).rectify_by
    assert rectify_by is not None
    return rectify_by.astimezone(SITE_ZONE).date()


def test_a_running_hazard_keeps_the_policy_it_began_with(world: World) -> None:
    old = in_hand(world, "2026-11-02")
    of_the_region(world, "lincheng")
    new = in_hand(world, "2026-11-02")
    versions = [world.hazard(ref).policy for ref in (old, new)]
    assert versions == [load_policy("default").version, load_policy("lincheng").version]
    assert (last_day(world, old), last_day(world, new)) == (date(2026, 11, 10), date(2026, 11, 13))
    world.sweep("2026-11-30 12:00")
    assert kinds(world, old) == {"supervision_letter", "circular"}
    assert kinds(world, new) == {"supervision_letter", "summons"}
    assert [world.hazard(ref).policy for ref in (old, new)] == versions


def test_a_new_release_with_another_policy_moves_no_running_hazard(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = in_hand(world, "2026-11-02")
    moment, version = world.hazard(old).next_action_at, world.hazard(old).policy
    quicker = policy_from_body(changed("rectify.parts", "2d") | {"edition": "2027.1"})
    monkeypatch.setattr(policies, "load_policy", lambda _name: quicker)
    world.store = Store(world.store.engine, world.store.evidence)  # a new process remembers nothing
    new = in_hand(world, "2026-11-02")
    assert (world.hazard(new).policy, last_day(world, new)) == (quicker.version, date(2026, 11, 5))
    assert world.sweep("2026-11-02 12:00") == 0
    hazard = world.hazard(old)
    assert (hazard.policy, hazard.next_action_at, last_day(world, old)) == (
        version,
        moment,
        date(2026, 11, 10),
    )


def test_a_policy_says_in_words_what_it_sets() -> None:
    said = dict(in_words(load_policy("lincheng")))
    assert (
        said["整改期限"]
        == "立即能改的 当天，简单整改 3 天，更换配件、维修 10 天，需要经费 15 天，需要施工 30 天"
    )
    assert said["登记"] == "单位级 1 个工作日，监管级 1 个工作日，重大 当天"
    assert said["复核验收"] == "单位级 3 个工作日，监管级 3 个工作日，重大 10 天"
    assert said["超期升级"] == "1 天催办，3 天督办，7 天约谈通知书，一般 30 天提请认定重大"
    assert (said["延期"], said["挂牌督办"]) == ("至多 2 次", "重大超期即提请")
    assert dict(in_words(load_policy("default")))["延期"] == "至多 1 次"
