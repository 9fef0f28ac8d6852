"""A table drawn and documented from itself: rows as data, a Mermaid diagram, a Markdown table."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from domain.actions import BEGINS
from domain.cases.called import name_of
from domain.cases.case import People
from domain.cases.steps import Lifecycle, Step
from domain.word import Word
from domain.words import Line

MANY = 2
"""More sources than this are drawn from one composite state."""
THE_SAME = "不变"
NOT_HERE = "－"


def as_rows(table: Lifecycle) -> list[dict[str, Any]]:
    """Each row: action, from, to, who on each line, under which conditions, who hears of it."""
    return [_row(table, step) for step in table.steps]


def as_markdown(table: Lifecycle) -> str:
    """The table for a document."""
    lines = ["| 动作 | 从 → 到 | 单位级 | 监管级 | 重大 | 条件 | 告知 |", "|---|---|---|---|---|---|---|"]
    for step in table.steps:
        row = _row(table, step)
        sources = "、".join(state.label for state in sources_of(table, step)) or "（新）"
        cells = [
            f"{row['label']} `{row['action']}`",
            f"{sources} → {row['to_label'] or THE_SAME}",
            *(row["who"][line] or NOT_HERE for line in Line),
            "；".join(condition["name"] for condition in row["conditions"]) or NOT_HERE,
            "、".join(row["told"]) or NOT_HERE,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def as_mermaid(table: Lifecycle, *, moves_only: bool = False) -> str:
    """A state diagram; a row with many sources starts from a composite state that lists them.

    `moves_only`: without what leaves the state as it is.
    """
    arrows: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    composites: dict[tuple[Any, ...], str] = {}
    for step in (step for step in table.steps if step.to or not moves_only):
        for source in _drawn_from(table, step, composites):
            label = button_of(step)
            if moves_only and source == step.to:
                continue
            drawn = arrows[source, str(step.to) if step.to else source]
            if label not in drawn:
                drawn.append(label)
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{state.label}" as {state}' for state in table.states]
    lines += [f'    state "{_any_of(table, sources)}" as {name}' for sources, name in composites.items()]
    lines += [f"    {source} --> {to} : {'、'.join(labels)}" for (source, to), labels in arrows.items()]
    return "\n".join(lines)


def _drawn_from(table: Lifecycle, step: Step, composites: dict[tuple[Any, ...], str]) -> list[str]:
    sources = tuple(sources_of(table, step))
    if step.action in BEGINS or not sources:
        return ["[*]"]
    if len(sources) <= MANY:
        return [str(state) for state in sources]
    return [composites.setdefault(sources, f"any_{len(composites) + 1}")]


def _any_of(table: Lifecycle, sources: tuple[Word, ...]) -> str:
    """All of them, all but a few, or the list."""
    missing = [state.label for state in table.states if state not in sources]
    if not missing:
        return "任一状态"
    if len(missing) < len(sources):
        return f"任一状态（{'、'.join(missing)}除外）"
    return "任一：" + "、".join(state.label for state in sources)


def sources_of(table: Lifecycle, step: Step) -> list[Word]:
    """The states it starts from, in the order of the track; none for what is new."""
    return [state for state in table.states if state in step.from_]


def _row(table: Lifecycle, step: Step) -> dict[str, Any]:
    return {
        "action": str(step.action),
        "label": button_of(step),
        "from": [str(state) for state in sources_of(table, step)],
        "to": str(step.to) if step.to else None,
        "to_label": step.to.label if step.to else None,
        "by_clock": step.by_clock,
        "who": {str(line): named(step.people(line)) for line in Line},
        "conditions": described((*step.guards, *step.checks)),
        "effect": step.effect.__name__,
        "told": [told for group in step.told if (told := named(group))],
    }


def button_of(step: Step) -> str:
    """What people read: the button, or the line that the clock writes."""
    return step.action.timeline if step.by_clock else step.action.button


def named(people: People | None) -> str | None:
    """What a group of people is called."""
    return name_of(people) if people else None


def described(conditions: Iterable[Callable[..., Any]]) -> list[dict[str, str]]:
    """Conditions by name and meaning."""
    return [{"name": condition.__name__, "meaning": _first_line(condition)} for condition in conditions]


def _first_line(function: Callable[..., Any]) -> str:
    return (function.__doc__ or function.__name__).strip().splitlines()[0]
