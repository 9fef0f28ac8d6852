"""The columns of the ledger, and a view of it as its address says it: filters, order and columns."""

from typing import Any
from urllib.parse import parse_qs

from pydantic import Field

from domain.queries import HazardFilter
from domain.word import Word


class Column(Word):
    """A column of the ledger."""

    NUMBER = "number", "编号"
    ORIGINAL_NUMBER = "original_number", "原编号"
    UNIT = "unit", "单位"
    DEPARTMENT = "department", "科室"
    PLACE = "place", "部位"
    DESCRIPTION = "description", "隐患描述"
    CATEGORY = "category", "类别"
    SUBCATEGORY = "subcategory", "小类"
    LEVEL = "level", "级别"
    CRITERION = "criterion", "判定依据"
    LINE = "line", "办理层级"
    SOURCE = "source", "发现方式"
    FINDER = "finder", "发现人"
    FOUND = "found", "发现日期"
    REGISTRAR = "registrar", "登记人"
    STATE = "state", "状态"
    HOLDER = "holder", "现由谁办"
    MEASURES = "measures", "整改措施"
    INTERIM = "interim", "临时管控"
    CAUSE = "cause", "产生原因"
    LASTING_MEASURE = "lasting_measure", "整改制度措施"
    FIXERS_DEPARTMENT = "fixers_department", "责任科室"
    FIXER = "fixer", "整改责任人"
    PHONE = "phone", "联系电话"
    FIRST_DUE = "first_due", "原定期限"
    EXTENDED_TO = "extended_to", "延期后期限"
    DUE = "due", "整改期限"
    LEFT = "left", "剩余时间"
    RUNG = "rung", "升级"
    FUNDS = "funds", "资金（万元）"
    SPENT = "spent", "实际资金（万元）"
    BEFORE = "before", "整改前照片"
    AFTER = "after", "整改后照片"
    SUBMITTED = "submitted", "整改完成日期"
    VERIFIER = "verifier", "复查人"
    VERIFIED_ON = "verified_on", "复查日期"
    OPINION = "opinion", "复查结论"
    LISTING = "listing", "挂牌"
    USE = "use", "停用"
    SUPERVISION = "supervision", "督办级别"
    SUPERVISOR = "supervisor", "督办责任人"
    CLOSED = "closed", "销号日期"
    CLOSING = "closing", "销号方式"
    CLOSER = "closer", "销号批准人"
    REMARK = "remark", "备注"


USUAL = (
    Column.NUMBER,
    Column.UNIT,
    Column.PLACE,
    Column.DESCRIPTION,
    Column.STATE,
    Column.HOLDER,
    Column.DUE,
    Column.RUNG,
)
SHOWN_ALONE = frozenset(
    {
        Column.ORIGINAL_NUMBER,
        Column.LEFT,
        Column.HOLDER,
        Column.LINE,
        Column.SUBCATEGORY,
        Column.STATE,
        Column.USE,
    }
)
"""Columns that a 台账 on paper has only when the view shows them; all others belong to it (隐患排查治理台账)."""


class LedgerQuery(HazardFilter):
    """The whole view: what is wanted, and which columns are shown (none: the usual ones)."""

    column: list[Column] = Field(title="显示的列", default_factory=list, max_length=len(Column))

    @property
    def columns(self) -> list[Column]:
        """The columns shown, each once, in the order of the ledger."""
        chosen = set(self.column) or set(USUAL)
        return [column for column in Column if column in chosen]

    @property
    def whole(self) -> list[Column]:
        """The columns of the 台账 on paper: those shown, and all that such a ledger has."""
        shown = set(self.columns)
        return [column for column in Column if column in shown or column not in SHOWN_ALONE]


class ExportQuery(LedgerQuery):
    """A view that leaves as a file: with every column of a 台账 on paper, unless only those shown are wanted."""

    only: bool = Field(default=False, title="仅导出显示的列")
    photos: bool = Field(default=False, title="附照片")

    @property
    def leaving(self) -> list[Column]:
        """The columns of the file."""
        return self.columns if self.only else self.whole


def read_query(text: str) -> LedgerQuery:
    """A view out of the query of an address; empty texts are not given. Raises pydantic's ValidationError."""
    given = parse_qs(text, max_num_fields=200)
    return LedgerQuery.model_validate(given_as_model(given))


def given_as_model(given: dict[str, list[str]]) -> dict[str, Any]:
    """Repeated parameters as lists, single ones as texts."""
    read: dict[str, Any] = {}
    for name, values in given.items():
        texts = [value for value in values if value.strip()]
        field = LedgerQuery.model_fields.get(name)
        is_list = field is not None and isinstance(field.get_default(call_default_factory=True), list)
        if texts:
            read[name] = texts if is_list else texts[0]
    return read
