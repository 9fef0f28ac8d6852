"""How others ask the darkroom: one file at a time for each process, and a new room whenever one fell."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from domain.clock import SITE_ZONE
from domain.darkroom.filling import FILLED
from domain.errors import TryAgain, WrongInput

PATIENCE_SECONDS = 120
"""How long an upload waits for those before it."""
KEPT: tuple[str, ...] = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONDONTWRITEBYTECODE",
    "VIRTUAL_ENV",
)
FELL = "文件打不开，请重新拍照或选择文件"


@dataclass(frozen=True)
class Developed:
    """What a file is and tells: media type, pixels of a photo, how many pictures show it; moment, place (WGS 84).

    `peak` is the most memory its decoding took, as the system counts it (kB on Linux).
    """

    kind: str
    width: int | None
    height: int | None
    pages: int
    taken_at: datetime | None
    latitude: float | None
    longitude: float | None
    peak: int


def develop(path: Path, folder: Path) -> Developed:
    """Write copies for showing, `PAGE.SIDE.jpg`, into the folder; raises WrongInput saying why it cannot be kept."""
    told = _room.ask({"as": "photo", "path": str(path), "folder": str(folder)})
    if "refused" in told:
        raise WrongInput(f"{told['refused']}。", field="file")
    moment = datetime.fromisoformat(told["taken"]) if told.get("taken") else None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=SITE_ZONE)
    place = told.get("latitude"), told.get("longitude")
    return Developed(told["kind"], told["width"], told["height"], told["pages"], moment, *place, told["peak"])


@dataclass(frozen=True)
class Filled:
    """A template filled as a .docx, and which of the placeholders it shows."""

    body: bytes
    used: frozenset[str]


def fill(template: bytes, words: Mapping[str, Any], shown: Mapping[str, Any], *, is_new: bool) -> Filled:
    """Fill a template; `words`: form and need of each placeholder, `is_new`: it was uploaded just now.

    Raises WrongInput saying what must be changed in the file, and where.
    """
    with tempfile.TemporaryDirectory(prefix="bihuan-template-") as home:
        path = Path(home) / "template.docx"
        path.write_bytes(template)
        asked = {
            "as": "template",
            "path": str(path),
            "folder": home,
            "words": words,
            "shown": shown,
            "is_new": is_new,
        }
        told = _room.ask(asked)
        if "refused" in told:
            raise WrongInput(f"{told['refused']}。", field="file")
        if told["problems"]:
            found = told["problems"]
            said = found[0] if len(found) == 1 else "；".join(f"{n}、{one}" for n, one in enumerate(found, 1))
            raise WrongInput(f"模板要改：{said}。", field="file")
        return Filled((Path(home) / FILLED).read_bytes(), frozenset(told["used"]))


def open_ledger(path: Path, folder: Path) -> tuple[str, int]:
    """Write the lines of a ledger into the folder (`rows.jsonl`, `sheets.json`); gives its kind and the peak in kB.

    Raises WrongInput saying why it cannot be read. Photos do not wait for it: it has a process of its own.
    """
    told = _ledgers.ask({"path": str(path), "folder": str(folder), "as": "ledger"})
    if "refused" in told:
        raise WrongInput(f"{told['refused']}。", field="file")
    return str(told["kind"]), int(told["peak"])


def mark_ledger(path: Path, folder: Path) -> None:
    """Write `marked` into the folder: the ledger as an .xlsx with what `marks.json` and `marks.jsonl` there say of it.

    Raises WrongInput where it cannot be marked cell by cell.
    """
    told = _ledgers.ask({"path": str(path), "folder": str(folder), "as": "marked"})
    if "refused" in told:
        raise WrongInput(f"{told['refused']}。", field="file")


class _Room:
    """The process, started when first asked. It knows no secret of ours and ends when we do."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        atexit.register(self.close)

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Ask and wait; raises TryAgain when too many are before us."""
        if not self._one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
            raise TryAgain
        try:
            return self._answer(json.dumps(request) + "\n")
        finally:
            self._one_at_a_time.release()

    def _answer(self, line: str) -> dict[str, Any]:
        room = self._process
        if room is None or room.poll() is not None:
            self.close()
            room = self._process = _start(self._program)
        assert room.stdin is not None  # noqa: S101 - both are pipes
        assert room.stdout is not None  # noqa: S101 - both are pipes
        try:
            room.stdin.write(line)
            room.stdin.flush()
            told: dict[str, Any] = json.loads(room.stdout.readline())
        except (OSError, ValueError):
            self.close()
            return {"refused": FELL}
        return told

    def close(self) -> None:
        """End the process, if there is one."""
        room, self._process = self._process, None
        if room is not None:
            with room:
                room.kill()


def _start(program: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - both programs are ours
        [sys.executable, "-P", "-m", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        start_new_session=True,
    )


_room, _ledgers = _Room("domain.darkroom"), _Room("domain.darkroom.workbooks")
