"""Who may press and who sees what, as a file that a reviewer reads: `python -m tests.oracle.matrix` writes it."""

from pathlib import Path

from tests.oracle import cells
from tests.oracle.casts import CASTS
from tests.oracle.scenery import Told, tell
from tests.oracle.situation import Names
from tests.oracle.verdicts import BUTTONS, product_lets, product_shows

FILE = Path(__file__).with_name("matrix.txt")
HEADING = """\
# 齐全的县医院：谁可以办什么、谁看得见。每行：动作 | 线 | 状态（旁注） | 可以的人
# nurse 责任人（护理部） ward 护理部主任 mate 别科人员、单位级上报人 officer 安管 deputy 分管 chief 主要
# clerk 经办 leader 委分管 head 委主要 expert 监管级和重大的上报人
# 由 python -m tests.oracle.matrix 生成；改动即权限变化，须逐行审阅。
"""


OF_USE = (
    "·有权停用",
    "·停用（停业）中·主要停",
    "·待复核恢复·主要停·officer申请",
    "·待复核恢复·主要停·chief申请",
    "·待复核恢复·委分管停·officer申请",
    "·永久停用·主要停",
)


def moments() -> list[Told]:
    """The full cast with the nurse as 责任人; the listing's states; each paper; each use of the place."""
    full = CASTS[0]
    plain = [one for one in cells.plain() if one[0].startswith("齐全·") and one[0].endswith("·nurse")]
    beside = [
        one
        for one in cells.beside(full)
        if one[0].rpartition("·")[2] in {"疑似", "请延期", "方案待审", "直报"}
    ]
    beside += [one for one in cells.beside(full) if one[0].endswith("reported·当场整改")]
    use = [one for one in cells.out_of_use() if one[0].startswith("齐全·") and one[0].endswith(OF_USE)]
    return [tell(*one) for one in (*plain, *beside, *cells.listed(full), *cells.with_papers(full), *use)]


def written() -> str:
    """The whole file: a line for each rule, line, note and who; a note only where it changes who may."""
    plain: dict[tuple[str, str, str], Names] = {}
    states: dict[tuple[str, str, str, str], list[str]] = {}
    for told in moments():
        note, line, state = note_of(told), told.situation.line, told.situation.state
        answers = [(f"{action} {action.button}", product_lets(action, told)) for action in BUTTONS]
        for rule, who in (*answers, ("see 看见", product_shows(told))):
            known = plain.get((rule, line, state), frozenset())
            if note == "":
                plain[rule, line, state] = who
            if who != known:
                states.setdefault((rule, line, note, " ".join(sorted(who)) or "－"), []).append(state)
    return HEADING + "".join(
        f"{rule} | {line} | {' '.join(dict.fromkeys(at))}{note} | {who}\n"
        for (rule, line, note, who), at in sorted(states.items(), key=lambda one: one[0][0])
    )


def note_of(told: Told) -> str:
    """What lies beside, in brackets."""
    now = told.situation
    if now.paper:
        return f"（{now.paper[0]}{now.paper[1]}）"
    parts = [part for part in told.label.split("·") if part not in {"齐全", "nurse", now.line, now.state}]
    return f"（{'·'.join(parts)}）" if parts else ""


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
