"""Forms to be printed: each field of the official form is there, filled in where the ledger knows it, else a blank."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from domain.hazard.forms.filling import form_of
from domain.hazard.forms.kinds import FormKind, forms_of
from domain.papers.form import PrintedForm, form_pdf
from domain.queries.forms import form_word
from domain.words import Line, Source, State
from tests.docx import text_of
from tests.pdfs import words_of
from tests.scenes import DAY, PLAN, long_term, scene
from tests.stage import Stage

NOON = f"{DAY} 12:00"
REPORT = (
    "报告单位", "报告时间", "联系人", "隐患名称", "部位", "类别", "发现时间", "（一）现状", "（一）产生原因",
    "（二）危害程度和整改难易程度分析", "目标和任务", "方法和措施", "经费和物资", "机构和人员", "时限和要求",
    "安全措施和应急预案", "临时管控", "是否停产停业、停用", "需协调事项", "主要负责人签字（公章）",
    "可能影响人数", "可能造成损失",
)  # fmt: skip
"""Domain facts 5.11: a report of a 重大, in its three parts (16号令 14), and who signs it."""
TREATMENT = (
    "目标和任务", "方法和措施", "经费和物资", "机构和人员", "时限和要求", "安全措施和应急预案",
    "五落实：责任", "五落实：措施", "五落实：资金", "五落实：时限", "五落实：预案", "主要负责人签字",
)  # fmt: skip
"""16号令 15 and domain facts 1.2: the six items of a plan, and the five that are in place."""
INSPECTION = (
    "检查时间", "检查地点", "检查内容", "发现的问题", "处理情况", "检查人员签字", "被检查单位负责人签字",
    "拒绝签字的情况",
)  # fmt: skip
"""Domain facts 5.14 (安全生产法 68)."""
CHECKLISTS = {
    FormKind.MAJOR_REPORT: REPORT,
    FormKind.TREATMENT_PLAN: TREATMENT,
    FormKind.INSPECTION_RECORD: INSPECTION,
}


def planned() -> Stage:
    return scene(Line.MAJOR, State.RECTIFYING).press(
        "chief1", f"{DAY} 10:00", PLAN.model_copy(update={"due": date(2026, 12, 15)})
    )


def inspected() -> Stage:
    return scene(Line.AUTHORITY, State.ASSIGNED).changed(source=Source.INSPECTION)


def form(kind: FormKind, stage: Stage | None = None) -> PrintedForm:
    case = (stage or (inspected() if kind is FormKind.INSPECTION_RECORD else planned())).now(NOON)
    assert kind in forms_of(case)
    return form_of(case, kind)


def value(said: PrintedForm, label: str) -> str:
    (row,) = [row for row in said.rows if row.label.endswith(label)]
    return row.value


def words(said: PrintedForm) -> str:
    return "".join(f"{row.label}{row.value}" for row in said.rows) + "".join(said.signatures)


@pytest.mark.parametrize("kind", FormKind)
def test_every_field_of_the_official_form_is_there_in_every_look(kind: FormKind) -> None:
    said = form(kind)
    printed, typed = words_of(form_pdf(said)), "".join(text_of(form_word(said)).split())
    for field in CHECKLISTS[kind]:
        assert field in words(said), field
        plain = "".join(field.split())
        assert plain in printed, f"{field} in the PDF"
        assert plain in typed, f"{field} in the Word file"
    for row in said.rows:
        assert "".join(row.value.split()) in printed, row.label
        assert "".join(row.value.split()) in typed, row.label
    assert "{" not in typed


def test_a_report_says_what_is_known_and_leaves_the_rest_to_a_hand() -> None:
    said = form(FormKind.MAJOR_REPORT)
    assert (said.body, value(said, "报告单位")) == ("临澄县人民医院", "临澄县人民医院")
    assert value(said, "目标和任务") == "目标"
    assert value(said, "临时管控措施") == "专人看守"
    assert value(said, "发现时间") == "2026年11月2日"
    assert value(said, "判定依据") == "判定清单第三项"
    assert value(said, "产生原因") == ""
    blank = {row.label: row.lines for row in said.rows if not row.value}
    assert blank["需协调事项"] == 2
    assert all(lines > 0 for lines in blank.values()), "what is empty has room for a hand"
    unplanned = form(FormKind.MAJOR_REPORT, scene(Line.MAJOR, State.ASSIGNED))
    assert value(unplanned, "目标和任务") == ""


def test_a_plan_is_printed_with_its_day() -> None:
    said = form(FormKind.TREATMENT_PLAN)
    assert value(said, "完成日期") == "2026年12月15日"
    assert value(said, "五落实：措施") == "清理并上锁"
    assert FormKind.TREATMENT_PLAN not in forms_of(long_term(Line.UNIT).now(NOON))


def test_a_record_of_an_inspection_names_nobody_who_inspected() -> None:
    said = form(FormKind.INSPECTION_RECORD)
    assert (said.body, value(said, "被检查单位")) == ("临澄县卫生健康委员会", "临澄县人民医院")
    assert value(said, "检查方式") == "监督检查"
    assert "office" not in words(said)
    assert said.signatures.count("检查人员签字") == 2


@pytest.mark.parametrize("kind", FormKind)
def test_no_reporter_and_no_complaint_shows_in_a_form(kind: FormKind) -> None:
    stage = inspected() if kind is FormKind.INSPECTION_RECORD else planned()
    case = stage.changed(source=Source.COMPLAINT_CHECK).now(NOON)
    said = words(form_of(case, kind))
    assert "nurse1" not in said
    assert "举报" not in said


def test_a_direct_report_lends_its_words_to_no_form_before_it_is_registered() -> None:
    for line, state in ((Line.MAJOR, State.REGISTERED), (Line.AUTHORITY, State.REPORTED)):
        case = scene(line, state).changed(addressed_up=True, state=State.REPORTED).now(NOON)
        assert forms_of(case) == (), line


def test_which_forms_a_hazard_has_tells_no_direct_report_from_an_inspection() -> None:
    direct = scene(Line.AUTHORITY, State.ASSIGNED).changed(addressed_up=True, source=Source.STAFF_REPORT)
    found = scene(Line.AUTHORITY, State.ASSIGNED).changed(source=Source.INSPECTION)
    asked = scene(Line.AUTHORITY, State.ASSIGNED).changed(source=Source.COMPLAINT_CHECK)
    assert forms_of(direct.now(NOON)) == forms_of(found.now(NOON)) == forms_of(asked.now(NOON))


def test_what_a_unit_found_itself_has_no_record_of_an_inspection() -> None:
    assert forms_of(scene(Line.UNIT, State.RECTIFYING).now(NOON)) == ()


@pytest.mark.parametrize("kind", FormKind)
def test_the_word_file_opens_as_a_form(kind: FormKind, tmp_path: Path) -> None:
    if (office := shutil.which("soffice")) is None:
        pytest.skip("no LibreOffice on this machine: the Word file is not laid out here")
    said = form(kind)
    (tmp_path / "form.docx").write_bytes(form_word(said))
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    convert = [office, home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*convert, str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=300)
    shown = words_of((tmp_path / "form.pdf").read_bytes())
    for field in CHECKLISTS[kind]:
        assert field in shown, field
