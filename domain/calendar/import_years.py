"""Writes `years.toml` from the package chinesecalendar.

`python -m domain.calendar.import_years > years.toml`: only this command needs the package.
"""

import sys

from chinese_calendar import constants

from domain.calendar.years import OfficialYear, as_toml

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


def year_as_toml(year: int) -> str:
    """Write one year of the package as a table of `years.toml`."""
    off = {day: NAMES[name] for day, name in constants.holidays.items() if day.year == year}
    work = frozenset(day for day in constants.workdays if day.year == year)
    return as_toml(OfficialYear(year, off, work))


def all_years() -> str:
    """Write every year the installed package knows as the text of `years.toml`."""
    years = sorted({day.year for day in constants.holidays})
    return "\n".join([HEADER, *map(year_as_toml, years)])


if __name__ == "__main__":
    sys.stdout.write(all_years())
