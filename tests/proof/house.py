"""The source as a graph and as sizes: what imports what, which files name a class, how long files and functions are."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.test_the_house import FILES, functions_of, is_flow, name_of, nodes_of

Graph = dict[str, set[str]]
PAGES_OF_A_HAZARD = "api/pages/hazard/"
ITS_ROOM = "domain/hazard/"
REASONED = ("# noqa:", "# type: ignore")


@cache
def modules() -> dict[str, Path]:
    """Every module by its dotted name; revisions of the database are no modules that others import."""
    found = {name_of(path).removesuffix(".py").replace("/", "."): path for path in FILES}
    return {name.removesuffix(".__init__"): path for name, path in found.items() if ".versions." not in name}


@cache
def imports() -> Graph:
    """Module -> the modules of ours that it imports, by the statements in its file."""
    known = modules()
    return {
        name: {other for other in _named_in(path, known) if other != name} for name, path in known.items()
    }


def _named_in(path: Path, known: dict[str, Path]) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            whole = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (each if each in known else node.module for each in whole)


def cycles(graph: Graph) -> list[list[str]]:
    """Every set of modules each of which reaches all others of it (strongly connected, Kosaraju)."""
    back: Graph = defaultdict(set)
    for one, others in graph.items():
        for other in others:
            back[other].add(one)
    order, seen = list[str](), set[str]()
    for one in graph:
        _reached(graph, one, seen, order)
    found, seen = [], set()
    for one in reversed(order):
        group = list[str]()
        _reached(back, one, seen, group)
        if len(group) > 1:
            found.append(sorted(group))
    return found


def _reached(graph: Graph, start: str, seen: set[str], order: list[str]) -> None:
    """Append to `order` what is reached from `start` and was not seen, each after all that it reaches."""
    if start in seen:
        return
    seen.add(start)
    for other in sorted(graph.get(start, ())):
        _reached(graph, other, seen, order)
    order.append(start)


def room_of(module: str) -> str:
    """The folder or file directly below one of the five packages, as `domain.cases` or `domain.kinds`."""
    return ".".join(module.split(".")[:2])


def pairs_of_rooms(graph: Graph) -> set[tuple[str, str]]:
    """Two rooms that import each other."""
    arrows = {(room_of(one), room_of(other)) for one, others in graph.items() for other in others}
    return {(one, other) for one, other in arrows if one < other and (other, one) in arrows}


def names_a_hazard() -> list[str]:
    """The files outside its room and its pages in which the class `Hazard` is named, in code or in an annotation."""
    outside = (path for path in FILES if not name_of(path).startswith((ITS_ROOM, PAGES_OF_A_HAZARD)))
    return [name_of(path) for path in outside if any(_is_hazard(node) for node in nodes_of(path))]


def _is_hazard(node: ast.AST) -> bool:
    match node:
        case ast.Name(id="Hazard") | ast.Attribute(attr="Hazard") | ast.alias(name="Hazard"):
            return True
        case ast.Constant(value="Hazard") | ast.ClassDef(name="Hazard"):
            return True
    return False


def lines_of_files() -> list[int]:
    """The length of each file."""
    return sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in FILES)


def lines_of_functions() -> list[int]:
    """The length of each function, its docstring and its decorated head included."""
    return sorted((f.end_lineno or 0) - f.lineno + 1 for path in FILES for f in functions_of(path))


def lines_of_flows() -> list[int]:
    """The length of each file with a Prefect flow."""
    with_flow = (path for path in FILES if any(is_flow(function) for function in functions_of(path)))
    return sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in with_flow)


def inner_imports() -> int:
    """How many imports stand inside functions."""
    return sum(
        isinstance(node, ast.Import | ast.ImportFrom)
        for path in FILES
        for function in functions_of(path)
        for node in ast.walk(function)
    )


def unexplained() -> list[str]:
    """Exemptions from ruff and mypy that give no reason behind them."""
    return [
        f"{name_of(path)}:{n}"
        for path in FILES
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        for mark in REASONED
        if mark in line and not _gives_a_reason(line.partition(mark)[2])
    ]


def _gives_a_reason(said: str) -> bool:
    return any(sign in said for sign in (" - ", " # "))
