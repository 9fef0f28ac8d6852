"""What may be done to the Word templates of an authority's papers."""

from typing import Annotated, ClassVar

from pydantic import Base64Bytes, Field

from domain.fields import WRITTEN_PLAINLY, ShortText
from domain.organisation.change import UnitChange
from domain.words import PaperKind

Kinds = Annotated[list[PaperKind], Field(min_length=1, max_length=len(PaperKind))]
Templates = Annotated[
    list[Annotated[int, Field(ge=1, le=2**31 - 1), WRITTEN_PLAINLY]],
    Field(min_length=1, max_length=len(PaperKind)),
]


class KeepPaperTemplate(UnitChange):
    """上传文书模板: an edition for each kind, which waits for being put in force. `body` was looked at before."""

    act: ClassVar[str] = "keep_paper_template"
    label: ClassVar[str] = "上传文书模板"
    kinds: Kinds = Field(title="文种")
    name: ShortText = Field(title="文件名")
    body: Base64Bytes = Field(title="文件")
    used: list[ShortText] = Field(default_factory=list, title="占位符")


class UsePaperTemplate(UnitChange):
    """启用文书模板: from now on papers of its kind are made with it; what was signed stays as it is."""

    act: ClassVar[str] = "use_paper_template"
    label: ClassVar[str] = "启用文书模板"
    templates: Templates = Field(title="模板")


class EndPaperTemplate(UnitChange):
    """恢复随附模板: papers of its kind are made with the shipped template again."""

    act: ClassVar[str] = "end_paper_template"
    label: ClassVar[str] = "恢复随附模板"
    template: Annotated[int, Field(title="模板", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]
