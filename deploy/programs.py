"""The programs the supervisor runs, each with the environment it needs and nothing more."""

import os
import secrets
import socket
import sys
from pathlib import Path

from sqlalchemy import URL

from deploy.children import Child
from deploy.demo.county.channels import anchors_to_the_inbox
from deploy.demo_time import DemoTime
from deploy.opening import Database
from deploy.web_socket import web_processes
from domain.clock import DEMO_VARIABLE
from domain.store.secrets import kept_secret
from domain.store.settings import Settings
from flows.prefect_settings import server_environment, worker_environment
from notifications.settings import ANCHORS_TO

OF_THE_SUPERVISOR = ("BIHUAN_OWNER_DATABASE_URL", "BIHUAN_ADMIN_DATABASE_URL", "BIHUAN_PREFECT_DATABASE_URL")
"""What no program needs to know: each is told the address of its own role."""
OURS_ALONE = frozenset({"BIHUAN_DATABASE_URL", "BIHUAN_SECRET_KEY", "BIHUAN_NOTIFY_SMTP_URL"})
"""What Prefect's server need not know."""


def prefect_password_file(settings: Settings) -> Path:
    """Where the operator finds what Prefect's page asks for."""
    return settings.data / "prefect.password"


def prefect_password(settings: Settings) -> str:
    """What Prefect's server asks of everybody, made at the first start: name:secret."""
    return kept_secret(prefect_password_file(settings), lambda: f"admin:{secrets.token_urlsafe(24)}")


def environment_for(settings: Settings, url: URL, demo: DemoTime | None) -> dict[str, str]:
    """Give what web and worker share. A developer's own Prefect settings must not leak in."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PREFECT_", "BIHUAN_DEMO", *OF_THE_SUPERVISOR))
    }
    if demo is not None:
        kept[DEMO_VARIABLE] = demo.demo.text()
        kept["BIHUAN_NOTIFY_ALLOW_LOOPBACK"] = "yes"  # the demonstration's inbox is on this machine
        kept.setdefault(ANCHORS_TO, anchors_to_the_inbox(settings.mail_port))
    kept.setdefault("BIHUAN_NOTIFY_PUBLIC_URL", f"http://127.0.0.1:{settings.port}")
    return kept | {
        "BIHUAN_DATABASE_URL": url.render_as_string(hide_password=False),
        "BIHUAN_DATA": str(settings.data),
        "BIHUAN_PORT": str(settings.port),
    }


def make_children(
    settings: Settings, database: Database, demo: DemoTime | None, listening: socket.socket
) -> list[Child]:
    """Describe the children in the order they start and stop: web, worker, Prefect's server; a demo's inbox."""
    shared = environment_for(settings, database.url, demo)
    home = settings.data / "prefect"
    address = database.for_prefect().render_as_string(hide_password=False)
    password = prefect_password(settings)
    for_prefect = {name: text for name, text in shared.items() if name not in OURS_ALONE}

    def child(
        name: str, arguments: list[str], environment: dict[str, str], limit: float, *hands: int
    ) -> Child:
        # -P: the data directory is no place to import from.
        command = [sys.executable, "-P", "-m", *arguments]
        return Child(name, command, environment, settings.logs / f"{name}.log", settings.data, limit, hands)

    def web(n: int) -> Child:
        door = listening.fileno()
        name, arguments = f"web-{n}" if n > 1 else "web", ["api", "--socket", str(door)]
        return child(name, arguments, shared, 10, door)

    inbox = ["deploy.demo.inbox", str(settings.inbox_port), str(settings.mail_port), str(settings.data)]
    of_demo = [child("inbox", inbox, for_prefect, 5)] if demo is not None else []
    return [
        *(web(n) for n in range(1, web_processes() + 1)),
        child("worker", ["flows"], shared | worker_environment(home, settings.prefect_port, password), 15),
        child(
            "prefect",
            ["flows.prefect_server"],
            for_prefect | server_environment(home, address, settings.prefect_port, password),
            10,
        ),
        *of_demo,
    ]
