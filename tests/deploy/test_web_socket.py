"""Several web processes answer on one socket; one that dies is missed by nobody."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

from deploy.web_socket import listen_for_the_web, web_processes
from domain.store.settings import Settings, StartError
from tests.flows.prefect_server import eventually, free_port
from tests.world import World


@pytest.mark.parametrize("said", ["0", "17", "two", "-1", "１"])
def test_what_is_no_count_of_processes_is_refused_by_name(said: str) -> None:
    with pytest.raises(StartError, match="BIHUAN_WEB_PROCESSES 应为 1 至 16"):
        web_processes({"BIHUAN_WEB_PROCESSES": said})


def test_as_many_as_cores_unless_it_is_said() -> None:
    assert web_processes({"BIHUAN_WEB_PROCESSES": "3"}) == 3
    assert 1 <= web_processes({}) <= 4


def test_whoever_comes_meets_another_process_when_one_was_killed(world: World) -> None:
    port = free_port()
    address = world.store.engine.url.render_as_string(hide_password=False)
    with listen_for_the_web(Settings(port=port)) as listening:
        said = {"BIHUAN_DATABASE_URL": address, "BIHUAN_DATA": str(world.store.evidence.parent)}
        said["BIHUAN_PORT"], number = str(port), listening.fileno()
        command, files = [sys.executable, "-m", "api", "--socket", str(number)], (number,)
        running = [subprocess.Popen(command, env={**os.environ, **said}, pass_fds=files) for _ in range(2)]
        try:
            eventually(lambda: _answers(port))
            running[0].send_signal(signal.SIGKILL)
            running[0].wait(60)
            assert [_answers(port) for _ in range(20)] == [True] * 20
        finally:
            for process in running:
                process.terminate()
                process.wait(60)
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def _answers(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/healthz")
        return bool(json.loads(connection.getresponse().read()))
