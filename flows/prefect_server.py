"""Runs Prefect's server behind our door: `python -m flows.prefect_server`, always a process of its own.

Its settings are all in the environment (`prefect_settings.server_environment`): a program's arguments are for
everybody on the machine to read, its environment is not.
"""

import os

import uvicorn
from prefect.server.api.server import create_app

from flows.prefect_door import Door
from flows.prefect_settings import AUTHENTICATION, PORT

PATIENCE_SECONDS = 5


def main() -> None:
    """Serve until asked to stop; without a password there is no server."""
    if not os.environ.get(AUTHENTICATION):
        raise SystemExit(f"bihuan: 缺少环境变量 {AUTHENTICATION}；请用 ./bihuan up 启动")
    uvicorn.run(
        Door(create_app(final=True)),
        host="127.0.0.1",
        port=int(os.environ[PORT]),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=PATIENCE_SECONDS,
    )


if __name__ == "__main__":
    main()
