"""A table as BPMN 2.0: each state a gateway, each row a task of people or of the clock, drawn so that tools open it.

Whoever presses first decides where the hazard goes on; what the clock does in a state hangs behind a timer. States
stand below one another, what may be done in one stands to its right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from domain.cases.diagram import button_of, described, named, sources_of
from domain.cases.steps import Lifecycle, Step
from domain.cases.tracks import Track
from domain.words import Line

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DRAWN = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
OURS = "urn:bihuan:lifecycle"
ROW, COLUMN = 160, 190
SIZES = {"exclusiveGateway": (50, 50), "startEvent": (36, 36), "endEvent": (36, 36)}
TIMER, TASK = "intermediateCatchEvent", (150, 80)
SIZES[TIMER] = (36, 36)


GAP, HALF_A_ROW = 20, 60
Box = tuple[float, float, float, float]
"""Left, top, width, height."""


@dataclass
class Drawing:
    """One process under way: its nodes where they stand, and its flows."""

    process: Element
    plane: Element
    prefix: str
    places: dict[str, Box] = field(default_factory=dict)
    taken: dict[int, int] = field(default_factory=dict)
    flows: int = 0

    def node(self, kind: str, name: str, label: str, row: int, told: str = "") -> str:
        """A node in the next free place of its row; gives its id."""
        column = self.taken.get(row, 0)
        self.taken[row] = column + 1
        width, height = SIZES.get(kind, TASK)
        left, top = 80 + column * COLUMN - width / 2 + 75, 80 + row * ROW - height / 2
        full = f"{self.prefix}_{name}"
        made = SubElement(self.process, f"{{{MODEL}}}{kind}", id=full, name=label)
        if told:
            SubElement(made, f"{{{MODEL}}}documentation").text = told
        if kind == TIMER:
            timer = SubElement(made, f"{{{MODEL}}}timerEventDefinition", id=f"{full}_timer")
            SubElement(timer, f"{{{MODEL}}}timeDate").text = "next_action_at"
        self.places[full] = (left, top, width, height)
        shape = SubElement(self.plane, f"{{{DRAWN}}}BPMNShape", id=f"{full}_di", bpmnElement=full)
        sides = {"x": left, "y": top, "width": width, "height": height}
        SubElement(shape, f"{{{BOUNDS}}}Bounds", {key: f"{value:g}" for key, value in sides.items()})
        return full

    def flow(self, source: str, target: str) -> None:
        """An arrow: straight to the neighbour, over the row to what may be done, round the left back to a state."""
        self.flows += 1
        full = f"{self.prefix}_flow_{self.flows}"
        ends = {"sourceRef": source, "targetRef": target}
        SubElement(self.process, f"{{{MODEL}}}sequenceFlow", {"id": full, **ends})
        edge = SubElement(self.plane, f"{{{DRAWN}}}BPMNEdge", id=f"{full}_di", bpmnElement=full)
        for x, y in _way(self.places[source], self.places[target]):
            SubElement(edge, f"{{{LINES}}}waypoint", x=f"{x:g}", y=f"{y:g}")


def _way(source: Box, target: Box) -> list[tuple[float, float]]:
    """The bends of an arrow."""
    (left, top, width, height), (to_left, to_top, to_width, to_height) = source, target
    middle, to_middle = top + height / 2, to_top + to_height / 2
    right, centre, to_centre = left + width, left + width / 2, to_left + to_width / 2
    if middle == to_middle and 0 < to_left - right < COLUMN:
        return [(right, middle), (to_left, to_middle)]
    if to_left > left:
        out, over = right + GAP, to_middle - HALF_A_ROW
        return [(right, middle), (out, middle), (out, over), (to_centre, over), (to_centre, to_top)]
    under, out = middle + HALF_A_ROW, to_left - GAP
    first = [(centre, top + height), (centre, under), (out, under)]
    return [*first, (out, to_middle), (to_left, to_middle)]


def as_bpmn(tracks: Iterable[Track]) -> str:
    """All tracks in one BPMN 2.0 document, each drawn on a plane of its own."""
    for short, space in (("bpmn", MODEL), ("bpmndi", DRAWN), ("dc", BOUNDS), ("di", LINES)):
        register_namespace(short, space)
    whole = Element(f"{{{MODEL}}}definitions", id="bihuan", targetNamespace=OURS)
    begun = []
    for track in tracks:
        told = {"id": track.name, "name": track.table.name, "isExecutable": "false"}
        begun.append((track, SubElement(whole, f"{{{MODEL}}}process", told)))
    for track, process in begun:
        drawn = {"id": f"{track.name}_diagram", "name": track.table.name}
        diagram = SubElement(whole, f"{{{DRAWN}}}BPMNDiagram", drawn)
        of = {"id": f"{track.name}_plane", "bpmnElement": track.name}
        _draw(Drawing(process, SubElement(diagram, f"{{{DRAWN}}}BPMNPlane", of), track.name), track)
    indent(whole)
    return tostring(whole, encoding="unicode", xml_declaration=True) + "\n"


def _draw(drawing: Drawing, track: Track) -> None:
    table = track.table
    begin = drawing.node("startEvent", "start", "开始", 0)
    rows = {str(state): n + 1 for n, state in enumerate(table.states)}
    gates = {
        state: drawing.node("exclusiveGateway", f"state_{state}", table.states(state).label, row)
        for state, row in rows.items()
    }
    if all(sources_of(table, step) and not _is_new(table, step) for step in table.steps):
        drawing.flow(begin, gates[next(iter(rows))])
    for n, step in enumerate(table.steps):
        if step.by_clock and step.to is None:
            continue  # what the clock does without moving it stands once a state
        for place, sources, target in _places(table, step):
            row = rows[place] if place else 0
            from_ = [gates[source] for source in sources] or [begin]
            reached = [_timer(drawing, gate, row) for gate in from_] if step.by_clock else from_
            task = _task(drawing, [step], f"row_{n}_{place or 'new'}", row)
            for source in reached:
                drawing.flow(source, task)
            drawing.flow(task, gates[target])
    for state, gate in gates.items():
        _draw_the_clock(drawing, table, state, gate, rows[state])
    for state in sorted(track.rests):
        drawing.flow(gates[str(state)], drawing.node("endEvent", f"end_{state}", "办结", rows[str(state)]))


def _draw_the_clock(drawing: Drawing, table: Lifecycle, state: str, gate: str, row: int) -> None:
    """What the system does in a state without leaving it."""
    steps = [step for step in table.steps if step.by_clock and step.to is None and state in step.from_]
    if steps:
        timer = _timer(drawing, gate, row)
        task = _task(drawing, steps, f"clock_{state}", row)
        drawing.flow(timer, task)
        drawing.flow(task, gate)


def _timer(drawing: Drawing, gate: str, row: int) -> str:
    timer = drawing.node(TIMER, f"timer_{drawing.flows}", "到时限", row)
    drawing.flow(gate, timer)
    return timer


def _is_new(table: Lifecycle, step: Step) -> bool:
    """Whether the row begins a track: a report, a paper."""
    sources = sources_of(table, step)
    return not sources or (sources == [step.to] and not step.by_clock)


def _places(table: Lifecycle, step: Step) -> Iterator[tuple[str, list[str], str]]:
    """(state whose row it stands in, states it is reached from, state it leads to) of each task that a row needs."""
    sources = [str(state) for state in sources_of(table, step)]
    if _is_new(table, step):
        yield "", [], str(step.to)
    elif step.to is None:
        yield from ((state, [state], state) for state in sources)
    else:
        yield sources[0], sources, str(step.to)


def _task(drawing: Drawing, steps: list[Step], name: str, row: int) -> str:
    """A task of people, or of the system; who, on which conditions and whom it tells stand in its documentation."""
    kind = "serviceTask" if steps[0].by_clock else "userTask"
    told = [line for step in steps for line in _described(step)]
    label = "、".join(dict.fromkeys(button_of(step) for step in steps))
    return drawing.node(kind, name, label, row, "\n".join(dict.fromkeys(told)))


def _described(step: Step) -> Iterator[str]:
    yield from (f"{line.label}：{who}" for line in Line if (who := named(step.people(line))))
    yield from (f"条件：{one['name']}" for one in described((*step.guards, *step.checks)))
    yield from (f"告知：{who}" for group in step.told if (who := named(group)))
