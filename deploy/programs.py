"""The programs the supervisor runs, each with the environment it needs and nothing more."""

import os
import sys

from sqlalchemy import URL

from deploy.children import Child
from deploy.demo.clock import DemoTime
from deploy.demo.county.channels import anchors_to_the_inbox
from domain.clock import DEMO_VARIABLE
from domain.store.engine import ensure_prefect_database, read_url
from domain.store.settings import Settings
from flows.prefect_settings import server_environment, worker_environment
from notifications.settings import ANCHORS_TO


def environment_for(settings: Settings, url: URL, demo: DemoTime | None) -> dict[str, str]:
    """Give what web and worker share. A developer's own Prefect settings must not leak in."""
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith(("PREFECT_", "BIHUAN_DEMO"))
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


def make_children(settings: Settings, url: URL, demo: DemoTime | None) -> list[Child]:
    """Describe the children in the order they start and stop: web, worker, Prefect's server; a demo's inbox."""
    shared = environment_for(settings, url, demo)
    home = settings.data / "prefect"
    if settings.prefect_database_url is not None:
        prefect = read_url(settings.prefect_database_url).set(drivername="postgresql+asyncpg")
    else:
        prefect = ensure_prefect_database(url)
    address = prefect.render_as_string(hide_password=False)
    ours_to_hide = {
        "BIHUAN_DATABASE_URL",
        "BIHUAN_PREFECT_DATABASE_URL",
        "BIHUAN_SECRET_KEY",
        "BIHUAN_NOTIFY_SMTP_URL",
    }
    for_prefect = {name: text for name, text in shared.items() if name not in ours_to_hide}

    def child(name: str, arguments: list[str], environment: dict[str, str], limit: float) -> Child:
        # -P: the data directory is no place to import from.
        command = [sys.executable, "-P", "-m", *arguments]
        return Child(name, command, environment, settings.logs / f"{name}.log", settings.data, limit)

    inbox = ["deploy.demo.inbox", str(settings.inbox_port), str(settings.mail_port), str(settings.data)]
    of_demo = [child("inbox", inbox, for_prefect, 5)] if demo is not None else []
    return [
        child("web", ["api"], shared, 10),
        child("worker", ["flows"], shared | worker_environment(home, settings.prefect_port), 15),
        child(
            "prefect",
            ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(settings.prefect_port)],
            for_prefect | server_environment(home, address, settings.prefect_port),
            10,
        ),
        *of_demo,
    ]
