"""What is printed: ratios first, absolutes after, each beside its target."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deploy.terminal import say


@dataclass(frozen=True)
class Figure:
    """One measured number; `least` or `most` is its target."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the target is met; empty without one."""
        if self.least is None and self.most is None:
            return ""
        met = (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )
        target = f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"
        return f"{'met ' if met else 'MISSED'} ({target})"

    def line(self) -> str:
        """One line of the table."""
        return f"  {self.name:<58}{self.value:>10.2f} {self.unit:<22}{self.verdict}".rstrip()


@dataclass(frozen=True)
class Part:
    """One measurement: its figures, or the faults that the judge found."""

    title: str
    figures: tuple[Figure, ...] = ()
    faults: tuple[str, ...] = ()

    def value(self, name: str) -> float | None:
        """A figure by its name; None when this part has no such number."""
        return next((figure.value for figure in self.figures if figure.name == name), None)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` percent of them do not exceed (nearest rank)."""
    return sorted(values)[max(math.ceil(len(values) * share / 100), 1) - 1]


def tell(ratios: Iterable[Figure], parts: Iterable[Part]) -> None:
    """Print everything."""
    say("\n比值 (ratios)")
    for figure in ratios:
        say(figure.line())
    for part in parts:
        say(f"\n{part.title}")
        for fault in part.faults:
            say(f"  不成立 (the judge refuses): {fault}")
        for figure in part.figures:
            say(figure.line())
