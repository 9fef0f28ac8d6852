"""What is done with a task: the clock begins it and finds it missed; people hand it in or waive it."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.actions import Action
from domain.commands.base import ClockCommand, Command
from domain.fields import Day, Description, Note, Photos, Place, Reason, Reference, ShortText
from domain.task.words import Found

MOST_ANSWERS = 60


class BeginTask(ClockCommand):
    """任务开始: the period of a rule opens for a unit or one of its departments."""

    action: ClassVar[Action] = Action.BEGIN_TASK
    rule: int
    unit: Reference
    department: Reference | None = None
    period: Day
    checklist: Reference
    title: ShortText


class MissTask(ClockCommand):
    """逾期未办: its period has ended."""

    action: ClassVar[Action] = Action.MISS_TASK


class Finding(BaseModel):
    """What was found at one item of a checklist; what is wrong is told as a report would tell it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    found: Found = Field(title="结果")
    place: Place | None = Field(None, title="在哪里")
    description: Description | None = Field(None, title="哪里不对")
    photos: Photos = Field([], title="照片")
    no_photo_because: ShortText | None = Field(None, title="不便拍照的原因")


class Answer(Finding):
    """The same with the code of its item."""

    item: Annotated[str, Field(title="检查项", max_length=12)]


class HandIn(Command):
    """完成任务: every item answered; each that is wrong becomes a hazard in the same press."""

    action: ClassVar[Action] = Action.HAND_IN
    answers: list[Answer] = Field(title="检查结果", max_length=MOST_ANSWERS)
    note: Note = Field("", title="说明")

    def photos_shown(self) -> list[str]:
        """Those of what is wrong."""
        return [*super().photos_shown(), *(photo for answer in self.answers for photo in answer.photos)]

    def field_of_photo(self, photo: str) -> str:
        """The answer that shows it."""
        at = (n for n, answer in enumerate(self.answers) if photo in answer.photos)
        return f"answers.{n}.photos" if (n := next(at, None)) is not None else super().field_of_photo(photo)


class HandInWithFindings(HandIn):
    """The same as it is written: with the refs of the hazards that it has become."""

    hazards: list[Reference] = Field([], title="转为隐患")


class Waive(Command):
    """免办: the officer says why this one need not be done."""

    action: ClassVar[Action] = Action.WAIVE
    reason: Reason = Field(title="原因")


PRESSED_ON_TASKS: dict[str, type[Command]] = {str(command.action): command for command in (HandIn, Waive)}
"""Action word -> command class, for every action on a task that has a button."""
