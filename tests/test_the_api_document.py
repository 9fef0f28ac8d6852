"""docs/api.md tells the truth: its examples run as they stand, and answer what it shows."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.app import with_routes
from tests.api.site import picture
from tests.browser.live import Live
from tests.no_curl import NO_CURL
from tests.world import World

DOCUMENT = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"^```sh\n(.*?)^```\n(?:\n```(json|text)\n(.*?)^```)?", DOCUMENT, re.MULTILINE | re.DOTALL
)
"""(what is run, how its answer is shown if it is, what is shown)."""
WRITTEN_IN = "http://127.0.0.1:8080"
SO_FAR = "---- end of an example ----"
ANYTHING = "…"


@pytest.fixture
def live(world: World) -> Iterator[Live]:
    live = Live(world).start()
    yield live
    live.stop()


def says(answer: Any, shown: Any) -> bool:
    """Whether an answer holds everything that is shown of it."""
    if isinstance(shown, dict):
        return all(name in answer and says(answer[name], part) for name, part in shown.items())
    return shown == ANYTHING or bool(answer == shown)


@pytest.mark.skipif(not shutil.which("curl"), reason=NO_CURL)
def test_the_examples_run_and_answer_what_is_shown(live: Live, tmp_path: Path) -> None:
    (tmp_path / "before.jpg").write_bytes(picture("red"))
    (tmp_path / "after.jpg").write_bytes(picture("green"))
    script = "".join(f"{example}\necho '{SO_FAR}'\n" for example, *_ in BLOCKS).replace(WRITTEN_IN, live.url)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout.split(SO_FAR)
    for (_, kind, shown), answered in zip(BLOCKS, printed, strict=False):
        if kind == "text":
            assert answered.strip() == shown.strip()
        if kind == "json":
            assert says(json.loads(answered), json.loads(shown)), answered
    assert (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig").count("走道堆放病床3张") == 1
    assert len(json.loads((tmp_path / "beds.json").read_text(encoding="utf-8"))["items"]) == 1


def test_every_address_named_exists() -> None:
    """Outside the examples, which are run; `{ref}` or a code for a parameter."""
    known = [re.sub(r"\{\w+\}", "[^/]+", path) for path in with_routes().openapi()["paths"]]
    prose = re.sub(r"```.*?```", "", DOCUMENT, flags=re.DOTALL)
    named = set(re.findall(r"`(?:[A-Z]+ )?(/api/[^`?]+)`", prose))
    named = {address.replace("{action}", "accept") for address in named}
    assert {n for n in named if not any(re.fullmatch(k, n) for k in known)} == set()
    assert len(named) > 30
