import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "dirname", "awk", "df", "cat", "cksum", "rm", "grep", "env", "mkdir", "sleep", "chmod")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the wrapper needs of a fresh clone."""
    (tmp_path / "clone" / "deploy").mkdir(parents=True)
    for name in ("bihuan", "deploy/requirements.lock", "deploy/requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A machine's programs: a handful of standard ones, no Python and no uv."""
    path = tmp_path / "bin"
    path.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        assert found, name
        (path / name).symlink_to(found)
    return path


def put(tools: Path, name: str, script: str) -> None:
    (tools / name).unlink(missing_ok=True)
    (tools / name).write_text(f"#!/bin/sh\n{script}\n")
    (tools / name).chmod(0o755)


def run(checkout: Path, tools: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "bihuan"), *arguments],
        env={"PATH": str(tools), "HOME": str(checkout), **environment},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The last sentence of a refusal: exit code 2, in Chinese, no traceback."""
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("bihuan: ")
    assert re.search("[一-鿿]", last)
    return last


def test_a_machine_without_python_is_told_which_to_install(checkout: Path, tools: Path) -> None:
    assert "3.11" in refused(run(checkout, tools, "demo"))


def test_a_python_that_is_too_old_is_not_taken(checkout: Path, tools: Path) -> None:
    put(tools, "python3", "exit 1")
    assert "3.11" in refused(run(checkout, tools, "demo"))


def test_a_python_without_ensurepip_gets_one_clear_sentence(checkout: Path, tools: Path) -> None:
    put(tools, "python3", f'case "$2" in *ensurepip*) exit 1 ;; esac; exec {sys.executable} "$@"')
    assert "python3-venv" in refused(run(checkout, tools, "up"))


def test_a_full_disk_is_said_before_anything_is_written(checkout: Path, tools: Path) -> None:
    put(tools, "python3", f'exec {sys.executable} "$@"')
    put(
        tools,
        "df",
        "echo 'Filesystem 1024-blocks Used Available Capacity Mounted'; echo '/dev/x 9 9 100 99% /'",
    )
    assert "550 MB" in refused(run(checkout, tools, "up"))
    assert not (checkout / ".venv").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_directory_that_cannot_be_written_is_named(checkout: Path, tools: Path) -> None:
    put(tools, "python3", f'exec {sys.executable} "$@"')
    checkout.chmod(0o555)
    assert str(checkout) in refused(run(checkout, tools, "up"))


def test_an_install_without_network_says_where_the_log_is(checkout: Path, tools: Path) -> None:
    put(tools, "python3", f'exec {sys.executable} "$@"')
    put(tools, "uv", f'[ "$1" = venv ] || exit 1; mkdir -p {checkout}/.venv/bin')
    assert "install.log" in refused(run(checkout, tools, "up"))
    assert not list(checkout.glob(".venv/*.stamp"))


def ready(checkout: Path, tools: Path, kind: str) -> None:
    """Lay out an environment that was installed before: its Python repeats what it is asked."""
    put(tools, "python3", f'exec {sys.executable} "$@"')
    put(
        tools,
        "uv",
        f"""
        case "$1" in
            venv)
                mkdir -p {checkout}/.venv/bin
                printf '#!/bin/sh\\necho "$@"\\n' > {checkout}/.venv/bin/python
                chmod 755 {checkout}/.venv/bin/python ;;
            pip) echo "uv $*" >> {checkout}/uv.calls ;;
        esac""",
    )
    assert run(checkout, tools, kind).returncode == 0
    (checkout / "uv.calls").unlink()


def test_a_second_start_installs_nothing_and_passes_everything_on(checkout: Path, tools: Path) -> None:
    ready(checkout, tools, "up")
    done = run(checkout, tools, "demo", "--day", "20 s")
    assert done.stdout == "-P -m deploy demo --day 20 s\n"
    assert not (checkout / "uv.calls").exists()


def test_tests_need_more_than_a_start_and_a_start_no_more_than_tests(checkout: Path, tools: Path) -> None:
    ready(checkout, tools, "up")
    run(checkout, tools, "check")
    assert "requirements-test.lock" in (checkout / "uv.calls").read_text()
    (checkout / "uv.calls").unlink()
    run(checkout, tools, "up")
    run(checkout, tools, "test")
    assert not (checkout / "uv.calls").exists()


def test_a_new_lock_is_installed_with_its_hashes_and_nothing_else(checkout: Path, tools: Path) -> None:
    ready(checkout, tools, "up")
    with (checkout / "deploy" / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    run(checkout, tools, "up")
    first = (checkout / "uv.calls").read_text().splitlines()[0]
    assert "--no-deps --require-hashes" in first


def test_byte_code_is_allowed_again_and_the_root_is_passed_on(checkout: Path, tools: Path) -> None:
    ready(checkout, tools, "up")
    put(checkout / ".venv" / "bin", "python", 'echo "$BIHUAN_ROOT ${PYTHONDONTWRITEBYTECODE-unset}"')
    done = run(checkout, tools, "up", PYTHONDONTWRITEBYTECODE="1")
    assert done.stdout == f"{checkout} unset\n"
