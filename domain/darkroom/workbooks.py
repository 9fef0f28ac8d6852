"""The room of ledgers: `python -m domain.darkroom.workbooks`, apart from the photos, whose memory it would take."""

from pathlib import Path
from typing import Any

from domain.darkroom import limits
from domain.darkroom.ledgers import develop_ledger
from domain.darkroom.marking import mark_ledger
from domain.darkroom.room import Job, serve


def _read_ledger(asked: dict[str, Any]) -> dict[str, Any]:
    return develop_ledger(Path(asked["path"]), Path(asked["folder"]))


def _mark(asked: dict[str, Any]) -> dict[str, Any]:
    return mark_ledger(Path(asked["path"]), Path(asked["folder"]))


JOBS = {
    "ledger": Job(
        _read_ledger,
        too_slow="工作簿打开用时过长，请分成几个文件后上传",
        fell_over="工作簿打不开：可能已损坏，或展开后太大。请在 Excel 中打开，删去空白的行列，另存为 .xlsx 后上传",
        memory=limits.MOST_BYTES_OF_MEMORY_OF_A_LEDGER,
        seconds=limits.MOST_CPU_SECONDS_OF_A_LEDGER,
        written=limits.MOST_BYTES_OF_LINES,
    ),
    "marked": Job(
        _mark,
        too_slow="表格太大，不能逐格标注，请按页面上的逐行结果修改",
        fell_over="表格太大，不能逐格标注，请按页面上的逐行结果修改",
        memory=limits.MOST_BYTES_OF_MEMORY_OF_A_LEDGER,
        seconds=limits.MOST_CPU_SECONDS_OF_A_LEDGER,
        written=limits.MOST_BYTES_OF_LINES,
    ),
}
"""By what is asked for (`as`): a ledger read line by line, or marked and sent back."""

if __name__ == "__main__":
    serve(JOBS)
