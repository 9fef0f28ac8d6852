"""历史导入: a row of a ledger that was kept before, taken in as it stood (row 41 of the process)."""

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from domain.actions import Action
from domain.commands.base import Command
from domain.fields import Day, Description, Digest, Money, Note, Place, Reason, Reference, ShortText, Whole
from domain.words import Category, Level, Source


class Origin(BaseModel):
    """Where a row stood: the import, the SHA-256 of its file, the sheet and the number of its line there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ledger: Reference = Field(title="导入批次")
    file: Digest = Field(title="文件摘要")
    sheet: ShortText = Field(title="工作表")
    line: Whole = Field(title="行号")


class UndoImport(Command):
    """撤销导入 (row 42): what an import took in is voided, while nobody has acted on it."""

    action: ClassVar[Action] = Action.UNDO_IMPORT
    reason: Reason = Field(title="理由")


class Import(Command):
    """导入 (row 41): one row of a ledger with its true days; `kept` is what stood beside, by the head of its column.

    `due`: the last day in force then. `stage`: how far it was. `fixer` only where the ledger names a known person.
    """

    action: ClassVar[Action] = Action.IMPORT
    unit: Reference = Field(title="单位")
    department: Reference | None = Field(None, title="科室（部门）")
    place: Place = Field(title="部位")
    category: Category = Field(title="类别")
    level: Level = Field(title="级别")
    description: Description = Field(title="隐患描述")
    source: Source = Field(title="发现方式")
    found_on: Day = Field(title="检查日期")
    stage: Literal["registered", "working", "verifying", "closed"] = Field(title="办理状态")
    due: Day | None = Field(None, title="整改期限")
    immediate: bool = Field(default=False, title="立即整改")
    fixer: Reference | None = Field(None, title="整改责任人")
    fixed_on: Day | None = Field(None, title="整改完成日期")
    closed_on: Day | None = Field(None, title="销号日期")
    measures: Note | None = Field(None, title="整改措施")
    interim: Note | None = Field(None, title="临时管控")
    basis: Reason | None = Field(None, title="判定依据")
    funds: Money | None = Field(None, title="资金（万元）")
    original_number: Annotated[ShortText | None, Field(max_length=60)] = Field(None, title="原编号")
    kept: dict[str, str] = Field({}, title="其他列")
    origin: Origin = Field(title="出处")
