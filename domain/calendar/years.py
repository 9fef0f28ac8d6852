"""The official holiday years, read from `years.toml`, which can be compared with the published notices."""

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib import resources


@dataclass(frozen=True)
class OfficialYear:
    """One published year: days off by date with the holiday's name, and the make-up working days.

    Its notice may also set the last days of the December before.
    """

    year: int
    off: Mapping[date, str]
    work: frozenset[date]


LENGTH_OF_A_DATE = len("2027-01-01")


def _day(year: int, text: str) -> date:
    return date.fromisoformat(text if len(text) == LENGTH_OF_A_DATE else f"{year}-{text}")


def _days(year: int, span: str) -> Iterator[date]:
    first, _, last = span.partition("..")
    day, end = _day(year, first), _day(year, last or first)
    if end < day:
        raise ValueError(f"放假安排 {year} 年的“{span}”无效：结束日早于开始日，请写作 10-01..10-07。")
    while day <= end:
        yield day
        day += timedelta(days=1)


def read_years(text: str) -> dict[int, OfficialYear]:
    """Read the TOML of official years; `ValueError` when a day does not exist or is both off and worked."""
    years: dict[int, OfficialYear] = {}
    for key, table in tomllib.loads(text).items():
        year = int(key)
        off = {
            day: name for name, spans in table["off"].items() for span in spans for day in _days(year, span)
        }
        work = frozenset(_day(year, day) for day in table["work"])
        if clash := work & off.keys():
            raise ValueError(
                f"放假安排 {year} 年有误：{min(clash)} 既是放假日又是调休上班日，请核对国务院办公厅通知。"
            )
        years[year] = OfficialYear(year, off, work)
    return years


def spans(days: Iterable[date], year: int | None = None) -> list[str]:
    """Write dates as ranges such as "10-01..10-07", the way a notice prints them; with their year if not in `year`."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_text(run[0], year) + (f"..{_text(run[-1], year)}" if len(run) > 1 else "") for run in runs]


def _text(day: date, year: int | None) -> str:
    return f"{day:%m-%d}" if year in {None, day.year} else day.isoformat()


def as_toml(year: OfficialYear) -> str:
    """Write a year as a table of `years.toml`; `read_years` gives it back."""
    named: dict[str, list[date]] = {}
    for day, name in sorted(year.off.items()):
        named.setdefault(name, []).append(day)
    lines = [f'off."{name}" = {_list(spans(days, year.year))}' for name, days in named.items()]
    work = [_text(day, year.year) for day in sorted(year.work)]
    return "\n".join([f"[{year.year}]", *lines, f"work = {_list(work)}", ""])


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"


def shipped_text() -> str:
    """Give the text of `years.toml` shipped with this release."""
    return resources.files(__package__).joinpath("years.toml").read_text(encoding="utf-8")


def fingerprint(years: Mapping[int, OfficialYear]) -> str:
    """Name in short exactly these years, frozen on hazards so that a later notice is seen as a change."""
    digest = hashlib.sha256()
    for year in sorted(years):
        off = sorted((day.isoformat(), name) for day, name in years[year].off.items())
        digest.update(repr((year, off, sorted(map(date.isoformat, years[year].work)))).encode())
    span = f"{min(years)}-{max(years)}" if years else "none"
    return f"{span}-{digest.hexdigest()[:8]}"
