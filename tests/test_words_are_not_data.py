"""Our own words are made at the edge and never read back: what the program decides by is a value with a type.

A date cut out of a sentence, a compared label or a message in a docstring breaks when somebody mends the wording.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from domain.errors import HasMessage, Refusal
from tests.test_the_house import FILES, ROOT, name_of, nodes_of, tree_of

pytestmark = pytest.mark.xdist_group("the house")  # every file is read once

PATTERNS_READ = {
    "what people typed": {
        "domain/typed_text.py",
        "domain/calendar/notice.py",
        "domain/policy/editing.py",
        "domain/fields.py",
        "domain/channels/accounts.py",
        "domain/channels/kinds.py",
        "domain/criteria/__init__.py",
        "domain/hazard/letters/editing.py",
        "domain/hazard/numbers.py",
        "domain/hazard/letters/sentences.py",
        "domain/queries/searching.py",
        "domain/signing_in/totp.py",
        "deploy/demo_time.py",
    },
    "what other programs wrote": {
        "domain/darkroom/filling.py",
        "domain/darkroom/in_place.py",
        "domain/darkroom/marked_sheet.py",
        "domain/darkroom/packed.py",
        "domain/darkroom/placeholders.py",
        "domain/darkroom/second_formats.py",
        "domain/darkroom/whole_jpeg.py",
        "domain/darkroom/papers.py",
        "api/wrong_input.py",
        "flows/prefect_door.py",
        "notifications/channels/mail.py",
        "notifications/outcome.py",
        "notifications/quiet_logs.py",
        "deploy/bench/recording.py",
        "deploy/bench/same_sql.py",
        "deploy/cli.py",
    },
    "any text, shaped for where it goes": {
        "domain/messages/defanging.py",
        "notifications/addresses.py",
        "notifications/channels/template_fields.py",
        "notifications/channels/words.py",
        "domain/official/csv_lines.py",
        "domain/official/spreadsheet.py",
        "domain/papers/glyphs.py",
        "deploy/demo/inbox/markdown.py",
        "deploy/demo/vendors/sms.py",
        "deploy/demo/vendors/wechat.py",
    },
    "a notation of ours with marks of its own, no sentence": {
        "domain/calendar/terms.py",  # 10wd
        "domain/messages/wording.py",  # [clause] and {placeholder}
        "domain/queries/as_of.py",  # a snapshot of PostgreSQL
        "api/pages/report/shell.py",  # href="/static/…"
        "api/pages/visitor.py",  # a key of a form
        "deploy/front_door.py",  # <!-- generated -->
    },
    "what earlier releases kept in words": {"domain/messages/earlier_releases.py"},
}
READS_WHAT_OTHERS_KEPT = "domain/intake/"
"""The room that reads the ledgers of others: all it has is their words."""
DOCUMENTS_ITSELF = {
    "api/organising.py",  # the description of an address in /openapi.json
    "domain/cases/diagram.py",  # what a condition means, in the documents and at /api/lifecycle
}
WORDS = {"label", "button", "timeline", "message", "detail", "because", "words", "called", "standing"}
"""Attributes that are said to people."""
FINDS_AGAIN_WHAT_IT_NAMED = {
    "deploy/demo/county/organisation.py",  # the channel that everybody in the county has
    "deploy/demo/county/sign_in.py",  # the external service
}
BY_THEIR_WORDS = {
    "domain/darkroom/placeholders.py",  # `words` there are the placeholders of a template, by name
    "deploy/demo/county/organisation.py",  # the county's files are written by hand, in labels
}
CUTTING = {
    "startswith", "endswith", "partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "replace",
    "find", "index", "count", "get", "pop",
}  # fmt: skip
CUTS_ANY_TEXT = {
    "domain/hazard/letters/sentences.py",  # a place that somebody typed, which may end in the level already
    "domain/messages/facts.py",  # a word that is never sent, whoever wrote it
    "api/wrong_input.py",  # one stop ends a sentence, not two
}
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_QUOTED = r"['\"][^'\"<>]*[\u4e00-\u9fff][^'\"<>]*"
IN_A_CONDITION = re.compile(rf"(?:[=!]=|\bin)\s*[(\[]?\s*{_QUOTED}|{_QUOTED}['\"] (?:not )?in\b")
IN_A_SCRIPT = re.compile(
    r"(?:[=!]==?|\bcase|\.(?:includes|startsWith|endsWith|indexOf|match|test|split)\()\s*['\"`/][^'\"`]*[\u4e00-\u9fff]"
)


@cache
def constants_of(path: Path) -> frozenset[str]:
    """The names of a module that stand for Chinese words, its own and those it imports from other modules of ours."""
    found = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.Assign) and _is_chinese(node.value):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom) and node.module:
            origin = ROOT / f"{node.module.replace('.', '/')}.py"
            known = constants_of(origin) if origin in FILES else frozenset()
            found |= {alias.asname or alias.name for alias in node.names if alias.name in known}
    return frozenset(found)


def _is_chinese(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(HAN.search(node.value))


def words_in(node: ast.AST, constants: frozenset[str]) -> bool:
    """Whether an operand is Chinese words: written there, by the name of a constant, or several of them."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(words_in(element, constants) for element in node.elts)
    return _is_chinese(node) or (isinstance(node, ast.Name) and node.id in constants)


def decided_by_words(node: ast.AST, constants: frozenset[str]) -> bool:
    """Whether a node compares with, looks up by or cuts at Chinese words."""
    match node:
        case ast.Compare(ops=[ast.Eq() | ast.NotEq() | ast.In() | ast.NotIn(), *_]):
            return any(words_in(operand, constants) for operand in (node.left, *node.comparators))
        case ast.MatchValue() | ast.Subscript(slice=ast.Constant()):
            return words_in(node.value if isinstance(node, ast.MatchValue) else node.slice, constants)
        case ast.Call(func=ast.Attribute(attr=attr)) if attr in CUTTING:
            return any(words_in(given, constants) for given in node.args[:1])
    return False


def decided_by_a_label(node: ast.AST) -> bool:
    """Whether a node compares with, or looks up by, an attribute that is said to people."""
    asked: Iterator[ast.AST | None] = iter(())
    match node:
        case ast.Compare():
            asked = iter((node.left, *node.comparators))
        case ast.Dict():
            asked = iter(node.keys)
        case ast.DictComp():
            asked = iter((node.key,))
        case ast.Subscript():
            asked = iter((node.slice,))
        case ast.Call(func=ast.Attribute(attr="get" | "pop")):
            asked = iter(node.args[:1])
        case ast.Call(func=ast.Attribute(attr=attr, value=value)) if attr in CUTTING:
            asked = iter((value, *node.args[:1]))
    return any(isinstance(each, ast.Attribute) and each.attr in WORDS for each in asked)


def test_patterns_read_what_others_wrote_and_no_sentence_of_ours() -> None:
    using = {
        name_of(path)
        for path in FILES
        for node in nodes_of(path)
        if (isinstance(node, ast.Import) and any(alias.name == "re" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "re")
    }
    of_others = {name for name in using if name.startswith(READS_WHAT_OTHERS_KEPT)}
    assert using - of_others == set().union(*PATTERNS_READ.values())


def test_docstrings_are_documentation_and_nothing_else() -> None:
    reading = {
        name_of(path)
        for path in FILES
        for node in nodes_of(path)
        if (isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith("__doc__"))
        or (isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).endswith("getdoc"))
    }
    assert reading == DOCUMENTS_ITSELF


def test_nothing_is_decided_by_chinese_words() -> None:
    deciding = {
        f"{name_of(path)}: {ast.unparse(node)}"
        for path in FILES
        for node in nodes_of(path)
        if name_of(path) not in CUTS_ANY_TEXT | FINDS_AGAIN_WHAT_IT_NAMED
        and not name_of(path).startswith(READS_WHAT_OTHERS_KEPT)
        and decided_by_words(node, constants_of(path))
    }
    assert deciding == set()


def test_nothing_is_decided_by_what_a_label_or_a_button_says() -> None:
    deciding = {
        f"{name_of(path)}: {ast.unparse(node)}"
        for path in FILES
        for node in nodes_of(path)
        if name_of(path) not in BY_THEIR_WORDS and decided_by_a_label(node)
    }
    assert deciding == set()


@pytest.mark.parametrize(("folder", "ending", "pattern"), [
    ("templates", "html", IN_A_CONDITION), ("static", "js", IN_A_SCRIPT),
])  # fmt: skip
def test_no_template_and_no_script_compares_with_chinese_words(
    folder: str, ending: str, pattern: re.Pattern[str]
) -> None:
    files = [path for path in (ROOT / "api" / folder).rglob(f"*.{ending}") if "vendor" not in path.parts]
    assert len(files) > 10
    comparing = {
        f"{name_of(path)}: {found[0]}"
        for path in files
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
    }
    assert comparing == set()


@pytest.mark.parametrize("line", [
    'if "整改责任人" in roles: ...', 'x = said.partition("，不能办理")[0]', "x = said == MARK", 'x = found["电话"]',
    'match said:\n    case "是": ...',
])  # fmt: skip
def test_the_rule_sees_each_way_to_decide_by_words(line: str) -> None:
    nodes = ast.walk(ast.parse(line))
    assert any(decided_by_words(node, frozenset({"MARK"})) for node in nodes)


@pytest.mark.parametrize("line", [
    "x = step == Action.URGE.button", "x = {Action.URGE.button: 1}", 'x = refusal.detail.partition("。")',
    "x = known.get(state.label)", "x = known[state.label]",
])  # fmt: skip
def test_the_rule_sees_each_way_to_decide_by_a_label(line: str) -> None:
    assert any(decided_by_a_label(node) for node in ast.walk(ast.parse(line)))


def test_a_refusal_has_a_message_of_its_own_or_is_not_imported() -> None:
    with pytest.raises(TypeError, match="Mute has no message of its own"):
        type("Mute", (Refusal,), {"__doc__": "办不了。"})
    assert all(kind.message for kind in _kinds(HasMessage))


def _kinds(kind: type[HasMessage]) -> Iterator[type[HasMessage]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)
