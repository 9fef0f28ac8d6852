"""A policy value by value: as people read and type it, and changed by what they typed. No word is guessed."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from domain.calendar import Term
from domain.errors import WrongInput
from domain.policy.labels import LABELS, SETTLED_ELSEWHERE
from domain.policy.load import policy_from_body
from domain.policy.model import Policy
from domain.typed_text import half_width

TERM = re.compile(r"([1-9][0-9]{0,3})\s*(?:个?(工作日)|(小时|h)|(天|日|d)|(wd))")
TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
MOST_DAYS = 3650
TODAY = re.compile("当天|0d")
NUMBER = re.compile("[0-9]{1,4}")
CODE = re.compile(r"\d+(?:wd|d|h)")
BETWEEN = re.compile(r"\s*[/／、,，;；]\s*")
YES, NO = re.compile("是|true"), re.compile("否|false")


def values_of(policy: Policy) -> dict[str, Any]:
    """Path -> value, of everything that an edition may change, in the order of the file."""
    flat = dict(_flat(policy.body()))
    return {path: value for path, value in flat.items() if path in LABELS}


def text_of(value: object) -> str:
    """A value as it is shown and may be typed again: 3 个工作日 / 10 天, 30, 是."""
    if isinstance(value, list):
        return " / ".join(text_of(one) for one in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and CODE.fullmatch(value):
        return Term.parse(value).label()
    return str(value)


def changed(policy: Policy, typed: Mapping[str, str], edition: str) -> Policy:
    """The policy with what was typed, under the name of a new edition; WrongInput names the value by its path."""
    body, known = policy.body(), values_of(policy)
    for path, text in typed.items():
        if path not in known:
            raise WrongInput(f"规则里没有“{path}”这一项。", field=path)
        _put(body, path, _value(path, known[path], text))
    try:
        return policy_from_body({**body, "edition": edition})
    except ValidationError as wrong:
        raise _refused(wrong) from None


def from_file(policy: Policy, told: Mapping[str, Any]) -> dict[str, str]:
    """What a policy file sets otherwise than this policy, as if it had been typed; WrongInput for what none knows."""
    known, found = values_of(policy), {}
    for path, value in _flat(told):
        if path in known:
            if value != known[path]:
                found[path] = text_of(value)
        elif not path.startswith(SETTLED_ELSEWHERE):
            raise WrongInput(f"规则里没有“{path}”这一项，请核对文件。", field="toml")
    return found


def as_toml(policy: Policy) -> str:
    """The policy as a file that `from_file` reads, with what each value is called behind it."""
    lines: list[str] = []
    _write(policy.body(), "", lines)
    return "\n".join([f"# {policy.title}，{policy.edition}", *lines, ""])


def _write(table: Mapping[str, Any], above: str, lines: list[str]) -> None:
    for name, value in table.items():
        if not isinstance(value, dict):
            called = LABELS.get(f"{above}{name}", ("",))[0]
            lines.append(
                f"{name} = {json.dumps(value, ensure_ascii=False)}" + (f" # {called}" if called else "")
            )
    for name, value in table.items():
        if isinstance(value, dict):
            lines += ["", f"[{above}{name}]"]
            _write(value, f"{above}{name}.", lines)


def _flat(table: Mapping[str, Any], above: str = "") -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        found += _flat(value, f"{above}{name}.") if isinstance(value, dict) else [(f"{above}{name}", value)]
    return found


def _put(body: dict[str, Any], path: str, value: object) -> None:
    *tables, name = path.split(".")
    for table in tables:
        body = body[table]
    body[name] = value


def _value(path: str, was: object, text: str) -> object:
    """What was typed, of the same shape as the value before."""
    text = half_width(text)
    if isinstance(was, list):
        parts = [part for part in BETWEEN.split(text) if part]
        if not parts:
            raise _wrong(path, "不能空着")
        return [_value(path, was[0], part) for part in parts]
    if isinstance(was, bool):
        if YES.fullmatch(text) or NO.fullmatch(text):
            return bool(YES.fullmatch(text))
        raise _wrong(path, "请写“是”或“否”")
    if isinstance(was, int):
        if NUMBER.fullmatch(text) and int(text) <= MOST_DAYS:
            return int(text)
        raise _wrong(path, f"请写整数，至多 {MOST_DAYS}")
    if isinstance(was, str) and CODE.fullmatch(was):
        return _term(path, text)
    if isinstance(was, str) and TIME.fullmatch(was) and not TIME.fullmatch(text):
        raise _wrong(path, "请写时刻，例如 09:00")
    return text


def _term(path: str, text: str) -> str:
    if TODAY.fullmatch(text):
        return "0d"
    read = TERM.fullmatch(text)
    if read is None:
        raise _wrong(path, "请写“3 个工作日”“7 天”“4 小时”或“当天”")
    return f"{int(read[1])}{'wd' if read[2] or read[5] else 'h' if read[3] else 'd'}"


def _wrong(path: str, rule: str) -> WrongInput:
    return WrongInput(f"“{LABELS[path][0]}”无法识别：{rule}。", field=path)


def _refused(wrong: ValidationError) -> WrongInput:
    """The first complaint in Chinese, by the value it concerns."""
    first = wrong.errors()[0]
    place = [str(part) for part in first["loc"] if isinstance(part, str)]
    path = ".".join(place)
    own = first.get("ctx", {}).get("error")
    said = str(own) if own else "超出允许的范围，或个数不对，请对照现用的值填写"
    called = LABELS[path][0] if path in LABELS else path
    return WrongInput(f"“{called}”：{said.rstrip('。')}。", field=path)
