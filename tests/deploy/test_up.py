import http.client
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from deploy.readiness import answers
from domain.store import embedded
from tests.deploy.test_children import until

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("api.__main__") is None, reason="the web is not in this tree yet"
)
SOON = 60
# The promise is 5 s; a machine that runs other tests beside this one gets longer.
WEB_ANSWERS_WITHIN = 40


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bihuan-up-")).resolve()
    path.chmod(0o755)
    yield path
    embedded.at(path / "postgres").stop()
    shutil.rmtree(path)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@contextmanager
def up(data: Path) -> Iterator[tuple[subprocess.Popen[str], int, int]]:
    """The service as `./bihuan up` starts it, without what belongs to this test run."""
    port, prefect_port = free_ports()
    command = [sys.executable, "-P", "-m", "deploy", "up", "--data", str(data)]
    command += ["--port", str(port), "--prefect-port", str(prefect_port)]
    environment = {name: text for name, text in os.environ.items() if not name.startswith("BIHUAN_")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as supervisor:
        try:
            yield supervisor, port, prefect_port
        finally:
            supervisor.send_signal(signal.SIGTERM)
            supervisor.communicate(timeout=SOON)


def get(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_one_command_brings_up_web_prefect_and_worker_and_stops_them_all(data: Path) -> None:
    with up(data) as (supervisor, port, prefect_port):
        until(lambda: answers(port, "/healthz"), SOON)
        until(lambda: answers(prefect_port, "/api/health"), SOON)
        # The worker is there when its deployments stand in Prefect.
        until(lambda: b"advance_hazards" in deployments(prefect_port), SOON)
        assert get(port, "/readyz")[0] == 200
    assert supervisor.returncode == 0
    assert not answers(port, "/healthz")
    assert not answers(prefect_port, "/api/health")
    assert not embedded.at(data / "postgres").answers()


def deployments(port: int) -> bytes:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/api/deployments/filter", "{}", {"Content-Type": "application/json"})
        return connection.getresponse().read()


def test_at_a_second_start_the_web_answers_before_prefect_does(data: Path) -> None:
    with up(data) as (_, port, prefect_port):
        began = time.monotonic()
        until(lambda: answers(port, "/healthz"), WEB_ANSWERS_WITHIN)
        assert time.monotonic() - began < WEB_ANSWERS_WITHIN
        until(lambda: answers(prefect_port, "/api/health"), SOON)


def test_a_web_killed_outright_is_back_by_itself(data: Path) -> None:
    with up(data) as (supervisor, port, _):
        until(lambda: answers(port, "/healthz"), SOON)
        (web,) = [pid for pid in children_of(supervisor.pid) if b"\0api\0" in command_of(pid)]
        os.kill(web, signal.SIGKILL)
        until(lambda: not answers(port, "/healthz", 0.2), SOON)
        until(lambda: answers(port, "/healthz"), SOON)
        assert json.loads(get(port, "/openapi.json")[1])["paths"]


def children_of(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=True
    )
    return [int(word) for word in listed.stdout.split()]


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
