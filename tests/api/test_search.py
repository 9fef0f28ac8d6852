"""Searching the ledger as people paste and type: every word matched somewhere in what the reader is shown."""

import pytest
from sqlalchemy import update

from domain.queries.searching import spaced
from domain.tables.core import PERSON
from domain.typed_text import words_of
from tests.api.site import REPORT, Site


def found(site: Site, who: str, q: str) -> set[str]:
    return {item["ref"] for item in site.get(who, "/api/hazards", q=q)["items"]}


@pytest.fixture
def lamp(site: Site) -> str:
    """应急灯 of A区, registered and in hand."""
    with site.world.store.engine.begin() as connection:
        for key, name in (("fixer1", "周海"), ("nurse1", "金丝雀")):
            connection.execute(update(PERSON).where(PERSON.c.key == key).values(name=name))
    body = {**REPORT, "place": "门诊Ａ区2层", "description": "应急灯不亮", "photos": [site.upload("nurse1")]}
    ref = str(site.ask("nurse1", "POST", "/api/hazards", json=body).json()["ref"])
    said = {"category": "01", "assign": {"to": "周海", "measures": "更换"}}
    answer = site.ask("officer1", "POST", f"/api/hazards/{ref}/actions/register", json=said)
    assert answer.status_code == 200, answer.text
    site.ask("nurse1", "POST", "/api/hazards", json={**REPORT, "photos": [site.upload("nurse1", "blue")]})
    return ref


def test_every_word_is_matched_wherever_it_stands(site: Site, lamp: str) -> None:
    number = site.get("officer1", f"/api/hazards/{lamp}")["number"]
    serial = number[-5:]
    full = serial.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for q in (
        "应急灯　不亮", "亮", "急灯", "a区", "Ａ区 2层", "2层", "人民医院 应急灯", "县人民医院　不亮",
        "周海", "周海 应急灯",
        serial, full, f"{serial} 应急灯", number, lamp, lamp.upper(), "\u00a0应急灯\u2003",
    ):  # fmt: skip
        assert found(site, "office", q) == {lamp}, q


def test_a_word_that_is_nowhere_finds_nothing(site: Site, lamp: str) -> None:
    for q in ("应急灯 没有", "灯应", "中医院 应急灯", "%", "_", "应%没", "\\", "，", "#、（）"):
        assert found(site, "office", q) == set(), q
    assert lamp


def test_marks_of_every_kind_part_words_and_stand_around_them(site: Site, lamp: str) -> None:
    number = site.get("officer1", f"/api/hazards/{lamp}")["number"]
    serial = number[-5:]
    for q in (
        "应急灯，不亮", "应急灯,不亮", "应急灯、不亮。", "不亮；应急灯", "应急灯/不亮", "应急灯／不亮", "应急灯·不亮",
        "应急灯—不亮", "应急灯-不亮", "应急灯…不亮", "应急灯|不亮", "应急灯＋不亮", "应急灯%不亮", "应急灯_不亮",
        f"#{serial}", f"＃{serial}", f"#{serial} 应急灯", f"【{serial}】", f"（{number}）", f"“{number}”。",
        "“应急灯”", "《应急灯》不亮？", "(A区)", "A区：应急灯！", "２层，应急灯", "「周海」", "@周海 应急灯", "⚠️应急灯",
        "周海，应急灯", "（县人民医院）应急灯", number.replace("-", "－"), number.replace("-", "–"),
        number.replace("-", " "),
    ):  # fmt: skip
        assert found(site, "office", q) == {lamp}, q
    for q in ("应急灯，没有", "#没有", f"#{serial}，没有", "中医院，应急灯"):
        assert found(site, "office", q) == set(), q


def test_a_number_keeps_its_hyphens_and_points(site: Site, lamp: str) -> None:
    assert words_of("见 GB 50016-2014 第5.5.21条，500240-001-2026-00001") == [
        "见", "GB", "50016-2014", "第5.5.21条", "500240-001-2026-00001",
    ]  # fmt: skip
    number = site.get("officer1", f"/api/hazards/{lamp}")["number"]
    backwards = "-".join(reversed(number.split("-")))
    assert found(site, "office", backwards) == set(), "a number is one word, not its parts in any order"


def test_people_are_looked_for_in_the_same_way(site: Site, lamp: str) -> None:
    for q in ("周海", "“周海”", "周，海", "#周海", "ｆｉｘｅｒ１", "fixer1，周海"):
        assert [one["key"] for one in site.get("officer1", "/api/people", q=q)["items"]] == ["fixer1"], q
    assert site.get("officer1", "/api/people", q="，")["items"] == []
    assert lamp


def test_nobody_finds_a_hazard_by_who_reported_it(site: Site, lamp: str) -> None:
    for who in ("officer1", "office", "fixer1", "head"):
        assert found(site, who, "金丝雀") == set()
    assert lamp


def test_a_text_too_long_is_told_in_letters(site: Site) -> None:
    answer = site.ask("office", "GET", "/api/hazards", params={"q": "长" * 101})
    assert answer.status_code == 422
    assert "最多 100 个字" in answer.json()["detail"]


@pytest.mark.parametrize("text", ["Ａ区 2层", "应急灯", "ＡＢＣ--１", "é走道", "　 走  道 "])
def test_the_table_keeps_words_as_the_search_writes_them(site: Site, text: str) -> None:
    with site.world.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT bihuan_spaced(%s)", (text,)).scalar_one() == spaced(text)
