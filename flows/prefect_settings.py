"""Prefect's environment: what its server and our worker need, in one place. Imports nothing of Prefect.

It must stand in the environment before anything imports `prefect`; children inherit it.
"""

from collections.abc import MutableMapping
from pathlib import Path

AUTHENTICATION = "PREFECT_SERVER_API_AUTH_STRING"
PORT = "PREFECT_SERVER_API_PORT"

# Nothing calls home, no second server starts silently, and what a restart does not need is swept away.
SHARED = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_COLORS": "false",
}

SERVER = {
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P2D",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": "604800",
    "PREFECT_SERVER_API_HOST": "127.0.0.1",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    # Loops that look every 5 s for what this timetable never leaves them: together they were half the idle load.
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "300",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "60",
}

WORKER = {
    # No request is worth a minute of blind retries: the watchdog does the work meanwhile.
    "PREFECT_CLIENT_MAX_RETRIES": "1",
    # A run in good health says so in its state; a line for each of its steps would only cost requests.
    "PREFECT_LOGGING_LEVEL": "WARNING",
    # One process runs every flow; there is no separate process to watch over.
    "PREFECT_WORKER_ENABLE_CANCELLATION": "false",
}


def server_environment(home: Path, database_url: str, port: int, password: str) -> dict[str, str]:
    """Give what `flows.prefect_server` needs; `database_url` is postgresql+asyncpg and a database of its own.

    `password` reads name:secret, as Prefect's own page asks for it.
    """
    return {
        **SHARED,
        **SERVER,
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": database_url,
        PORT: str(port),
        "PREFECT_API_URL": api_url(port),
        # The page calls the server it came from, by whatever name of this machine it was opened.
        "PREFECT_SERVER_UI_API_URL": "/api",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": f"http://127.0.0.1:{port}",
        AUTHENTICATION: password,
    }


def worker_environment(home: Path, port: int, password: str) -> dict[str, str]:
    """Give what `python -m flows` needs to find the server on this machine and to be let in."""
    return {
        **SHARED,
        **WORKER,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_API_AUTH_STRING": password,
    }


def api_url(port: int) -> str:
    """Give the address of the server's API on this machine."""
    return f"http://127.0.0.1:{port}/api"


def set_defaults(environment: MutableMapping[str, str]) -> None:
    """Fill in what a hand-started worker was not given; what stands there wins."""
    for name, value in {**SHARED, **WORKER}.items():
        environment.setdefault(name, value)
