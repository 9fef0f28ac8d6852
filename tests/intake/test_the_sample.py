"""The messy ledger of forty hazards, read on 2026-11-21: every trap its verdict, exactly the right figures."""

from collections import Counter
from datetime import date
from functools import cache

import pytest

from domain.commands.importing import Import
from domain.intake.row import Ruling, Verdict
from domain.words import Category, Level, Source
from tests.intake.county import TODAY, read, sample

DECIDED = {
    "unit:临澄县中医医院": "002",
    "alike:*": "leave_out",
    "source:汛期专项检查": "special_check",
    "source:职业卫生检查": "special_check",
    "source:房屋安全排查": "special_check",
    "category:建筑施工与动火": "10",
    "due:2024.4.31": "empty",
    "due_endless:长期坚持": "empty",
}
"""What the office decides on the page, each for all rows of its kind."""


@cache
def asked() -> dict[int, Verdict]:
    return {verdict.line: verdict for verdict in read(sample())[1]}


@cache
def decided() -> dict[int, Verdict]:
    return {verdict.line: verdict for verdict in read(sample(), DECIDED)[1]}


def row(line: int) -> Import:
    command = decided()[line].command
    assert command is not None
    return command


def said(line: int) -> str:
    """Every remark and question of a line, as one text."""
    verdict = asked()[line]
    return "；".join([*(r.text for r in verdict.remarks), *(q.why for q in verdict.questions)])


def taken() -> list[Import]:
    return [verdict.command for verdict in decided().values() if verdict.command]


def is_overdue(one: Import) -> bool:
    """As the ledger of the system counts it: past its day and not handed in in time."""
    if one.due is None or one.due >= TODAY or one.stage in ("closed", "registered"):
        return False
    return one.stage == "working" or (one.fixed_on or TODAY) > one.due


# What each trap says, by the line of the file (row 1 of the ledger stands on line 2).
TRAPS = {
    3: "单位为空，取上一行（合并单元格）",
    4: "检查日期为空，取上一行（合并单元格）",
    5: "“按治理方案 2026-11-30”按其中的日期 2026-11-30 理解",
    6: "表格序列值 46293 = 2026-09-28",
    10: "“7日”按 7日内理解，自 2026-10-12 起 7日 = 2026-10-19",
    11: "状态“整改中”，按期限 2026-11-11 已超期 10 天",
    12: "“约85”按 85 万元记",
    15: "完成日期 2026-10-15 晚于期限 2026-10-14，记为逾期整改",
    18: "“/”按未填理解",
    19: "表格序列值 46329 = 2026-11-03",
    20: "“自查”没有写日查、周查、月查",
    23: "发现方式“汛期专项检查”没有对应",
    25: "级别“较大”是地方叫法，按一般事故隐患记",
    26: "类别“建筑施工与动火”没有对应，可能是：建筑施工、既有建筑、动火与临时作业",
    35: "“2026年11月底”按 2026-11-30 理解",
    36: "台账记为挂牌督办，但没有文号和日期",
    39: "“2024.4.31”是不存在的日期",
    40: "已登记未交办 11 天",
    41: "“长期坚持”不是整改期限，须补正为日期",
    42: "与第 16 行完全相同",
    43: "您是不是要找：临澄县中医院",
    44: "空行（只有“数据说明”列有内容）",
    45: "重复的表头",
    46: "合计行（写资金 487 万元，各行相加为 480.71 万元）",
}


@pytest.mark.parametrize(("line", "told"), TRAPS.items())
def test_every_trap_is_told(line: int, told: str) -> None:
    assert told in said(line)


def test_the_fixer_who_reviewed_it_is_told() -> None:
    assert "责任人与复查人疑似同一人（狄某）" in said(39)


def test_each_line_has_one_verdict_and_none_is_lost() -> None:
    assert sorted(asked()) == list(range(1, len(sample()) + 1))
    assert Counter(v.ruling for v in asked().values()) == {
        Ruling.READY: 34,
        Ruling.ASKED: 7,
        Ruling.LEFT_OUT: 5,
    }


def test_what_is_decided_for_a_kind_is_decided_for_all_its_rows() -> None:
    assert Counter(v.ruling for v in decided().values()) == {Ruling.READY: 40, Ruling.LEFT_OUT: 6}
    assert "疑似与第 8 行是同一条" in decided()[43].remarks[0].text


def test_the_values_are_those_that_were_written() -> None:
    found = [date(2026, 9, 14)] * 3
    assert [row(line).found_on for line in (2, 3, 4)] == found
    assert row(11).found_on == date(2026, 10, 12)  # 二〇二六年十月十二日
    assert row(10).closed_on == date(2026, 10, 19)  # ２０２６年１０月１９日
    assert row(23).due == date(2026, 11, 15)  # ２０２６年１１月１５日前
    assert row(25).due == date(2026, 11, 9)  # 10个工作日
    assert [str(row(line).funds) for line in (3, 8, 10, 12, 36)] == [
        "0.3600", "2.5000", "0.6000", "85.0000", "320.0000",
    ]  # fmt: skip
    assert [row(line).funds for line in (7, 18, 27)] == [None] * 3
    assert [row(line).unit for line in (2, 3, 4, 7, 10)] == ["001", "001", "001", "001", "002"]
    assert [row(line).category for line in (2, 3, 10, 14, 33)] == [
        Category.FIRE, Category.FIRE, Category.CHEMICALS, Category.CHEMICALS, Category.WASTE,
    ]  # fmt: skip
    assert row(40).source is Source.COMPLAINT_CHECK
    assert row(41).fixer == "dongguan-logistics"  # 总务 计某, not the head of the same name
    assert row(40).stage == row(41).stage == "registered"
    assert row(2).kept["复查人"] == "保卫科 王某"
    assert row(3).kept["单位类型"] == "县级公立医院"


def test_the_figures_are_exactly_those_of_the_ledger() -> None:
    rows = taken()
    assert len(rows) == 40
    level = Counter(one.level for one in rows)
    assert level == {Level.GENERAL: 33, Level.MAJOR: 7}
    closed = [one for one in rows if one.stage == "closed"]
    assert (len(closed), {one.level for one in closed}) == (22, {Level.GENERAL})
    assert f"{100 * len(closed) / level[Level.GENERAL]:.1f}" == "66.7"
    late = [one.origin.line - 1 for one in rows if is_overdue(one)]
    assert late == [5, 10, 13, 16, 19, 22, 24, 26, 35]
    on_time = [one for one in closed if one.due and one.fixed_on and one.fixed_on <= one.due]
    too_late = [one.origin.line - 1 for one in closed if one.due and one.fixed_on and one.fixed_on > one.due]
    assert (len(on_time), too_late) == (19, [14, 32])
    assert [one.origin.line - 1 for one in closed if one.due is None] == [38]
    days = [(one.fixed_on - one.found_on).days for one in closed if one.fixed_on]
    assert f"{sum(days) / len(days):.2f}" == "5.77"


def test_who_reported_and_telephones_are_never_taken_in() -> None:
    rows = [*sample()[:2]]
    rows = [
        type(line)(line.number, (*line.cells, extra))
        for line, extra in zip(rows, ("举报人", "丁某"), strict=True)
    ]
    command = read(rows)[1][-1].command
    assert command is not None
    assert "丁某" not in command.model_dump_json()
