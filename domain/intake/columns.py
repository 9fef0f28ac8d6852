"""The columns of a ledger: what each may mean to us."""

from domain.intake.vocabulary import heads_in_doubt, heads_of
from domain.word import Word


class Column(Word):
    """What a column of a ledger is about."""

    NUMBER = "number", "隐患编号"
    FOUND = "found", "检查日期"
    UNIT = "unit", "单位"
    DEPARTMENT = "department", "科室"
    PLACE = "place", "部位"
    CATEGORY = "category", "类别"
    LEVEL = "level", "级别"
    DESCRIPTION = "description", "隐患描述"
    SOURCE = "source", "发现方式"
    BASIS = "basis", "判定依据"
    MEASURES = "measures", "整改措施"
    INTERIM = "interim", "临时管控"
    FIXER = "fixer", "整改责任人"
    DUE = "due", "整改期限"
    FUNDS = "funds", "整改资金"
    STATE = "state", "整改状态"
    FIXED = "fixed", "整改完成日期"
    VERIFIER = "verifier", "复查人"
    VERIFIED = "verified", "复查日期"
    SERIAL = "serial", "序号"
    UNIT_TYPE = "unit_type", "单位类型"
    RESULT = "result", "复查结论"
    REMARK = "remark", "备注"
    OTHER = "other", "其他（原样留存）"
    REPORTER = "reporter", "举报人、上报人（不导入）"
    PHONE = "phone", "电话（不导入）"
    ANSWER = "answer", "错误说明（不导入）"


LEFT_ALONE = frozenset({Column.REPORTER, Column.PHONE, Column.ANSWER})
"""Who reported shows nowhere; telephones belong to the register of people, not into a record for ever; what we said
of an earlier upload is no part of the ledger."""
KEPT = frozenset(
    {Column.SERIAL, Column.UNIT_TYPE, Column.RESULT, Column.REMARK, Column.OTHER, Column.VERIFIER}
)
"""Kept as they stand, beside what is understood."""
MEANT_BY = heads_of(Column)
MAY_MEAN = heads_in_doubt(Column)
