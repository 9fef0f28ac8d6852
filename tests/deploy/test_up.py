import http.client
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from deploy.postgres import embedded
from deploy.readiness import answers
from tests.deploy.test_children import until

pytestmark = pytest.mark.xdist_group("up")  # what its module makes is made once
SOON = 240


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
            said, _ = supervisor.communicate(timeout=SOON)
            (data / "logs" / "supervisor.log").write_text(said)


def get(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def test_one_command_brings_up_web_prefect_and_worker_revives_them_and_stops_them_all(data: Path) -> None:
    with up(data) as (supervisor, port, prefect_port):
        until(lambda: answers(port, "/healthz"), SOON)
        until(lambda: answers(prefect_port, "/api/health"), SOON)
        # The worker is there when its deployments stand in Prefect.
        password = (data / "prefect.password").read_text().strip()
        until(lambda: b"advance_hazards" in deployments(prefect_port, password), SOON)
        assert get(port, "/readyz")[0] == 200
        assert b"Unauthorized" in deployments(prefect_port, "admin:guessed")
        assert stat.S_IMODE((data / "prefect.password").stat().st_mode) == 0o600
        commands = [command_of(pid) for pid in children_of(supervisor.pid)]
        assert any(b"flows.prefect_server" in command for command in commands)
        assert not any(secret in command for command in commands for secret in secrets_of(data))
        a_web_killed_outright_is_back_by_itself(supervisor.pid, port)
    told = b"".join(log.read_bytes() for log in (data / "logs").iterdir())
    assert [secret for secret in secrets_of(data) if secret in told] == []
    assert supervisor.returncode == 0
    assert not answers(port, "/healthz")
    assert not answers(prefect_port, "/api/health")
    assert not embedded.at(data / "postgres").answers()


def a_web_killed_outright_is_back_by_itself(supervisor: int, port: int) -> None:
    killed = webs_of(supervisor)
    for web in killed:
        os.kill(web, signal.SIGKILL)
    until(lambda: len(webs_of(supervisor) - killed) == len(killed), SOON)
    until(lambda: answers(port, "/healthz"), SOON)
    assert json.loads(get(port, "/openapi.json")[1])["paths"]


def secrets_of(data: Path) -> list[bytes]:
    """What must never be told: the secret half of each."""
    return [(data / "prefect.password").read_bytes().strip().rpartition(b":")[2]]


def deployments(port: int, password: str) -> bytes:
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Basic {b64encode(password.encode()).decode()}",
    }
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/api/deployments/filter", "{}", headers)
        return connection.getresponse().read()


def test_at_a_second_start_the_web_answers_before_prefect_does(data: Path) -> None:
    with up(data) as (_, port, prefect_port):
        seen: list[str] = []
        addresses = {"Prefect": (prefect_port, "/api/health"), "web": (port, "/healthz")}

        def look() -> bool:
            # Prefect first: where both came between two looks, that would be Prefect's win.
            seen.extend(
                name for name, (at, path) in addresses.items() if name not in seen and answers(at, path)
            )
            return len(seen) == len(addresses)

        until(look, SOON)
        assert seen == ["web", "Prefect"]


def webs_of(supervisor: int) -> set[int]:
    return {pid for pid in children_of(supervisor) if b"\0api\0" in command_of(pid)}


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
