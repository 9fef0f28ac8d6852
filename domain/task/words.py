"""The words of a task, with their labels."""

from domain.word import Word


class TaskState(Word):
    """A task's life (任务)."""

    OPEN = "open", "待完成"
    DONE = "done", "已完成"
    MISSED = "missed", "逾期未办"
    WAIVED = "waived", "免办"


class Found(Word):
    """What was found at one item of a checklist."""

    RIGHT = "right", "合格"
    WRONG = "wrong", "不合格"
    NOT_APPLICABLE = "not_applicable", "不适用"
