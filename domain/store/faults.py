"""Named fault points: places where a test may kill, stop or hurt the process. No-ops unless BIHUAN_FAULTS is set.

`BIHUAN_FAULTS="perform.after_commit=kill@3"` kills the process with SIGKILL the third time it passes that point;
actions are `kill`, `stop` (SIGSTOP) and `raise`.
"""

import os
import signal
from collections import Counter

POINTS = frozenset(
    {
        "perform.before_commit",
        "perform.after_commit",
        "advance.between_hazards",
        "imports.between_batches",
        "deliver.after_claim",
        "deliver.after_send",
        "deliver.after_mark",
    }
)


class FaultInjectedError(RuntimeError):
    """A fault that a test asked for."""


def _parse(plan: str) -> dict[str, tuple[str, int]]:
    """Read `point=action@n,...`; an unknown point is refused so that no test believes in a fault that never comes."""
    wanted = {}
    for item in filter(None, plan.split(",")):
        point, _, rest = item.partition("=")
        action, _, nth = rest.partition("@")
        if point not in POINTS or action not in {"kill", "stop", "raise"}:
            msg = f"unknown fault {item!r}"
            raise ValueError(msg)
        wanted[point] = (action, int(nth or 1))
    return wanted


_plan = _parse(os.environ.get("BIHUAN_FAULTS", ""))
_passed: Counter[str] = Counter()


def plan(text: str) -> None:
    """Set the faults of this process (tests only) and start counting anew."""
    _plan.clear()
    _plan.update(_parse(text))
    _passed.clear()


def fault_point(name: str) -> None:
    """Do what the plan says about this point, or nothing."""
    if name not in _plan:
        return
    action, nth = _plan[name]
    _passed[name] += 1
    if _passed[name] != nth:
        return
    if action == "raise":
        raise FaultInjectedError(name)
    os.kill(os.getpid(), signal.SIGKILL if action == "kill" else signal.SIGSTOP)
