"""What each form says: only what the ledger knows; the rest is left for a hand. Nobody who reported is named."""

from collections.abc import Callable, Iterator
from datetime import date

from domain.calendar import day_of
from domain.cases.case import Case
from domain.directory.cards import UnitCard
from domain.hazard.forms.kinds import FormKind
from domain.hazard.labels import source_shown
from domain.hazard.letters.drafting import contact_of
from domain.hazard.letters.planned import five_in_place, six_items
from domain.hazard.letters.sentences import named, plain
from domain.papers.content import said_on_paper
from domain.papers.form import FormRow, PrintedForm
from domain.root_causes import RootCause
from domain.words import Category

A_DAY = "　　　　年　　月　　日"
TICKS = "□否　　□是（范围：　　　　　　　　　自　　　　年　　月　　日起）"
HARM = "可能影响人数：　　　　人　　可能造成损失：　　　　万元"
HOURS = "　　时　　分至　　时　　分"
SEAL = "主要负责人签字（公章）"


def form_of(case: Case, kind: FormKind) -> PrintedForm:
    """A form, filled in."""
    unit, authority = _unit(case), case.directory.authority_of(case.hazard.unit_id)
    body = authority if kind is FormKind.INSPECTION_RECORD else unit
    rows, signatures, note = _FILLED[kind](case, unit)
    return PrintedForm(
        body=body.name,
        title=kind.label,
        number=case.hazard.number or case.hazard.ref,
        rows=tuple(rows),
        signatures=signatures,
        note=note,
    )


def _report(case: Case, unit: UnitCard) -> tuple[list[FormRow], tuple[str, ...], str]:
    """重大事故隐患报告单 (domain facts 5.11; 16号令 14): three parts, and what the commission must know besides."""
    hazard = case.hazard
    rows = [
        FormRow(label="报告单位", value=unit.name),
        FormRow(label="报告时间", value=A_DAY),
        _row("联系人", contact_of(case, unit)),
        FormRow(label="隐患名称", value=named(case)),
        *_where(case),
        FormRow(label="发现时间", value=said_on_paper(day_of(hazard.found_at))),
        _row("判定依据", plain(hazard.criterion)),
        FormRow(label="（一）现状", value=f"{plain(hazard.description)}。"),
        _row("（一）产生原因", _cause(case), 2),
        FormRow(label="（二）危害程度和整改难易程度分析", value=HARM, lines=3),
        *(_row(f"（三）治理方案：{heading}", text, 2) for heading, text in six_items(hazard.plan)),
        _row("临时管控措施", plain(hazard.interim), 2),
        FormRow(label="是否停产停业、停用", value=TICKS),
        FormRow(label="需协调事项", lines=2),
    ]
    return rows, (SEAL,), "（三）没有报送治理方案的，手工填写或附治理方案。"


def _plan(case: Case, unit: UnitCard) -> tuple[list[FormRow], tuple[str, ...], str]:
    """治理方案 (16号令 15): the six items and 五落实."""
    plan = case.hazard.plan or {}
    due = said_on_paper(date.fromisoformat(plan["due"])) if plan.get("due") else A_DAY
    rows = [
        FormRow(label="单位", value=unit.name),
        FormRow(label="隐患名称", value=named(case)),
        *_where(case),
        _row("判定依据", plain(case.hazard.criterion)),
        *(_row(heading, text, 3) for heading, text in six_items(case.hazard.plan)),
        *(_row(f"五落实：{name}", text) for name, text in five_in_place(case)),
        _row("临时管控措施", plain(case.hazard.interim), 2),
        FormRow(label="完成日期", value=due),
    ]
    return rows, ("编制人", SEAL), "审查结果以治理方案审查意见为准。"


def _inspection(case: Case, unit: UnitCard) -> tuple[list[FormRow], tuple[str, ...], str]:
    """现场检查记录 (安全生产法 68; domain facts 5.14): who inspected signs; nobody is named beforehand."""
    hazard = case.hazard
    handled = "；".join(filter(None, (plain(hazard.measures), plain(hazard.interim))))
    rows = [
        FormRow(label="被检查单位", value=unit.name),
        FormRow(label="检查时间", value=said_on_paper(day_of(hazard.found_at)) + HOURS),
        FormRow(label="检查地点", value=_place(case)),
        FormRow(label="检查方式", value=source_shown(case, to_the_authority=False).label),
        FormRow(label="检查内容", value=Category(hazard.category).label, lines=2),
        FormRow(label="发现的问题", value=f"{plain(hazard.description)}。", lines=1),
        _row("处理情况", f"{handled}。" if handled else "", 3),
        FormRow(label="拒绝签字的情况", lines=2),
    ]
    signatures = ("检查人员签字", "检查人员签字", "被检查单位负责人签字")
    note = "被检查单位负责人拒绝签字的，检查人员写明情况并报告（安全生产法第六十八条）。"
    return rows, signatures, note


def _where(case: Case) -> Iterator[FormRow]:
    yield FormRow(label="部位", value=_place(case))
    yield FormRow(label="类别", value=Category(case.hazard.category).label)


def _place(case: Case) -> str:
    department = case.hazard.department_id
    parts = (case.directory.units[department].name if department else "", case.hazard.place)
    return "　".join(part for part in parts if part)


def _cause(case: Case) -> str:
    told = case.hazard.cause or {}
    said = (RootCause(told["cause"]).label if told.get("cause") else "", plain(told.get("note")))
    return "：".join(part for part in said if part)


def _row(label: str, value: str, lines: int = 1) -> FormRow:
    """A row whose lines are there only where nothing is known."""
    return FormRow(label=label, value=value, lines=0 if value else lines)


def _unit(case: Case) -> UnitCard:
    return case.directory.units[case.hazard.unit_id]


_FILLED: dict[FormKind, Callable[[Case, UnitCard], tuple[list[FormRow], tuple[str, ...], str]]] = {
    FormKind.MAJOR_REPORT: _report,
    FormKind.TREATMENT_PLAN: _plan,
    FormKind.INSPECTION_RECORD: _inspection,
}
