"""The rules of the house, asked of the source itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("the house")  # every file is read once

ROOT = Path(__file__).parents[1]
PACKAGES = ("domain", "notifications", "flows", "api", "deploy")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MOST_LINES_OF_A_FILE = 250
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_FLOW = 40
TELLS_THE_TIME = {"now", "utcnow", "today"}
SPEAKS_SQL = {"select", "insert", "update", "delete", "text", "Session", "sessionmaker"}
MAY_SPEAK_SQL = (
    "domain/store/",
    "domain/cases/store/",  # how a case is read, locked and written
    "domain/cases/recalculation",  # walks the open cases
    "domain/hazard/store/",  # other hazards that one is measured by
    "domain/task/store/",  # the rules of tasks
    "domain/channels/",  # rows of its own
    "domain/evidence/",  # rows of its own
    "domain/points/writing",  # rows of its own
    "domain/imports/",  # rows of its own
    "domain/queries",
    "domain/official/freezing",  # rows of its own
    "domain/official/frozen",  # rows of its own
    "domain/organisation/",  # the writer of units, people, posts, accounts: rows of its own
    "domain/signing_in/",  # accounts, sessions, the record of sign-ins: rows of its own
    "domain/audit/",  # reads everything, past every index; casts anchors
    "domain/incidents",  # rows of its own
    "domain/running",  # rows of its own
    "notifications/delivery",  # rows of its own
    "flows/slot",  # a lock, no rows
    "deploy/",
)
DECLARES_TABLES = "domain/tables/"
OPENS_A_TRANSACTION_TO_ASK = {
    "domain/audit/cases.py",  # one picture of everything, whatever is written meanwhile
    "domain/evidence/files.py",  # a lock of the session
    "flows/slot.py",  # a lock of the session
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, walked once for all that is asked of it."""
    return tuple(ast.walk(tree_of(path)))


def functions_of(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes_of(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imports_of(path: Path) -> Iterator[tuple[str, str]]:
    """Every `from module import name` as (module, name)."""
    for node in nodes_of(path):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.module or "", alias.name


def is_flow(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        "flow" in ast.unparse(decorator).split("(")[0].split(".") for decorator in function.decorator_list
    )


def test_there_is_a_house_to_ask() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(PACKAGES)


def test_a_file_is_short() -> None:
    lines = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES_OF_A_FILE} == {}


def test_a_file_says_what_it_is() -> None:
    assert [name_of(path) for path in FILES if not ast.get_docstring(tree_of(path))] == []


def test_a_function_fits_on_a_screen() -> None:
    long = {
        f"{name_of(path)}: {function.name}": lines
        for path in FILES
        for function in functions_of(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{name_of(path)}: {function.name}: {ast.unparse(node)}"
        for path in FILES
        for function in functions_of(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_a_file_with_a_flow_is_read_at_a_glance() -> None:
    long = [
        name_of(path)
        for path in FILES
        if any(is_flow(function) for function in functions_of(path))
        and len(path.read_text(encoding="utf-8").splitlines()) > MOST_LINES_OF_A_FLOW
    ]
    assert long == []


def test_only_the_clock_asks_the_time() -> None:
    asking = [
        f"{name_of(path)}:{node.lineno} {ast.unparse(node.func)}"
        for path in FILES
        if name_of(path) != "domain/clock.py"
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in TELLS_THE_TIME
        and ast.unparse(node.func.value).split(".")[-1] in {"datetime", "date", "pendulum", "DateTime"}
    ]
    assert asking == []


def test_sql_is_spoken_only_where_rows_live() -> None:
    speaking = [
        f"{name_of(path)}: {module}.{name}"
        for path in FILES
        if not name_of(path).startswith(MAY_SPEAK_SQL)
        for module, name in imports_of(path)
        if module.split(".")[0] in {"sqlalchemy", "sqlmodel", "psycopg"}
        and name in SPEAKS_SQL
        and not (name == "text" and name_of(path).startswith(DECLARES_TABLES))
    ]
    assert speaking == []


def test_questions_are_asked_outside_transactions() -> None:
    """Whoever only asks uses `Store.asking()`: a rollback would make the driver forget what the server has planned."""
    asking = {
        name_of(path)
        for path in FILES
        if not name_of(path).startswith("deploy/")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("engine.connect")
    }
    assert asking == OPENS_A_TRANSACTION_TO_ASK


def test_the_web_begins_no_transaction() -> None:
    beginning = [
        f"{name_of(path)}:{node.lineno}"
        for path in FILES
        if name_of(path).startswith("api/")
        for node in nodes_of(path)
        if isinstance(node, ast.Attribute) and node.attr in {"begin", "commit", "rollback"}
    ]
    assert beginning == []


def test_package_names_come_from_this_tree() -> None:
    program = (
        "import domain, notifications, flows, api, deploy; print(*(m.__file__ for m in "
        "(domain, notifications, flows, api, deploy)), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd="/", capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [str(ROOT / package / "__init__.py") for package in PACKAGES]


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_lock_carries_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / "deploy" / lock).read_text(encoding="utf-8")
        pins = [line for line in text.splitlines() if line[:1].isalpha()]
        assert len(pins) > 100
        assert text.count("--hash=sha256:") >= len(pins)
        assert not any("[" in pin.split(";")[0] for pin in pins), (
            "pip 23 refuses extras in a hash-checked lock"
        )
        assert "://" not in text
        assert not any(line.startswith("-") for line in text.splitlines()), "a lock carries no option"


def test_the_test_lock_is_the_lock_and_more() -> None:
    def pins(lock: str) -> set[str]:
        lines = (ROOT / "deploy" / lock).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if line[:1].isalpha()}

    assert pins("requirements.lock") < pins("requirements-test.lock")


def test_the_revisions_of_the_database_follow_each_other_by_number() -> None:
    """Two changes that took the same number at the same time would each be lost on somebody's database."""
    files = sorted((ROOT / "deploy" / "migrations" / "versions").glob("*.py"))
    told = [
        re.findall(r'^(?:down_)?revision = (?:"(\d{4})"|None)', path.read_text(), re.MULTILINE)
        for path in files
    ]
    numbers = [f"{n:04d}" for n in range(len(files) + 1)]
    assert [path.name[:4] for path in files] == numbers[1:]
    assert told == [[own, "" if below == "0000" else below] for below, own in pairwise(numbers)]
