"""What a table says of itself: unit and period above it, who signs below it, how each column is counted."""

from collections.abc import Iterator

from domain.calendar import day_of
from domain.clock import in_words as moment_in_words
from domain.directory.organisation import Directory
from domain.official.asked import Asked
from domain.official.cells import Table
from domain.official.definition import ColumnForm, TableForm
from domain.official.functions import PARTIAL, PERSON_TIMES
from domain.official.ledger.wording import sentence

GAP = "　　　　"
HOW = {
    "units_below": "所辖在用的医疗卫生机构数",
    "units_checked": f"统计期内有检查记录的单位，每家只计一次。{PARTIAL}",
    "person_times": PERSON_TIMES,
    "nothing": "系统内没有这类记录，由填表人在定格时填写，并记填写人姓名",
    "label": "",
}
MONEY = {
    "funds": "计划整改资金合计",
    "spent": "实际投入资金合计",
    "either": "落实资金合计：有实际投入的按实际，否则按计划",
}
AS_OF = "状态按统计截止日还原；级别、资金、方案按制表时的台账。存档请定格。"


def about(table: Table) -> str:
    """What stands above it, in one line: 填报单位 and 统计时间 unless the form says otherwise."""
    today = day_of(table.made_at)
    told = {
        "unit": table.unit,
        "period": table.period,
        "today": f"{today.year}年{today.month}月{today.day}日",
    }
    return GAP.join(part.format(**told) for part in table.form.above)


def made(table: Table) -> str:
    """When it was made."""
    return f"制表时间：{moment_in_words(table.made_at)}"


def counted_how(form: TableForm, asked: Asked, directory: Directory) -> Iterator[tuple[str, str]]:
    """(head, how it is counted) of every column that counts."""
    for column in form.columns:
        if how := _how(form, column, asked, directory):
            yield " · ".join(column.head), how
    yield "说明", AS_OF


def _how(form: TableForm, column: ColumnForm, asked: Asked, directory: Directory) -> str:
    if column.function == "rate":
        return f"“{form.column(column.done).head[-1]}” ÷ “{form.column(column.of).head[-1]}” × 100，分母为 0 时留空"
    if column.function == "papers" and column.paper:
        return f"统计期内签发的{column.paper.label}"
    if column.function not in ("hazards", "money"):
        return HOW.get(column.function, "")
    start = asked.since if column.cumulative else asked.start
    parts = [f"发现日期 {start} 至 {asked.end}", sentence(column.where, directory)]
    if column.stood:
        parts.append(f"{asked.end} 时的状态：{'、'.join(state.label for state in column.stood)}")
    if column.function == "money":
        parts.append(MONEY[column.sum])
    return "；".join(part for part in parts if part)
