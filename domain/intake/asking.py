"""What reading a row leaves besides its values: remarks, questions with their answers, and reasons against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.intake.columns import Column

LEAVE_OUT = "leave_out"
EMPTY = "empty"
EVERY = "*"


@dataclass(frozen=True)
class Choice:
    """One answer to a question: what is kept, and how it reads."""

    value: str
    label: str


NOT_TAKEN = Choice(LEAVE_OUT, "不导入")


@dataclass(frozen=True)
class Question:
    """What must be decided: rows of one kind and subject are decided by one answer, and so is a whole kind.

    `typed`: what may be typed instead of a choice (`day`, `unit`), or nothing.
    """

    kind: str
    subject: str
    column: Column
    why: str
    choices: tuple[Choice, ...]
    typed: str = ""

    @property
    def key(self) -> str:
        """What its answer is kept by."""
        return f"{self.kind}:{self.subject}"


@dataclass(frozen=True)
class Remark:
    """What is said of a row, or of the cell in one of its columns; `bad`: it is why the row cannot be taken in."""

    column: Column | None
    text: str
    bad: bool = False


Answers = Mapping[str, str]


@dataclass
class Hand:
    """One row in hand: what was answered before, and what its reading leaves."""

    answers: Answers = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    faults: list[Remark] = field(default_factory=list)
    left_out: bool = False

    def say(self, column: Column | None, text: str) -> None:
        """Tell how something was read."""
        self.remarks.append(Remark(column, text))

    def refuse(self, column: Column | None, text: str) -> None:
        """Tell why the row cannot be taken in."""
        self.faults.append(Remark(column, text, bad=True))

    def ask(self, question: Question) -> str | None:
        """The answer, or None: it is asked. An answer that leaves the row out is None, too.

        What was said of all of a kind counts where it is one of the choices; what was typed is of one question alone.
        """
        allowed = {choice.value for choice in question.choices}
        answer = self.answers.get(question.key)
        if answer is None and (of_all := self.answers.get(f"{question.kind}:{EVERY}")) in allowed:
            answer = of_all
        if answer is None or (answer not in allowed and not question.typed):
            self.questions.append(question)
            return None
        if answer == LEAVE_OUT:
            self.left_out = True
            return None
        label = next((choice.label for choice in question.choices if choice.value == answer), answer)
        self.say(question.column, f"{question.why}；您已决定：{label}")
        return answer
