"""Writes `years.toml` from the package chinesecalendar.

`python -m domain.calendar.import_years > years.toml`: only this command needs the package.
"""

import sys
from collections.abc import Iterable
from datetime import date, timedelta

from chinese_calendar import constants

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}

HEADER = """\
# 国务院办公厅各年“部分节假日安排”：off 为放假日（含其间周末），work 为调休上班日。
# 由 python -m domain.calendar.import_years 从 chinesecalendar 生成；未列的年份按暂定处理。
"""


def spans(days: Iterable[date]) -> list[str]:
    """Write dates as ranges such as "10-01..10-07", the way a notice prints them."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return [f"{run[0]:%m-%d}" + (f"..{run[-1]:%m-%d}" if len(run) > 1 else "") for run in runs]


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{text}"' for text in texts) + "]"


def year_as_toml(year: int) -> str:
    """Write one year of the package as a table of `years.toml`."""
    off: dict[str, list[date]] = {}
    for day, name in sorted(constants.holidays.items()):
        if day.year == year:
            off.setdefault(NAMES[name], []).append(day)
    work = [f"{day:%m-%d}" for day in sorted(constants.workdays) if day.year == year]
    lines = [f'off."{name}" = {_list(spans(days))}' for name, days in off.items()]
    return "\n".join([f"[{year}]", *lines, f"work = {_list(work)}", ""])


def all_years() -> str:
    """Write every year the installed package knows as the text of `years.toml`."""
    years = sorted({day.year for day in constants.holidays})
    return "\n".join([HEADER, *map(year_as_toml, years)])


if __name__ == "__main__":
    sys.stdout.write(all_years())
