"""Pages of other sites, other names of this machine, frames and strangers at Prefect's server."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from flows.prefect_door import Door, refusal
from tests.flows.prefect_server import AT_THE_DOOR, PrefectServer

OURS = "127.0.0.1:4200"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": OURS}, None),
        ({"host": "localhost:4200"}, None),
        ({"host": "[::1]:4200"}, None),
        ({"host": OURS, "origin": f"http://{OURS}", "sec-fetch-site": "same-origin"}, None),
        ({"host": OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, None),
        ({}, 421),
        ({"host": ""}, 421),
        ({"host": "evil.example:4200"}, 421),
        ({"host": "127.0.0.1.evil.example:4200"}, 421),
        ({"host": "evil.example@127.0.0.1:4200"}, 421),
        ({"host": "127.0.0.1:4200@evil.example"}, 421),
        ({"host": "[::1"}, 421),
        ({"host": "10.0.0.7:4200"}, 421),
        ({"host": f"{OURS},evil.example"}, 421),
        ({"host": OURS, "origin": "https://evil.example"}, 403),
        ({"host": OURS, "origin": "null"}, 403),
        ({"host": OURS, "origin": "http://127.0.0.1:8080"}, 403),
        ({"host": OURS, "origin": "http://[evil"}, 403),
        ({"host": OURS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
    ],
)
def test_who_gets_through_the_door(headers: dict[str, str], status: int | None) -> None:
    refused = refusal(headers)
    assert (refused and refused[0]) == status


def test_a_name_said_twice_is_neither() -> None:
    said: list[Any] = []

    async def knock() -> None:
        async def inside(*_: Any) -> None:
            raise AssertionError("let through")

        async def send(message: Any) -> None:
            said.append(message)

        hosts = [(b"host", OURS.encode()), (b"host", b"evil.example")]
        await Door(inside)({"type": "http", "headers": hosts}, send, send)  # type: ignore[arg-type] # never asked

    # On a thread of its own: beside a browser's tests this one has a loop already.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(anyio.run, knock).result()
    assert said[0]["status"] == 421


ATTACKS = {
    "a page of another site, by another name": (
        {"Origin": "https://evil.example", "Host": "evil.example:4200"},
        AT_THE_DOOR,
        421,
    ),
    "a page of another site": ({"Origin": "https://evil.example"}, AT_THE_DOOR, 403),
    "nobody": ({}, None, 401),
    "somebody with a wrong password": ({}, "admin:wrong", 401),
}
WEBHOOK = {
    "name": "out",
    "trigger": {"type": "event", "expect": ["*"], "posture": "Reactive", "threshold": 1},
    "actions": [{"type": "call-webhook", "block_document_id": "00000000-0000-0000-0000-000000000000"}],
}


@pytest.mark.xdist_group("prefect")
@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_pauses_the_clock_or_makes_an_automation_from_outside(
    prefect: PrefectServer, attack: str
) -> None:
    headers, password, status = ATTACKS[attack]
    some_id = "00000000-0000-0000-0000-000000000000"
    auth = httpx.BasicAuth(*password.split(":")) if password else None
    for path, said in (
        (f"/deployments/{some_id}/pause_deployment", {}),
        ("/automations/", WEBHOOK),
        ("/deployments/filter", {}),
    ):
        answer = httpx.post(f"{prefect.url}{path}", headers=headers, auth=auth, json=said)
        assert answer.status_code == status, path
        assert "access-control-allow-origin" not in answer.headers
    asked = {**headers, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
    preflight = httpx.options(f"{prefect.url}/deployments/filter", headers=asked)
    assert preflight.status_code >= 400
    assert prefect.post("/automations/filter", {}) == []


@pytest.mark.xdist_group("prefect")
def test_no_page_may_frame_it_and_its_own_page_calls_nobody_else(prefect: PrefectServer) -> None:
    page = httpx.get(
        f"http://localhost:{prefect.port}/", headers={"Accept": "text/html"}, follow_redirects=True
    )
    assert page.status_code == 200
    assert page.headers["x-frame-options"] == "DENY"
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self';" in policy
    assert httpx.get(f"http://localhost:{prefect.port}/ui-settings").json()["api_url"] == "/api"


@pytest.mark.xdist_group("prefect")
def test_its_sockets_ask_the_same(prefect: PrefectServer) -> None:
    address = f"ws://127.0.0.1:{prefect.port}/api/events/out"
    with pytest.raises(InvalidStatus, match="403"), connect(address, origin="https://evil.example"):  # type: ignore[arg-type] # a new type of text
        pass
    with connect(address, subprotocols=["prefect"]) as open_socket:  # type: ignore[list-item] # likewise
        open_socket.send(json.dumps({"type": "auth", "token": "admin:wrong"}))
        with pytest.raises(Exception, match="Invalid token"):
            open_socket.recv(5)


@pytest.mark.xdist_group("prefect")
def test_it_listens_on_this_machine_alone_and_its_command_line_tells_nothing(prefect: PrefectServer) -> None:
    assert prefect.process is not None
    with socket.socket() as probe, pytest.raises(ConnectionRefusedError):
        probe.connect(("127.0.0.2", prefect.port))
    assert AT_THE_DOOR.encode() not in Path(f"/proc/{prefect.process.pid}/cmdline").read_bytes()
