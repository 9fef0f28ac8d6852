"""Whom and what a typed text names: one, several (then it is asked which), none; never an inner id."""

import pytest
from sqlalchemy import update

from domain.commands import Assign, Reassign, Register
from domain.directory.organisation import Directory
from domain.errors import WrongInput
from domain.tables.core import PERSON, UNIT
from tests.world import World

DAY = "2026-11-02 09:00"
NAMES = {
    "nurse1": "王芳",
    "fixer1": "王芳",
    "dept1": "曾秋",
    "officer1": "王某",
    "officer2": "王某",
    "fixer2": "李雷",
}


@pytest.fixture
def town(world: World) -> World:
    with world.store.engine.begin() as connection:
        for key, name in NAMES.items():
            connection.execute(update(PERSON).where(PERSON.c.key == key).values(name=name))
        connection.execute(
            update(UNIT).where(UNIT.c.code.in_(["002", "061"])).values(short_name="中心卫生院")
        )
    return world


def directory(world: World) -> Directory:
    with world.store.asking() as connection:
        return world.store.directory(connection)


def registered(world: World) -> str:
    ref = world.report("nurse1", DAY)
    world.press(ref, "officer1", DAY, Register(category="01"))
    return ref


@pytest.mark.parametrize("typed", ["曾秋", "zengqiu", "ZENG QIU", "zq", "曾　秋", "dept1", "ｄｅｐｔ１"])
def test_somebody_is_found_by_name_pinyin_first_letters_or_key(town: World, typed: str) -> None:
    ref = registered(town)
    town.press(ref, "officer1", DAY, Assign(to=typed, measures="清走"))
    assert town.hazard(ref).fixer_id == town.people["dept1"]
    assert town.journal(ref)[-1].data["to"] == "dept1", "what is recorded names the same person for ever"


def test_two_of_one_name_are_never_chosen_between(town: World) -> None:
    ref = registered(town)
    with pytest.raises(WrongInput) as refused:
        town.press(ref, "officer1", DAY, Assign(to="王芳", measures="清走"))
    assert refused.value.field == "to"
    assert {"nurse1", "fixer1"} <= set(str(refused.value.detail).replace("，", "）").split("）"))


def test_a_name_means_somebody_near_and_nobody_of_another_hospital(town: World) -> None:
    ref = registered(town)
    town.press(ref, "officer1", DAY, Assign(to="王某", measures="清走"))
    assert town.hazard(ref).fixer_id == town.people["officer1"]
    other = registered(town)
    with pytest.raises(WrongInput, match="李雷"):
        town.press(other, "officer1", DAY, Assign(to="李雷", measures="清走"))


def test_an_inner_id_names_nobody_and_nothing(town: World) -> None:
    ref = registered(town)
    inner = str(town.people["fixer1"])
    for typed in (inner, inner.translate(str.maketrans("0123456789", "０１２３４５６７８９"))):
        with pytest.raises(WrongInput):
            town.press(ref, "officer1", DAY, Assign(to=typed, measures="清走"))
        with pytest.raises(WrongInput):
            town.press(ref, "officer1", DAY, Assign(to="dept1", measures="清走", helpers=[typed]))


def test_a_name_that_several_units_have_asks_for_the_code(town: World) -> None:
    ref = town.report("office", DAY, source="inspection")
    town.press(ref, "office", DAY, Register(category="01"))
    town.press(ref, "office", DAY, Assign(measures="清走"))
    with pytest.raises(WrongInput, match=r"002（临澄县中医院）、061（柳湾诊所）"):
        town.press(ref, "office", DAY, Reassign(to="中心卫生院", reason="属其管理"))
    with pytest.raises(WrongInput, match="061"):
        directory(town).find_unit("中心卫生院", field="unit")
    assert directory(town).find_unit("临澄县 中医院", field="unit").code == "002"


def test_a_retired_unit_is_no_target(town: World) -> None:
    with town.store.engine.begin() as connection:
        connection.execute(update(UNIT).where(UNIT.c.code == "002").values(active=False))
    ref = town.report("office", DAY, source="inspection")
    town.press(ref, "office", DAY, Register(category="01"))
    town.press(ref, "office", DAY, Assign(measures="清走"))
    for typed in ("002", "临澄县中医院"):
        with pytest.raises(WrongInput):
            town.press(ref, "office", DAY, Reassign(to=typed, reason="属其管理"))
    town.press(ref, "office", DAY, Reassign(to="中心卫生院", reason="属其管理"))
    assert town.hazard(ref).unit_id == town.units["061"]


def test_namesakes_are_told_apart_wherever_they_are_named(town: World) -> None:
    whole = directory(town)
    shown = {who: whole.name_of(town.people[who]) for who in NAMES}
    assert shown["nurse1"] != shown["fixer1"]
    assert (shown["nurse1"], shown["fixer1"]) == ("王芳（护理部，nurse1）", "王芳（护理部，fixer1）")
    assert (shown["officer1"], shown["officer2"], shown["dept1"]) == ("王某", "王某", "曾秋")


def refusal(town: World, who: str, ref: str, command: Assign) -> str:
    with pytest.raises(WrongInput) as refused:
        town.press(ref, who, DAY, command)
    assert refused.value.field == "to"
    return str(refused.value.detail)


def test_nobody_of_the_commission_is_listed_where_only_the_unit_s_own_can_be_meant(town: World) -> None:
    with town.store.engine.begin() as connection:
        for key, name in {"office": "赵敏", "office2": "周明", "leader": "郑梅"}.items():
            connection.execute(update(PERSON).where(PERSON.c.key == key).values(name=name))
    ref = registered(town)
    said = refusal(town, "officer1", ref, Assign(to="zm", measures="清走"))
    assert "没有叫" in said
    assert not [key for key in ("office", "赵敏", "郑梅") if key in said]
    with pytest.raises(WrongInput) as refused:
        directory(town).find_person("zm", field="panel", near=town.units["001"], tells=False)
    assert "不止一个" in str(refused.value.detail)
    assert "赵敏" not in str(refused.value.detail)


@pytest.mark.parametrize("whom", ["fixer2", "officer2"])
def test_a_key_of_another_hospital_is_as_unknown_as_one_that_nobody_has(town: World, whom: str) -> None:
    ref = registered(town)
    known, unknown = (
        refusal(town, "officer1", ref, Assign(to=to, measures="清走")) for to in (whom, "nobody9")
    )
    assert known.replace(whom, "X") == unknown.replace("nobody9", "X")
