"""Lighthouse as a phone sees 待办, 隐患 and 随手拍: `python -m tests.browser.lighthouse`; exit code 1 below the marks.

It needs Node 20 or later: the program named by `BIHUAN_LIGHTHOUSE`, else `npx --yes lighthouse@12.8.2`.
"""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import ARGUMENTS, path_of_chromium
from tests.browser.county import served_county
from tests.browser.live import Live

MARKS = {"accessibility": 95, "performance": 90}
PAGES = (("待办", "fixer1", "/"), ("隐患", "fixer1", "/h/{ref}"), ("随手拍", "nurse1", "/report"))
FLAGS = " ".join(["--headless=new", *ARGUMENTS])


def program() -> list[str]:
    """What runs Lighthouse."""
    return shlex.split(os.environ.get("BIHUAN_LIGHTHOUSE", "npx --yes lighthouse@12.8.2"))


def measure(live: Live, who: str, path: str) -> dict[str, int]:
    """The marks of one page out of a hundred, signed in."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        cookie = json.dumps({"Cookie": f"bihuan={live.site.token(who)}"})
        command = [
            *program(), f"{live.url}{path}", "--quiet", "--output=json", f"--output-path={out}",
            f"--only-categories={','.join(MARKS)}", f"--chrome-flags={FLAGS}", f"--extra-headers={cookie}",
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": path_of_chromium() or ""}
        subprocess.run(command, env=environment, check=True, timeout=300)
        told = json.loads(out.read_text(encoding="utf-8"))
    assert told["finalDisplayedUrl"].endswith(path), told["finalDisplayedUrl"]
    return {name: round(100 * told["categories"][name]["score"]) for name in MARKS}


def main() -> int:
    """Measure each page and say its marks."""
    worst = 0
    with served_county() as live:
        tasks = live.site.get("fixer1", "/api/me/tasks")["items"]
        for name, who, path in PAGES:
            marks = measure(live, who, path.format(ref=tasks[0]["hazard"]["ref"]))
            print(name, *(f"{what} {mark}" for what, mark in marks.items()))  # noqa: T201 - a command
            worst += any(mark < MARKS[what] for what, mark in marks.items())
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
