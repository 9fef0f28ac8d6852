"""`python -m flows`: what happens by itself.

Needs BIHUAN_DATABASE_URL; with PREFECT_API_URL it is also seen and steered in Prefect.
"""

import logging
import os
import sys
from pathlib import Path

from flows import prefect_settings

prefect_settings.set_defaults(os.environ)  # before anything imports prefect, which reads them once

from domain import clock  # noqa: E402 - after the settings
from domain.store.base import Store  # noqa: E402 - after the settings
from domain.store.private import write_privately  # noqa: E402 - after the settings
from flows.context import Context  # noqa: E402 - after the settings
from flows.cores import CORES  # noqa: E402 - after the settings
from flows.service import run_service  # noqa: E402 - after the settings
from notifications.delivery import SealedTokens  # noqa: E402 - after the settings
from notifications.sender import AppriseSender  # noqa: E402 - after the settings

LOG = "%(asctime)s %(levelname)s %(threadName)s %(message)s"


def main() -> int:
    """Run until asked to stop; 0 after a clean end, 2 when a setting is missing."""
    logging.basicConfig(level=logging.INFO, format=LOG, force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each request to Prefect
    url = os.environ.get("BIHUAN_DATABASE_URL")
    if not url:
        sys.stderr.write("bihuan: 缺少环境变量 BIHUAN_DATABASE_URL；请用 ./bihuan up 启动。\n")
        return 2
    write_privately()
    clock.install(clock.from_environment())
    store = Store.open(url, Path(os.environ.get("BIHUAN_DATA", ".bihuan")) / "evidence")
    try:
        sender = AppriseSender(tokens=SealedTokens(store))
        run_service(Context(store, sender, CORES), with_prefect=bool(os.environ.get("PREFECT_API_URL")))
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
