"""Forms about a hazard, to be printed by the unit whose it is and by the commission; as PDF and as a Word file."""

from domain.cases.case import Case
from domain.darkroom import fill
from domain.errors import NotAllowed, NotFound
from domain.hazard.forms.filling import form_of
from domain.hazard.forms.kinds import FormKind, forms_of, printed_by
from domain.papers.form import WORDS, PrintedForm, form_template, shown_of
from domain.queries.reader import Reader


def forms_offered(reader: Reader, case: Case) -> tuple[FormKind, ...]:
    """The forms of a hazard that the reader may print."""
    return forms_of(case) if _may_print(reader, case) else ()


def printed_form(reader: Reader, case: Case, kind: FormKind) -> PrintedForm:
    """A form of a hazard that the reader sees, filled in; raises NotAllowed, or NotFound where it has no place."""
    if not _may_print(reader, case):
        raise NotAllowed("表格由本单位负责人、安全管理员、整改责任人和卫健委打印。")
    if kind not in forms_of(case):
        raise NotFound(f"这条隐患现在没有{kind.label}可以打印：{_WHEN[kind]}")
    return form_of(case, kind)


def form_word(form: PrintedForm) -> bytes:
    """The form as a Word file, to be completed on a machine before it is signed."""
    return fill(form_template(), WORDS, shown_of(form), is_new=False).body


def _may_print(reader: Reader, case: Case) -> bool:
    return reader.is_of_the_authority or bool(reader.scope.people & printed_by(case))


_WHEN = {
    FormKind.MAJOR_REPORT: "只有重大事故隐患才填报告单；直报的隐患须先由卫健委登记。",
    FormKind.TREATMENT_PLAN: "重大事故隐患，或已报送治理方案的才有；直报的隐患须先由卫健委登记。",
    FormKind.INSPECTION_RECORD: "只有检查发现的隐患才有；直报的隐患须先由卫健委登记。",
}
