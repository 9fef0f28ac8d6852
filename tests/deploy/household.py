"""A small household for the supervisor's tests: real processes, a real PostgreSQL, real signals.

Arguments: the folder. Children note in `order` when they are asked to end.
"""

import os
import sys
from pathlib import Path

from deploy.children import Child
from deploy.postgres import embedded
from deploy.supervisor import Supervisor
from domain.store.settings import Settings

CHILD = (
    "import signal, sys, time\n"
    "def asked(*_):\n"
    "    open('order', 'a').write(sys.argv[1] + '\\n'); sys.exit(0)\n"
    "signal.signal(signal.SIGTERM, asked); open('born', 'a').write(sys.argv[1] + '\\n'); time.sleep(60)"
)


def main() -> None:
    """Run until asked to stop."""
    folder = Path(sys.argv[1])
    cluster = embedded.start(folder / "postgres", {"fsync": "off"})
    children = [
        Child(name, [sys.executable, "-c", CHILD, name], dict(os.environ), folder / f"{name}.log", folder)
        for name in ("web", "worker", "prefect")
    ]
    Supervisor(Settings(data=folder, port=1, prefect_port=2), children, cluster).run(lambda: None, None)


if __name__ == "__main__":
    main()
