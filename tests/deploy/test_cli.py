import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from deploy import cli
from deploy.opening import only_supervisor
from domain.store.settings import Settings

FREE = ("--port", "18971", "--prefect-port", "18972")


@pytest.fixture(autouse=True)
def signals_and_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands take the signals over; the tests' own must come back."""
    for name in [name for name in os.environ if name.startswith("BIHUAN_") and "TEST" not in name]:
        monkeypatch.delenv(name)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def refusal(capsys: pytest.CaptureFixture[str]) -> "Refusal":
    return Refusal(capsys)


class Refusal:
    """Runs a command that must be refused: exit code 2, one sentence, no traceback."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def of(self, *arguments: str) -> str:
        assert cli.main(list(arguments)) == 2
        printed = self.capsys.readouterr()
        assert printed.err.count("\n") == 1
        assert "Traceback" not in printed.err
        assert re.search("[一-鿿]", printed.err), "people here read Chinese"
        return printed.err


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield str(holder.getsockname()[1])


def test_a_taken_web_port_is_named(refusal: Refusal, tmp_path: Path, taken_port: str) -> None:
    said = refusal.of("up", "--data", str(tmp_path), "--port", taken_port, "--prefect-port", "18972")
    assert taken_port in said
    assert "--port" in said


def test_a_taken_prefect_port_is_named(refusal: Refusal, tmp_path: Path, taken_port: str) -> None:
    said = refusal.of("demo", "--data", str(tmp_path), "--port", "18971", "--prefect-port", taken_port)
    assert taken_port in said
    assert "--prefect-port" in said


def test_the_two_ports_must_differ(refusal: Refusal, tmp_path: Path) -> None:
    assert "18971" in refusal.of("up", "--data", str(tmp_path), "--port", "18971", "--prefect-port", "18971")


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "八十"])
def test_a_port_that_is_no_port_is_refused(refusal: Refusal, port: str) -> None:
    assert port in refusal.of("up", f"--port={port}")


def test_a_port_from_the_environment_is_checked_too(
    refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_PREFECT_PORT", "many")
    assert "BIHUAN_PREFECT_PORT" in refusal.of("up")


def test_a_data_directory_that_cannot_be_written_is_named(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in refusal.of("up", "--data", str(tmp_path / "file" / "data"), *FREE)


def test_a_second_supervisor_is_told_who_the_first_is(refusal: Refusal, tmp_path: Path) -> None:
    with only_supervisor(Settings(data=tmp_path)):
        assert str(os.getpid()) in refusal.of("up", "--data", str(tmp_path), *FREE)


def test_an_unreachable_database_is_named_without_its_password(
    refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_DATABASE_URL", "postgresql://someone:hidden-secret@127.0.0.1:1/bihuan")
    said = refusal.of("up", "--data", str(tmp_path), *FREE)
    assert "127.0.0.1" in said
    assert "hidden-secret" not in said


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["up", "--nonsense"], ["up", "extra"], ["up", "--port"]]
)
def test_a_command_line_that_makes_no_sense_is_refused(refusal: Refusal, arguments: list[str]) -> None:
    assert "--help" in refusal.of(*arguments)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "请写明要做什么"),
        (["nonsense"], "没有“nonsense”这个命令"),
        (["up", "--port"], "--port 后面要写一个值"),
        (["up", "--p", "1"], "请写全"),
        (["demo", "--fresh=x"], "--fresh 后面不写值"),
        (["up", "--data", ""], "--data 后面要写一个目录"),
        (["up", "--data", "data\udcff"], "不是 UTF-8 文字"),
        (["\udcff"], "不是 UTF-8 文字"),
    ],
)
def test_a_slip_of_the_fingers_is_told_in_chinese(refusal: Refusal, arguments: list[str], why: str) -> None:
    assert why in refusal.of(*arguments)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("BIHUAN_SIGN_IN", "banana"),
        ("BIHUAN_HOST", "no such host"),
        ("BIHUAN_HOST", "192.0.2.1"),
        ("BIHUAN_NOTIFY_PUBLIC_URL", "banana"),
        ("BIHUAN_NOTIFY_PUBLIC_URL", "http://[x"),
        ("BIHUAN_NOTIFY_PUBLIC_URL", "https://example.cn/?x=1"),
    ],
)
def test_a_setting_that_would_stop_the_web_is_refused_before_it_starts(
    refusal: Refusal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setenv(name, said)
    told = refusal.of("up", "--data", str(tmp_path / "never"), *FREE)
    assert name in told
    assert said in told
    assert not (tmp_path / "never").exists()


@pytest.mark.parametrize("day", ["0s", "20", "fast", "25h", "-5s", "1.5h"])
def test_a_demo_day_that_is_no_length_is_refused(refusal: Refusal, tmp_path: Path, day: str) -> None:
    assert "--day" in refusal.of("demo", f"--day={day}", "--data", str(tmp_path))


def test_fresh_never_erases_an_external_database(
    refusal: Refusal, tmp_path: Path, database_url: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIHUAN_DATABASE_URL", database_url.render_as_string(hide_password=False))
    assert "--fresh" in refusal.of("demo", "--fresh", "--data", str(tmp_path), *FREE)


def test_looking_at_nothing_says_how_to_begin(refusal: Refusal, tmp_path: Path) -> None:
    assert "./bihuan up" in refusal.of("doctor", "--data", str(tmp_path))


def test_a_refusal_is_exit_code_2_of_the_program_itself(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "deploy", "up", "--port", "x", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_a_terminal_without_chinese_still_gets_the_english_half(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "deploy", "up", "--port", "x", "--data", str(tmp_path)]
    environment = {"PYTHONIOENCODING": "latin-1", "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"must be a number from 1 to 65535" in done.stderr


def test_help_reaches_a_terminal_without_chinese(tmp_path: Path) -> None:
    command = [sys.executable, "-P", "-m", "deploy", "--help"]
    environment = {"PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"a demonstration with invented data" in done.stdout
