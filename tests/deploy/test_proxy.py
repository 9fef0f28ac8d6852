"""A real nginx and a real Caddy with our files before a real web: what they keep, and what `doctor` says."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from io import BytesIO
from pathlib import Path

import httpx2
import pytest
from PIL import Image
from sqlalchemy import select, update

from deploy.finding import GOOD, WARNING, WRONG
from deploy.public_address import look_at_the_public_address
from domain.signing_in.passwords import hash_password
from domain.tables.core import ACCOUNT, HAZARD, SIGN_IN
from tests.api.pages.browser import form_of
from tests.api.site import REPORT
from tests.deploy.proxies import NO_CADDY, NO_NGINX, path_of_caddy, path_of_nginx
from tests.faults.house import House
from tests.flows.prefect_server import eventually, free_port
from tests.world import World

OURS = Path(__file__).parents[2] / "deploy" / "proxy"
PASSWORD = "tall-Chimney-4711"
AROUND = """
daemon off; user {user}; pid {home}/pid; error_log {home}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
    uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    {ours}
    server {{
        listen 127.0.0.1:{bare} ssl;
        ssl_certificate {home}/cert.pem; ssl_certificate_key {home}/key.pem;
        location / {{ proxy_pass http://127.0.0.1:{web}; }}
    }}
}}
"""


@dataclass
class Front:
    """A proxy before a web: `url` by our file, `bare` by nginx's own defaults; both speak TLS."""

    world: World
    url: str
    bare: str = ""

    def client(self, address: str = "127.0.0.2", base: str = "") -> httpx2.Client:
        """Somebody's browser at another address, who claims a third."""
        way = httpx2.HTTPTransport(verify=False, local_address=address)
        claims = {"X-Forwarded-For": "203.0.113.1", "X-Forwarded-Proto": "http"}
        return httpx2.Client(base_url=base or self.url, transport=way, headers=claims, timeout=60)


@contextmanager
def running(world: World, home: Path, secure: int, write: Callable[[int], list[str]]) -> Iterator[None]:
    """A web, and before it the proxy whose files `write` makes for the web's port; it gives the command."""
    house = House(world)
    house.environment = {k: v for k, v in house.environment.items() if not k.startswith("BIHUAN_DEMO")}
    house.environment["BIHUAN_NOTIFY_PUBLIC_URL"] = f"https://localhost:{secure}"
    home.mkdir()
    make_certificate(home)
    own = {**os.environ, "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    proxy = subprocess.Popen(write(house.port), env=own, stderr=subprocess.DEVNULL)
    try:
        house.start("api")
        eventually(lambda: answers(secure))
        yield
    finally:
        house.close()
        proxy.send_signal(signal.SIGTERM)
        proxy.communicate(timeout=60)


def answers(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def adapted(name: str, *changes: tuple[str, str]) -> str:
    """Our file, with the names and ports of a test."""
    ours = (OURS / name).read_text(encoding="utf-8")
    for pattern, text in changes:
        ours, changed = re.subn(pattern, text, ours)
        assert changed, pattern
    return ours


@pytest.fixture
def nginx(world: World, tmp_path: Path) -> Iterator[Front]:
    """One house for the whole walk: it takes seconds to start."""
    program = path_of_nginx()
    if program is None:
        pytest.skip(NO_NGINX)
    home, secure, plain, bare = tmp_path / "nginx", free_port(), free_port(), free_port()

    def write(web: int) -> list[str]:
        ours = adapted(
            "nginx.conf",
            (r"listen \[::\].*\n", "\n"),
            (r"listen 80;", f"listen 127.0.0.1:{plain};"),
            (r"listen 443 ssl;", f"listen 0.0.0.0:{secure} ssl;"),
            (r"bihuan\.example\.cn;", "localhost;"),
            (r"/etc/ssl/bihuan/fullchain\.pem", f"{home}/cert.pem"),
            (r"/etc/ssl/bihuan/privkey\.pem", f"{home}/key.pem"),
            (r"127\.0\.0\.1:8080", f"127.0.0.1:{web}"),
        )
        whole = AROUND.format(user=getuser(), home=home, ours=ours, bare=bare, web=web)
        (home / "nginx.conf").write_text(whole)
        return [program, "-p", str(home), "-c", str(home / "nginx.conf")]

    with running(world, home, secure, write):
        yield Front(world, f"https://localhost:{secure}", f"https://localhost:{bare}")


@pytest.fixture
def caddy(world: World, tmp_path: Path) -> Iterator[Front]:
    """The same behind Caddy, with a certificate of the network's own."""
    program = path_of_caddy()
    if program is None:
        pytest.skip(NO_CADDY)
    home, secure = tmp_path / "caddy", free_port()

    def write(web: int) -> list[str]:
        ours = adapted(
            "Caddyfile",
            (r"(?m)^\{\n", "{\n\tadmin off\n\tauto_https disable_redirects\n"),
            (
                r"(?m)^bihuan\.example\.cn \{",
                f"https://localhost:{secure} {{\n\ttls {home}/cert.pem {home}/key.pem",
            ),
            (r"127\.0\.0\.1:8080", f"127.0.0.1:{web}"),
        )
        (home / "Caddyfile").write_text(ours)
        return [program, "run", "--adapter", "caddyfile", "--config", str(home / "Caddyfile")]

    with running(world, home, secure, write):
        yield Front(world, f"https://localhost:{secure}")


def make_certificate(home: Path) -> None:
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")]
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        *files,
    ]
    subprocess.run([*command, *subject], check=True, capture_output=True)


def large_photo() -> bytes:
    """12 MB, as a good camera writes."""
    out = BytesIO()
    Image.frombytes("RGB", (3400, 2550), os.urandom(3400 * 2550 * 3)).save(out, "JPEG", quality=97)
    assert 9_000_000 < len(out.getvalue()) < 14_000_000, len(out.getvalue())
    return out.getvalue()


def sign_in(front: Front, client: httpx2.Client) -> None:
    """With a form that came through the proxy; the same form from another site is refused."""
    with front.world.store.engine.begin() as connection:
        connection.execute(update(ACCOUNT).values(password_hash=hash_password(PASSWORD)))
    form = form_of(client.get("/sign-in").text, "/sign-in")
    said = {name: texts[0] for name, texts in form.fields.items()} | {"login": "nurse1", "password": PASSWORD}
    elsewhere = client.post("/sign-in", data=said, headers={"Origin": "https://elsewhere.example"})
    assert elsewhere.status_code == 403
    answer = client.post("/sign-in", data=said, headers={"Origin": front.url})
    assert (answer.status_code, answer.headers["location"]) == (303, "/"), answer.text
    assert "__Host-bihuan" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"]


def report(front: Front, client: httpx2.Client, photo: bytes) -> None:
    """Once as the phone's queue does, once as the form does by itself."""
    same_site = {"Origin": front.url}
    kept = client.post("/api/evidence", files={"file": ("p.jpg", photo)}, headers=same_site)
    assert kept.status_code == 201, kept.text
    body = {**REPORT, "photos": [kept.json()["hash"]]}
    sent = client.post("/api/hazards", json=body, headers={**same_site, "Idempotency-Key": "of-the-phone"})
    assert sent.status_code == 201, sent.text
    form = form_of(client.get("/report").text, "/report")
    typed = {name: texts[0] for name, texts in form.fields.items()} | {**REPORT, "place": "锅炉房"}
    shown = client.post("/report", data=typed, files={"photos": ("q.jpg", photo)}, headers=same_site)
    assert shown.status_code == 303, shown.text


def lived_through(front: Front, photo: bytes) -> None:
    """Two reports come through, and their sender's own address stands in the record."""
    with front.client() as client:
        sign_in(front, client)
        report(front, client, photo)
    with front.world.store.engine.connect() as connection:
        assert len(connection.scalars(select(HAZARD.c.id)).all()) == 2
        assert set(connection.scalars(select(SIGN_IN.c.address))) == {"127.0.0.2"}, (
            "neither the proxy nor a claim"
        )
    good = list(look_at_the_public_address({"BIHUAN_NOTIFY_PUBLIC_URL": front.url}))
    assert [finding.mark for finding in good] == [WARNING, GOOD], good


def test_a_person_reports_through_caddy(caddy: Front) -> None:
    lived_through(caddy, large_photo())


def test_a_person_reports_through_nginx_and_the_doctor_knows_a_bad_one(nginx: Front) -> None:
    photo = large_photo()
    lived_through(nginx, photo)
    with nginx.client(base=nginx.bare) as client:
        refused = client.post("/api/evidence", files={"file": ("p.jpg", photo)})
        assert (refused.status_code, "X-Bihuan" in refused.headers) == (413, False)
    bad = list(look_at_the_public_address({"BIHUAN_NOTIFY_PUBLIC_URL": nginx.bare}))
    told = "".join(finding.text for finding in bad if finding.mark == WRONG)
    for line in ("Host $http_host", "X-Forwarded-For $remote_addr", "client_max_body_size 480m"):
        assert line in told
    nobody = list(
        look_at_the_public_address({"BIHUAN_NOTIFY_PUBLIC_URL": f"https://localhost:{free_port()}"})
    )
    assert [finding.mark for finding in nobody] == [WRONG]
    assert list(look_at_the_public_address({})) == []
