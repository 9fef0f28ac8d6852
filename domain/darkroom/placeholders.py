"""The placeholders of a template: read as a small language with few words, so that none can do more than show a text.

Allowed: a text, each line of a list, either value of each pair, a condition, an alternative (`or`), `join`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from domain.darkroom.documents import W

TEXT, LINES, PAIRS = "text", "lines", "pairs"
OF_A_PAIR = frozenset({"名称", "内容"})
OF_A_LOOP = frozenset({"index", "first", "last"})
TAG = re.compile(r"\{[{%#].*?[}%#]\}|\{[{%#][^}]*$")
_BLOCK = re.compile(r"\{%(?:p|tr)\s")
_UNKNOWN_FORM = re.compile(r"\{\{r\s|\{%(?:r|tc)\s|\{[{%]-|-[}%]\}")
_FULL_WIDTH = re.compile("[{\uff5b]\\s*\uff5b|\uff5b\\s*[{%\uff05]")
_QUOTES = str.maketrans("“”‘’", "\"\"''")
QUOTED = 36
TORN = "花括号、引号没有成对，或循环、条件没有用 {%p endfor %}、{%p endif %} 收尾"


@dataclass(frozen=True)
class Word:
    """A placeholder: whether it is a text, lines or pairs, and whether a template must show it."""

    form: str
    required: bool


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the file: where it stands, and what it says."""

    place: str
    text: str

    def quoted(self) -> str:
        """Where it stands and how it reads, cut around its placeholder."""
        found = TAG.search(self.text)
        start = max(0, found.start() - QUOTED // 3) if found else 0
        cut = self.text[start : start + QUOTED]
        return f"{self.place}“{'…' if start else ''}{cut}{'…' if start + QUOTED < len(self.text) else ''}”"


@dataclass
class Reading:
    """What was found in a template: each thing to be changed, with its place, and the words that are shown."""

    words: Mapping[str, Word]
    problems: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def say(self, where: Paragraph, what: str) -> None:
        """Note what must be changed; the same is said once."""
        said = f"{where.quoted()}：{what}"
        if said not in self.problems:
            self.problems.append(said)


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates are read and filled: values are escaped, nothing of Python can be reached."""
    return ImmutableSandboxedEnvironment(autoescape=True)


def read_paragraphs(reading: Reading, paragraphs: list[Paragraph]) -> None:
    """Read the paragraphs of one part, a line each, so that the line of what is wrong is its paragraph."""
    for one in paragraphs:
        if _FULL_WIDTH.search(one.text):
            reading.say(one, "用了全角花括号，请改为半角的 {{ }}")
        if found := _UNKNOWN_FORM.search(one.text):
            reading.say(one, f"不支持“{found[0].strip()}”这种写法")
    if reading.problems:
        return
    lines = [TAG.sub(lambda tag: tag[0].translate(_QUOTES), one.text) for one in paragraphs]
    read_source(reading, "\n".join(_BLOCK.sub("{% ", line) for line in lines), paragraphs)


def read_source(reading: Reading, source: str, lines: list[Paragraph]) -> None:
    """Read what is filled: every piece of it must be one of the few that are allowed."""
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        reading.say(_nearest(lines, error.lineno), TORN)
        return
    _Walk(reading, lines).walk(tree, {})


def _nearest(lines: list[Paragraph], lineno: int) -> Paragraph:
    """The paragraph of a line, or the last one before it that has a placeholder."""
    until = lines[: min(lineno, len(lines))] or [Paragraph("文件", "")]
    return next((one for one in reversed(until) if TAG.search(one.text)), until[-1])


@dataclass
class _Walk:
    """A walk through a parsed template; `scope` names the variables of loops and what they stand for."""

    reading: Reading
    lines: list[Paragraph]

    def walk(self, node: nodes.Node, scope: dict[str, str]) -> None:
        """Look at a node and what is below it."""
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.If):
            self._condition(node.test, scope)
            self._all([*node.body, *node.elif_, *node.else_], scope)
        elif isinstance(node, nodes.Template | nodes.Output):
            self._all(node.iter_child_nodes(), scope)
        elif not isinstance(node, nodes.TemplateData):
            self._shown(node, scope)

    def _all(self, found: Iterable[nodes.Node], scope: dict[str, str]) -> None:
        for one in found:
            self.walk(one, scope)

    def _loop(self, node: nodes.For, scope: dict[str, str]) -> None:
        listed = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        word = self.reading.words.get(listed)
        if scope:
            self._say(node, "循环里不能再套循环")
        elif word is None or word.form == TEXT:
            many = "、".join(name for name, one in self.reading.words.items() if one.form != TEXT)
            self._say(node, f"只有{many}可以逐项列出")
        elif not isinstance(node.target, nodes.Name) or node.target.name in {*self.reading.words, "loop"}:
            self._say(node, "循环要写成“{%p for 段 in 正文 %}”这样，“段”换成一个没有用过的名字")
        elif node.test or node.recursive:
            self._say(node, "循环不能带条件")
        else:
            self.reading.used.add(listed)
            self._all([*node.body, *node.else_], {node.target.name: word.form, "loop": "loop"})

    def _condition(self, node: nodes.Node, scope: dict[str, str]) -> None:
        """A list may be asked for, whether it has anything."""
        if isinstance(node, nodes.Not):
            self._condition(node.node, scope)
        elif isinstance(node, nodes.And | nodes.Or):
            self._condition(node.left, scope)
            self._condition(node.right, scope)
        elif isinstance(node, nodes.Name) and node.name in self.reading.words:
            return
        else:
            self._shown(node, scope)

    def _shown(self, node: nodes.Node, scope: dict[str, str]) -> None:
        """What is written into the paper."""
        match node:
            case nodes.Const():
                return
            case nodes.Or() | nodes.And():
                self._shown(node.left, scope)
                self._shown(node.right, scope)
            case nodes.CondExpr(test=test, expr1=first, expr2=other):
                self._condition(test, scope)
                self._all([each for each in (first, other) if each], scope)
            case nodes.Name(name=name):
                self._name(node, name, scope)
            case nodes.Getattr(node=nodes.Name(name=name), attr=attr) if (
                scope.get(name) == PAIRS and attr in OF_A_PAIR
            ) or (scope.get(name) == "loop" and attr in OF_A_LOOP):
                return
            case nodes.Filter(node=nodes.Name(name=name), name="join", args=args) if (
                name in self.reading.words
                and self.reading.words[name].form == LINES
                and all(isinstance(each, nodes.Const) for each in args)
            ):
                self.reading.used.add(name)
            case _:
                self._say(node, "不支持这种写法，只能写占位符、{%p for %} 循环和 {%p if %} 条件")

    def _name(self, node: nodes.Node, name: str, scope: dict[str, str]) -> None:
        if name in scope:
            if scope[name] == PAIRS:
                self._say(node, f"请写 {{{{ {name}.名称 }}}} 或 {{{{ {name}.内容 }}}}")
            elif scope[name] == "loop":
                self._say(node, "请写 {{ loop.index }}")
            return
        word = self.reading.words.get(name)
        if word is None:
            near = get_close_matches(name, self.reading.words, n=1)
            self._say(node, f"没有“{name}”这一项" + (f"，是否应为“{near[0]}”" if near else ""))
        elif word.form != TEXT:
            self._say(node, f"“{name}”有多项，请逐项列出：{{%p for 项 in {name} %}} … {{%p endfor %}}")
        else:
            self.reading.used.add(name)

    def _say(self, node: nodes.Node, what: str) -> None:
        self.reading.say(_nearest(self.lines, node.lineno), what)


def paragraphs_of(where: str, root: etree._Element) -> list[Paragraph]:
    """Every paragraph of a part in order, as a person finds it again in Word: the n-th of the text, or a cell."""
    tables = {table: n for n, table in enumerate(root.iter(f"{W}tbl"), start=1)}
    found, count = [], 0
    for paragraph in root.iter(f"{W}p"):
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        count += cell is None
        place = f"{where}第 {count} 段" if cell is None else _cell(where, cell, tables)
        found.append(Paragraph(place, "".join(_texts(paragraph))))
    return found


def _cell(where: str, cell: etree._Element, tables: Mapping[etree._Element, int]) -> str:
    row, table = next(cell.iterancestors(f"{W}tr")), next(cell.iterancestors(f"{W}tbl"))
    across = row.findall(f"{W}tc").index(cell) + 1 if cell in row.findall(f"{W}tc") else 1
    down = list(table.iter(f"{W}tr")).index(row) + 1
    return f"{where}第 {tables[table]} 个表格第 {down} 行第 {across} 格"


def _texts(paragraph: etree._Element) -> Iterator[str]:
    """The text of a paragraph without that of others inside it, such as a text box."""
    for piece in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if next(piece.iterancestors(f"{W}p")) is paragraph:
            yield (piece.text or "").replace("\n", " ") if piece.tag == f"{W}t" else " "
