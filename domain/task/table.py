"""THE TABLE of a task: everything that may happen to it."""

from typing import Any, TypedDict, cast

from domain.actions import Action
from domain.cases.case import Case
from domain.cases.changes import Changes
from domain.cases.steps import Act, Lifecycle, Step, any_of, by, on_every_line, the_clock
from domain.cases.tracks import Track
from domain.errors import WrongInput
from domain.task.checklist import checklist
from domain.task.commands import HandIn, HandInWithFindings
from domain.task.people import the_front_line, the_officer
from domain.task.sheet import TASK_SHEET
from domain.task.words import Found, TaskState as S

CLOCK = on_every_line(the_clock)
ANY = any_of(*S)
same = None


class TaskColumns(TypedDict, total=False):
    """The columns of a task that an act may write."""

    state: str
    answers: list[dict[str, Any]]
    hazards: list[str]
    done_by: int
    done_at: Any


def _state(case: Case) -> str:
    return case.row.state


def every_item_is_answered(case: Case, command: HandIn, _act: Act) -> None:
    """Each item of the edition that was begun once, and nothing else."""
    wanted = checklist(cast("Any", case.row).checklist)
    given = [answer.item for answer in command.answers]
    if missing := [item.text for item in wanted.items if item.code not in given]:
        raise WrongInput(f"还有未填的检查项：{'；'.join(missing)}。", field="answers")
    if len(given) != len(set(given)):
        raise WrongInput("同一检查项只能填写一次。", field="answers")


def what_is_wrong_is_told(case: Case, command: HandIn, _act: Act | None) -> None:
    """A finding says where and what, with a photo or why there is none: it becomes a hazard."""
    texts = {item.code: item.text for item in checklist(cast("Any", case.row).checklist).items}
    for n, answer in enumerate(command.answers):
        if answer.item not in texts:
            raise WrongInput(f"检查表中没有“{answer.item}”这一项。", field=f"answers.{n}.item")
        told = answer.place or answer.description or answer.photos or answer.no_photo_because
        if answer.found is not Found.WRONG and told:
            why = f"“{texts[answer.item]}”写明了问题，结果却是“{answer.found.label}”，请改为“不合格”，或清空所写"
            raise WrongInput(f"{why}。", field=f"answers.{n}.found")
        if answer.found is not Found.WRONG:
            continue
        for name in ("place", "description"):
            if getattr(answer, name) is None:
                what = {"place": "在哪里", "description": "哪里不对"}[name]
                raise WrongInput(f"“{texts[answer.item]}”不合格，请写明{what}。", field=f"answers.{n}.{name}")
        if not answer.photos and not answer.no_photo_because:
            why = "请至少拍一张照片；不便拍照的，请写明原因"
            raise WrongInput(f"“{texts[answer.item]}”不合格，{why}。", field=f"answers.{n}.photos")


def hand_it_in(case: Case, command: HandIn, act: Act) -> Changes:
    """Keep the answers, who gave them and what came of them."""
    found = command.hazards if isinstance(command, HandInWithFindings) else []
    said: TaskColumns = {
        "answers": [answer.model_dump(mode="json") for answer in command.answers],
        "hazards": list(found),
        "done_by": act.person,
        "done_at": case.at,
    }
    return cast("Changes", said)


def nothing(_case: Case, _command: object, _act: Act) -> Changes:
    """The journal line is all."""
    return {}


# fmt: off
TASK = Lifecycle("任务", _state, S,
    Step(Action.BEGIN_TASK, any_of(S.OPEN) >> S.OPEN, CLOCK, effect=nothing),
    Step(Action.HAND_IN, any_of(S.OPEN, S.MISSED) >> S.DONE, by(unit=the_front_line),
         checks=(every_item_is_answered, what_is_wrong_is_told), effect=hand_it_in),
    Step(Action.WAIVE, any_of(S.OPEN, S.MISSED) >> S.WAIVED, by(unit=the_officer), effect=nothing),
    Step(Action.MISS_TASK, any_of(S.OPEN) >> S.MISSED, CLOCK, effect=nothing),
    Step(Action.URGE, any_of(S.MISSED) >> same, CLOCK, effect=nothing),
    Step(Action.TAKE_ON, ANY >> same, CLOCK, effect=nothing),
)
# fmt: on
TASK_TRACK = Track("task", TASK, "state", TASK_SHEET)
