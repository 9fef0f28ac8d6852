"""Ledgers of other offices: other columns, other words, other days. Every field is right or asked; none is guessed."""

from typing import Any

import pytest

from domain.intake.grid import Merge
from domain.intake.row import Ruling, Verdict
from tests.intake.county import lines_of, read

# What each row must be read as: a value of the row as it is taken in, or `?kind` where that must be asked.
Expected = dict[str, Any]

HOSPITAL = """
临澄县人民医院安全生产隐患自查台账（2026年）
No.|排查时间|科室|位置|存在的安全隐患|隐患种类|隐患等级|整改办法|责任人|完成时限|整改费用（元）|是否整改|完成日期|验收人|验收时间
1|2026年9月1日 上午|护理部|5楼护士站|插座过载|用电安全类|一般|更换插座|李某|当天|120|是|2026-09-01|王某|2026-9-2
2|9月3日|设备科|锅炉房|安全阀未校验|锅炉|一般|送检|钱某|9月底|3,500|是|9.28|王某|9.29
3|2026/9/8|总务科|地下车库|应急灯损坏六处|消防设施|一般|更换|屈某|一周内|0|是|||
4|20260910|保卫科|北门|堵塞消防通道|消防|一般|清理|王某|立行立改|无|是|2026.9.10|孙某|2026.9.10
5|2026.9.15|康复科|治疗室|氧气瓶无固定|气瓶|轻微|加固定链|舒 某|三日内|约200元|否|||
6|2026-9-31|总务科|食堂|燃气软管老化|燃气|一般|更换|屈某|5天|80|否|||
7|2026年9月20日|保卫科|监控室|值班记录缺失|其他|一般|补齐|王某|10天|/|否|||
小计||||共7项||||||||||
"""
IN_THE_HOSPITAL: dict[int, Expected] = {
    3: {"found_on": "2026-09-01", "department": "001-01", "category": "?category", "due": "2026-09-01",
        "funds": "0.0120"},
    4: {"found_on": "2026-09-03", "category": "05", "due": "2026-09-30", "funds": "0.3500", "fixed_on": "2026-09-28",
        "closed_on": "2026-09-29", "stage": "closed"},
    5: {"found_on": "2026-09-08", "due": "2026-09-15", "funds": "0.0000", "stage": "?state_done"},
    6: {"found_on": "2026-09-10", "due": "2026-09-10", "stage": "closed", "immediate": True, "closed_on": "2026-09-10"},
    7: {"found_on": "2026-09-15", "due": "2026-09-18", "category": "06", "funds": "0.0200", "stage": "working",
        "fixer": "rehab1", "level": "general"},
    8: {"found_on": "?found", "category": "03"},
    9: {"category": "?category", "due": "2026-09-30", "stage": "working"},
}  # fmt: skip

COMMISSION = """
附件2
2026年全县医疗卫生机构安全隐患排查整治情况汇总表
填报单位：临澄县卫健委|||||||||||
被检查单位|检查时间|检查形式|检查发现的问题|存在部位|问题类别|整改建议|整改责任人|整改截止日期|投入资金|目前状态|备注
县中医院|2026.10.8|四不两直|配电箱无标识|2号楼|电气|张贴标识|周某|2026.10.15|0.02万元|已整改|10.14整改完
中医院|2026.10.8|四不两直|灭火器过期12具|门诊楼|消防器材|更换|周某|10月20日之前|1500元|超期未整改|
〃|〃|〃|安全出口上锁|门诊楼|安全出口|拆锁|周某|立即|-|已销号|当场整改
安和|2026年10月9日|消防联合检查|喷淋头被遮挡|住院部|消防设施|清理|戴某|2026年10月|两千|整改中|
临澄县妇幼保建院|十月十二日|市级督查|医废暂存超时|暂存间|医废|清运|祝某|3个工作日|0|整改完毕|
石坝镇卫生院|2027.1.5|自查|外墙脱落|门诊楼|房屋安全|围挡|贝某|年底前|3万元|未整改|
城关社区卫生服务站|2026.10.12|联合检查|无应急照明|大厅|消防设施|加装|成某|15个工作日|0.3万|整改中|
南坪乡卫生院|2026.10.13|监督检查||药房|危险品|上锁|狄某|5日|0|整改中|
注：1.本表每月25日前上报。
"""
IN_THE_COMMISSION: dict[int, Expected] = {
    5: {"unit": "?unit", "category": "02", "due": "2026-10-15", "funds": "0.0200", "stage": "?state_done",
        "source": "unannounced"},
    6: {"unit": "002", "category": "?category", "due": "2026-10-20", "funds": "0.1500", "stage": "working"},
    7: {"unit": "002", "found_on": "2026-10-08", "category": "?category", "immediate": True,
        "stage": "?closed_without_day"},
    8: {"unit": "?unit", "category": "01", "due": "2026-10-31", "funds": "?funds", "source": "?source"},
    9: {"unit": "?unit", "found_on": "2026-10-12", "category": "14", "due": "2026-10-15", "stage": "?state_done"},
    10: {"unit": "013", "found_on": "?found", "category": "07", "funds": "3.0000"},
    11: {"unit": "?unit", "due": "2026-11-02", "funds": "0.3000", "source": "joint_inspection"},
    12: {"unit": "012", "description": "!", "due": "2026-10-18", "category": "04"},
}  # fmt: skip
LEDGERS = {
    "hospital": (HOSPITAL, IN_THE_HOSPITAL, "001"),
    "commission": (COMMISSION, IN_THE_COMMISSION, None),
}


def verdicts_of(name: str) -> dict[int, Verdict]:
    text, _, own = LEDGERS[name]
    _, verdicts = read(lines_of([line.split("|") for line in text.strip().split("\n")]), own=own)
    return {one.line: one for one in verdicts}


def answered(name: str) -> dict[int, Verdict]:
    """The same ledger with an answer to each question, so that what was not asked can be compared."""
    text, _, own = LEDGERS[name]
    lines = lines_of([line.split("|") for line in text.strip().split("\n")])
    answers: dict[str, str] = {}
    for _ in range(4):
        _, verdicts = read(lines, answers, own=own)
        for question in (one for verdict in verdicts for one in verdict.questions):
            choices = [choice.value for choice in question.choices if choice.value != "leave_out"]
            typed = {"day": "2026-09-20", "unit": "021"}.get(question.typed, "")
            answers[question.key] = choices[0] if choices else typed or "leave_out"
    return {one.line: one for one in verdicts}


@pytest.mark.parametrize("name", LEDGERS)
def test_every_field_is_right_or_asked(name: str) -> None:
    first, then, expected = verdicts_of(name), answered(name), LEDGERS[name][1]
    wrong = []
    for line, fields in expected.items():
        asked = {question.kind for question in first[line].questions}
        command = then[line].command
        said = command.model_dump(mode="json") if command else {}
        for field, value in fields.items():
            if value == "!":
                right = first[line].ruling is Ruling.REFUSED
            elif isinstance(value, str) and value.startswith("?"):
                right = value[1:] in asked
            else:
                right = not said or said[field] == value
            if not right:
                wrong.append(f"{line} {field}: {said.get(field)} for {value}, asked {sorted(asked)}")
    assert wrong == []


@pytest.mark.parametrize("name", LEDGERS)
def test_nothing_is_asked_that_is_plain(name: str) -> None:
    first, expected = verdicts_of(name), LEDGERS[name][1]
    for line, fields in expected.items():
        wanted = {value[1:] for value in fields.values() if isinstance(value, str) and value.startswith("?")}
        assert {question.kind for question in first[line].questions} <= wanted | {
            "source_blank",
            "level_blank",
        }, line


@pytest.mark.parametrize("name", LEDGERS)
def test_no_line_is_lost_without_a_word(name: str) -> None:
    first = verdicts_of(name)
    assert sorted(first) == [*range(1, len(LEDGERS[name][0].strip().split("\n")) + 1)]
    assert all(one.remarks or one.questions or one.command for one in first.values())


def test_a_title_over_the_whole_table_is_no_group_of_its_columns_and_names_no_make() -> None:
    columns = ("单位", "检查日期", "隐患描述", "错误说明")
    heads = [
        read(
            lines_of([(title,), columns, ("县医院", "2026.9.1", "走道堆物", "")]), merges=[Merge(1, 1, 0, 3)]
        )[0]
        for title in ("2026年9月隐患台账", "2026年10月隐患台账")
    ]
    assert [(head.first, [one.title for one in head.columns]) for head in heads] == [(2, list(columns))] * 2
    plain, _ = read(lines_of([columns[:3], ("县医院", "2026.9.1", "走道堆物")]))
    assert {head.source for head in (*heads, plain)} == {plain.source}, "our answers name no other make"


TOWNSHIP = """
检查单位|被查单位|检查日期|位置|隐患问题|类型|等级|检查形式|整改期限|落实情况|完成日期|复查日期
县卫健委|柳湾诊所|2026.9.1|药房|灭火器过期|消防|一般|暗访|7日内|已整改并复查合格|9月5日|9月6日
单位负责人（签字）：|||审核人：||||填报日期：2026.9.30||||
"""


def test_who_checked_is_not_who_was_checked_and_signatures_are_no_row() -> None:
    head, verdicts = read(lines_of([line.split("|") for line in TOWNSHIP.strip().split("\n")]))
    assert [(one.title, str(one.meaning), one.sure) for one in head.columns[:2]] == [
        ("检查单位", "other", True), ("被查单位", "unit", True),
    ]  # fmt: skip
    row, signed = verdicts[1:]
    assert row.command is not None
    assert (row.command.stage, str(row.command.closed_on)) == ("closed", "2026-09-06")
    assert (signed.ruling, signed.remarks[0].text[:4]) == (Ruling.LEFT_OUT, "表尾说明")
