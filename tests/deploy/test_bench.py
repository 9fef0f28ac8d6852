import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy import cli
from deploy.bench import form_of, measure_everything, measure_pages, measure_shortly, processes, verdict
from deploy.bench.ground import Ground, open_ground
from deploy.bench.judge import faults
from deploy.bench.latency import measure as measure_latency
from deploy.bench.over_http import measure as measure_over_http
from deploy.bench.recording import without_colons
from deploy.bench.report import Figure, Part, percentile
from domain.store.engine import make_engine
from domain.store.settings import StartError

pytestmark = [
    pytest.mark.skipif(
        not Path("/proc/self/smaps_rollup").exists(), reason="measuring reads /proc, which only Linux has"
    ),
    pytest.mark.xdist_group("bench"),  # what its module makes is made once
]
SOON = 240


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    with open_ground() as here:
        yield here


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Where a bench of its own makes its temporary directories; others may enter, as they may /tmp."""
    path = Path(tempfile.mkdtemp(prefix="bihuan-scratch-"))
    path.chmod(0o755)
    yield path
    assert list(path.iterdir()) == []
    path.rmdir()


def bench(scratch: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-P", "-m", "deploy", "bench", *arguments]
    environment = {**os.environ, "TMPDIR": str(scratch)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)


def working_in(place: Path) -> list[int]:
    """Every process whose command line names the place."""
    numbers = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in numbers if str(place) in processes.command(pid)]


def test_the_short_form_prints_lives_beside_the_same_sql_and_leaves_nothing_behind(scratch: Path) -> None:
    with bench(scratch, "--short") as running:
        told, complaint = running.communicate(timeout=SOON)
    assert (running.returncode, complaint) == (0, "")
    figures = told[told.index("比值") :]
    assert figures.index("in process : the presses' SQL by pgbench") < figures.index("进程内 (in")
    for target in ("(>= 50)", "(<= 30)", "(<= 20)"):
        assert target in told
    assert working_in(scratch) == []


def test_ctrl_c_stops_and_erases_everything_and_says_so_in_one_sentence(scratch: Path) -> None:
    with bench(scratch, "--short") as running:
        ends = time.monotonic() + SOON
        while not list(scratch.glob("*/inprocess-flows.log")) and time.monotonic() < ends:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, complaint = running.communicate(timeout=SOON)
    assert running.returncode == 130
    assert len(complaint.splitlines()) == 1
    assert working_in(scratch) == []


def test_an_unknown_option_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["bench", "--quick"]) == 2
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)
    forms = {"": measure_everything, "--short": measure_shortly, "--pages": measure_pages}
    assert {asked: form_of(asked.split()) for asked in forms} == forms
    with pytest.raises(StartError, match="--quick"):
        form_of(["--quick"])


def test_a_machine_that_tells_nothing_of_its_processes_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(processes, "PROC", tmp_path)
    with pytest.raises(StartError, match="Linux"):
        processes.need_proc()


@pytest.mark.exhaustive
def test_the_same_lives_go_over_http(ground: Ground) -> None:
    part = measure_over_http(ground, 8)
    assert part.faults == ()
    assert part.value("CPU of web process 1")
    assert part.value("notices") == 10


@pytest.mark.exhaustive
def test_latency_runs_from_the_notice_to_the_sink(ground: Ground) -> None:
    part = measure_latency(ground, 1)
    assert part.faults == ()
    assert 0 < (part.value("latency p50") or 0) <= (part.value("latency p99") or 0)


def test_the_judge_refuses_lives_that_were_not_lived(ground: Ground) -> None:
    engine, sink = (
        make_engine(ground.fresh_database("judged"), "bihuan-test", pool_size=1),
        ground.sink("judged"),
    )
    try:
        found = list(faults(engine, sink, 1))
    finally:
        engine.dispose()
        sink.close()
    assert found == [
        "closed hazards: 0 instead of 1",
        "journal lines: 0 instead of 7",
        "nobody was told anything",
    ]
    assert verdict([Part("one"), Part("two", (), tuple(found))]) == 1


def test_a_missed_target_is_printed_and_no_failure() -> None:
    missed = Figure("WAL", 31, "kB per hazard", most=30)
    assert missed.line().endswith("MISSED (<= 30)")
    assert Figure("rate", 50, "hazards/s", least=50).line().endswith("met  (>= 50)")
    assert Figure("rate", 50, "hazards/s").verdict == ""
    assert verdict([Part("one", (missed,))]) == 0


def test_a_percentile_is_a_value_that_was_measured() -> None:
    hundred = [float(n) for n in range(1, 101)]
    assert [percentile(hundred, share) for share in (50, 95, 99, 100)] == [50, 95, 99, 100]
    assert percentile([3.0], 99) == 3.0


def test_pgbench_sees_no_variable_in_a_recorded_value() -> None:
    assert without_colons("'08:30'") == "E'08\\x3a30'"
    assert without_colons("'\\x3a'::bytea") == "E'\\\\x3a'::bytea"
    assert without_colons(" E'a\\\\b:c\nd'") == "E'a\\\\b\\x3ac\\nd'"
    assert without_colons("42") == "42"
    assert without_colons("NULL") == "NULL"
