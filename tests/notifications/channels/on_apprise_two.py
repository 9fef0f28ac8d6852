"""Runs the tests of the channels on Apprise 2, which Prefect does not allow beside it yet.

`.venv/bin/python -m tests.notifications.channels.on_apprise_two` puts Apprise 2 into a directory of its own,
which stands before the locked one on the path of one test run, and goes away with it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[3]
TESTS = ("tests/notifications/channels", "tests/notifications/test_sender.py")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="apprise-2-") as folder:
        install = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            folder,
            "apprise>=2,<3",
        ]
        subprocess.run(install, check=True)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((folder, str(ROOT)))}
        program = "import apprise, sys; print(apprise.__version__); sys.exit(apprise.__version__ < '2')"
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
        tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS]
        return subprocess.run(tests, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
