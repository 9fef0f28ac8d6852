"""`./bihuan bench`: how fast, how punctual and how modest the service is on this machine.

Reading order: town, life, sink, ground, then the measurements, the judge and the report.
"""

import argparse

from deploy.bench import in_process, processes
from deploy.bench.ground import open_ground
from deploy.bench.report import tell
from domain.store.settings import Settings

LIVES = 200


def main(_settings: Settings, _options: argparse.Namespace) -> int:
    """Measure, print, and answer 1 when the judge refuses a run."""
    processes.need_proc()
    with open_ground() as here:
        parts = [in_process.measure(here, LIVES)]
    tell([], parts)
    return 1 if any(part.faults for part in parts) else 0
