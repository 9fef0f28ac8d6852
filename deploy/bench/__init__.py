"""`./bihuan bench`: how fast, how punctual and how modest the service is on this machine.

Reading order: town, life, sink, ground, spending, course, then the measurements, the judge and the
report; crowd and reading.
"""

import argparse
import http.client
import subprocess
from collections.abc import Callable, Iterable, Mapping

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from deploy.bench import in_process, latency, over_http, processes, reading, same_sql, whole
from deploy.bench.course import ALL_TOLD
from deploy.bench.ground import open_ground
from deploy.bench.report import Figure, Part, tell
from deploy.terminal import complain, say
from deploy.up import interrupt_on_every_stop
from domain.store.settings import Settings, StartError

Parts = Mapping[str, Part]
IN_PROCESS, SAME_SQL, OVER_HTTP, PAGES = "in process", "same SQL", "over HTTP", "pages"
INTERRUPTED = 130
BREAKS = (psycopg.Error, SQLAlchemyError, OSError, http.client.HTTPException, subprocess.SubprocessError)
"""What a measurement may end in; anything else is a mistake of ours and shows where."""


def main(_settings: Settings, options: argparse.Namespace) -> int:
    """Measure, print, and answer 1 when the judge refuses a run, 130 after Ctrl-C. Missed targets are only printed."""
    measure = form_of(options.rest)
    processes.need_proc()
    interrupt_on_every_stop()
    try:
        parts = measure()
    except BREAKS as error:
        words = " ".join(str(error).split())
        raise StartError(f"测量中断：{type(error).__name__}：{words} (the measurement broke off)") from error
    except KeyboardInterrupt:
        complain("已中断，临时数据已清除 (interrupted; what was started has been cleared away)")
        return INTERRUPTED
    tell(ratios(parts), parts.values())
    return verdict(parts.values())


def form_of(rest: list[str]) -> Callable[[], Parts]:
    """Which form is asked for; `StartError` for anything else."""
    asked = " ".join(rest)
    if asked not in FORMS:
        raise StartError(
            f"bench 只接受 --short 或 --pages，现为“{asked}” (bench takes --short or --pages and nothing else)"
        )
    return FORMS[asked]


def measure_shortly() -> Parts:
    """Ten lives and two seconds of pgbench: shows that the bench works, and little more."""
    with open_ground() as here:
        return {
            IN_PROCESS: said(in_process.TITLE, lambda: in_process.measure(here, 10)),
            SAME_SQL: said(same_sql.TITLE, lambda: same_sql.measure(here, 2)),
        }


def measure_everything() -> Parts:
    """Every measurement, in less than five minutes."""
    with open_ground() as here:
        parts = {
            IN_PROCESS: said(in_process.TITLE, lambda: in_process.measure(here, 400)),
            SAME_SQL: said(same_sql.TITLE, lambda: same_sql.measure(here, 6)),
            OVER_HTTP: said(over_http.TITLE, lambda: over_http.measure(here, 240)),
            "latency": said(latency.TITLE, lambda: latency.measure(here, 15)),
        }
    return {**parts, "whole": said(whole.TITLE, whole.measure)}


def measure_pages() -> Parts:
    """What people open, in a database of 100,000 hazards: some minutes."""
    with open_ground() as here:
        return {PAGES: said(reading.TITLE, lambda: reading.measure(here))}


FORMS: Mapping[str, Callable[[], Parts]] = {
    "": measure_everything,
    "--short": measure_shortly,
    "--pages": measure_pages,
}


def said(title: str, measure: Callable[[], Part]) -> Part:
    """Measure, having said what: the whole takes minutes."""
    say(f"正在测量：{title}")
    return measure()


def ratios(parts: Parts) -> list[Figure]:
    """What one measurement is of another, where both stand: the machine's own pace cancels out."""
    if IN_PROCESS not in parts:
        return []
    rates = {
        "in process": parts[IN_PROCESS].value(ALL_TOLD),
        "over HTTP": parts[OVER_HTTP].value(ALL_TOLD) if OVER_HTTP in parts else None,
        "the presses' SQL by pgbench": parts[SAME_SQL].value(same_sql.RATE),
    }
    pairs = (
        ("in process", "the presses' SQL by pgbench"),
        ("over HTTP", "the presses' SQL by pgbench"),
        ("over HTTP", "in process"),
    )
    return [
        Figure(f"{one} : {other}", ours / theirs, "")
        for one, other in pairs
        if (ours := rates[one]) and (theirs := rates[other])
    ]


def verdict(parts: Iterable[Part]) -> int:
    """1 when the judge refused a run; a missed target is for the reader to weigh."""
    return int(any(part.faults for part in parts))
