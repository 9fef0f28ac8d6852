"""What every command is."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.actions import Action
from domain.fields import PhotoHash, Reference, Whole


class Command(BaseModel):
    """One act that somebody asks for. Unknown fields are refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    action: ClassVar[Action]

    on_behalf_of: Reference | None = Field(None, title="代录对象")
    """代录: the person without an account for whom 经办 enters this act from a paper."""
    scan: PhotoHash | None = Field(None, title="代录扫描件")
    """代录: the scanned paper."""

    def then(self) -> "Command | None":
        """The second row that the same press runs (登记并交办, 认定并交办, 同意摘牌并销号), if any."""
        return None

    def photos_shown(self) -> list[str]:
        """Every piece of evidence this command refers to; each must have been uploaded."""
        return [self.scan] if self.scan else []

    def field_of_photo(self, _photo: str) -> str:
        """The field in which a piece of evidence is shown, where a complaint about it belongs."""
        return "photos"


class PaperCommand(Command):
    """An act on a paper; without `paper` the only one that fits is meant."""

    paper: Whole | None = Field(None, title="文书序号")


class ClockCommand(Command):
    """One act of the clock: which clock reached which rung of which term, and when it was due."""

    clock: str
    since: int
    rung: int
    level: int = 0
    because: str = ""
