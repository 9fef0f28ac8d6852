"""What a field of a WeChat template may hold, by its kind (“模板消息参数值规则”); any other value is refused.

The field's name says its kind: thing3, phrase1, character_string2 ...
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime

from domain import clock
from domain.calendar import last_day
from notifications.channels.words import cut_letters, without_pictures

NOTHING = "无"
_HAN = re.compile(r"[^\u4e00-\u9fff]")
_NOT_ASCII = re.compile(r"[^\x21-\x7e]")
_NUMBER = re.compile(r"\d{1,10}(?:\.\d{1,2})?")
_LETTERS = re.compile(r"[^A-Za-z]")
_SYMBOLS = re.compile(r"[^!-/:-@\[-`{-~]")
_PHONE = re.compile(r"[^0-9+()-]")
_CAR = re.compile(r"[^0-9A-Z\u4e00-\u9fff]")
_NAME_IN_LETTERS = re.compile(r"[^A-Za-z .'-]")


def fitted(name: str, text: str, moment: datetime | None = None) -> str:
    """Make a word fit a field. A date without one on record is the day on which the message is sent."""
    kind = name.rstrip("0123456789")
    if kind in ("time", "date"):
        return _day(moment or clock.now(), with_time=kind == "time" and moment is not None)
    return _FITTED.get(kind, _thing)(unicodedata.normalize("NFKC", text) if kind in _NARROW else text)


def _thing(text: str) -> str:
    return cut_letters(without_pictures(text) or NOTHING, 20)


def _phrase(text: str) -> str:
    return _HAN.sub("", text)[:5] or NOTHING


def _name(text: str) -> str:
    return _HAN.sub("", text)[:10] or _NAME_IN_LETTERS.sub("", text).strip()[:20] or NOTHING


def _number(text: str) -> str:
    found = _NUMBER.search(text)
    return found[0] if found else "0"


def _character_string(text: str) -> str:
    return _NOT_ASCII.sub("", text)[:32] or "-"


def _car_number(text: str) -> str:
    return _CAR.sub("", text.upper())[:8] or NOTHING


def _day(at: datetime, *, with_time: bool) -> str:
    """Write a day as the vendor reads it; midnight ends the day before."""
    wall = at.astimezone(clock.SITE_ZONE)
    midnight = (wall.hour, wall.minute) == (0, 0)
    day = last_day(at) if midnight else wall
    written = f"{day.year}年{day.month}月{day.day}日"
    return f"{written} {'23:59' if midnight else f'{wall:%H:%M}'}" if with_time else written


_FITTED: Mapping[str, Callable[[str], str]] = {
    "thing": _thing,
    "phrase": _phrase,
    "name": _name,
    "number": _number,
    "amount": lambda text: f"{_number(text)}元",
    "character_string": _character_string,
    "letter": lambda text: _LETTERS.sub("", text)[:32] or "N",
    "symbol": lambda text: _SYMBOLS.sub("", text)[:5] or "-",
    "phone_number": lambda text: _PHONE.sub("", text)[:17] or "0",
    "car_number": _car_number,
}
_NARROW = frozenset(_FITTED) - {"thing", "phrase", "name"}
KINDS = frozenset(_FITTED) | {"time", "date", "const"}
