"""A policy value by value: everything has a name, reads back as it is shown, and what is wrong is named."""

import tomllib

import pytest

from domain.errors import WrongInput
from domain.policy import frozen_policy, load_policy
from domain.policy.editing import as_toml, changed, from_file, text_of, values_of
from domain.policy.labels import LABELS, SETTLED_ELSEWHERE
from domain.words import Line

DEFAULT, LINCHENG = load_policy("default"), load_policy("lincheng")


def paths(table: dict[str, object], above: str = "") -> set[str]:
    found = set()
    for name, value in table.items():
        found |= paths(value, f"{above}{name}.") if isinstance(value, dict) else {f"{above}{name}"}
    return found


def test_every_value_of_a_policy_has_a_name_or_is_settled_elsewhere() -> None:
    named = {path for path in paths(DEFAULT.body()) if not path.startswith(SETTLED_ELSEWHERE)}
    assert named == set(values_of(DEFAULT))
    assert all(label and source for label, _, source in LABELS.values())


def test_what_is_shown_reads_back_as_the_same_policy() -> None:
    shown = {path: text_of(value) for path, value in values_of(LINCHENG).items()}
    assert shown["waits.verify"] == "3 个工作日 / 3 个工作日 / 10 天"
    assert (shown["rectify.immediate"], shown["suspension.commission_orders"]) == ("当天", "否")
    again = changed(LINCHENG, shown, LINCHENG.edition)
    assert again == LINCHENG


@pytest.mark.parametrize("typed", ["5 个工作日 / 5工作日/5 天", "5wd、5wd，5d", "５ 个工作日 / 5wd / 5日"])
def test_terms_are_typed_as_people_write_them(typed: str) -> None:
    becomes = changed(DEFAULT, {"waits.verify": typed}, "2026.1-1")
    assert [term.code() for term in becomes.waits.verify] == ["5wd", "5wd", "5d"]
    assert becomes.version.startswith("default@2026.1-1#")
    assert len(becomes.waits.verify) == len(Line)


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("waits.verify", "快点", "“复核验收”无法识别：请写“3 个工作日”"),
        ("waits.verify", "3 个工作日", "“复核验收”：超出允许的范围，或个数不对"),
        ("waits.grade", "0 天", "“疑似重大的等级认定”"),
        ("waits.grade", "9999 天", "“疑似重大的等级认定”"),
        ("rectify.longest_days", "三十", "“一般隐患最长天数（再长须报方案）”无法识别：请写整数"),
        ("rectify.longest_days", "0", "“一般隐患最长天数（再长须报方案）”：超出允许的范围"),
        ("extension.times", "10", "“延期至多几次”"),
        ("small_unit.verifier_may_close", "可以", "请写“是”或“否”"),
        ("listing_mode", "随便", "“挂牌督办何时提请”"),
        ("ladder.at", "25:00", "“提醒、催办的时刻”无法识别：请写时刻"),
        ("ladder.remind_before", " / ", "“到期前几天提醒（0 为当天）”无法识别：不能空着"),
        ("ladder.remind_before", "3 / 9999", "请写整数，至多 3650"),
        ("ladder.supervise", "1", "催办、督办、提级、提请认定的天数必须依次递增"),
        ("rectify.by_category.other", "slow", "“整改种类：其他类别”"),
        ("quiet.from", "22:00", "没有“quiet.from”这一项"),
        ("__class__", "x", "没有“__class__”这一项"),
    ],
)
def test_what_is_wrong_is_refused_by_its_name(path: str, typed: str, said: str) -> None:
    with pytest.raises(WrongInput) as refused:
        changed(DEFAULT, {path: typed}, "2026.1-1")
    assert said in refused.value.detail
    assert refused.value.field


def test_a_file_that_was_given_out_changes_nothing_and_another_countys_changes_what_differs() -> None:
    assert from_file(DEFAULT, tomllib.loads(as_toml(DEFAULT))) == {}
    typed = from_file(DEFAULT, tomllib.loads(as_toml(LINCHENG)))
    assert typed == {"rectify.parts": "10 天", "ladder.rung_three_paper": "summons", "extension.times": "2"}
    assert changed(DEFAULT, typed, "x").rectify == LINCHENG.rectify
    assert from_file(DEFAULT, {"extends": "default", "quiet": {"from": "20:00"}}) == {}
    with pytest.raises(WrongInput, match=r"没有“rectify\.fast”这一项"):
        from_file(DEFAULT, {"rectify": {"fast": "1d"}})


def test_an_edition_is_read_for_ever_as_it_was_frozen() -> None:
    becomes = changed(DEFAULT, {"rectify.parts": "9 天"}, "2026.1-1")
    assert frozen_policy(becomes.version, becomes.body()) == becomes
