"""Pydantic's complaints in Chinese: which field, which rule, which way out."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.clock import in_words, parse

PARTS_OF_A_REQUEST = frozenset({"body", "query", "path", "header", "cookie"})
THE_WHOLE = "请求正文"
STOP = "。"
Context = dict[str, Any]
Error = Mapping[str, Any]
"""One of pydantic's."""
A_DAY, A_DECIMAL = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)"), re.compile(r"Decimal\('([^']+)'\)")
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT.+")


def _choices(context: Context) -> str:
    """The words that may be given, without pydantic's English between them."""
    return str(context["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")


def _compared(rule: str, bound: object) -> str:
    """A rule with its bound as people write it; behind a check of ours pydantic gives it as Python does."""
    text = str(bound)
    if day := A_DAY.fullmatch(text):
        text = date(*map(int, day.groups())).isoformat()
    elif amount := A_DECIMAL.fullmatch(text):
        text = amount[1]
    elif A_MOMENT.fullmatch(text):
        text = in_words(parse(text))
    return "超出允许的范围，请更正" if "(" in text else rule.format(text)


def _said(error: str) -> str:
    """What a check of ours says in Chinese; the framework's own word for a file is none."""
    return "应为文件，请选择后上传" if "UploadFile" in error else error


RULES: dict[str, Callable[[Context], str]] = {
    "missing": lambda _: "必填",
    "extra_forbidden": lambda _: "没有这个字段，请检查拼写",
    "string_too_short": lambda c: f"至少 {c['min_length']} 个字",
    "string_too_long": lambda c: f"最多 {c['max_length']} 个字，请精简",
    "string_pattern_mismatch": lambda _: "格式不对，照片请填上传后得到的 hash",
    "string_type": lambda _: "应为文字",
    "enum": lambda c: f"应为 {_choices(c)} 之一",
    "literal_error": lambda c: f"应为 {_choices(c)} 之一",
    "too_short": lambda c: f"至少 {c['min_length']} 项",
    "too_long": lambda c: f"最多 {c['max_length']} 项",
    "list_type": lambda _: "应为列表",
    "bool_type": lambda _: "应为 true 或 false",
    "bool_parsing": lambda _: "应为 true 或 false",
    "int_type": lambda _: "应为整数，例如 10",
    "int_parsing": lambda _: "应为整数，只写数字，例如 10",
    "int_parsing_size": lambda _: "位数过多，请核对",
    "int_from_float": lambda _: "应为整数，例如 10",
    "decimal_type": lambda _: "应为数字",
    "decimal_parsing": lambda _: "应为数字",
    "decimal_max_places": lambda c: f"最多 {c['decimal_places']} 位小数",
    "decimal_max_digits": lambda c: f"最多 {c['max_digits']} 位数字",
    "decimal_whole_digits": lambda c: f"整数部分最多 {c['whole_digits']} 位",
    "finite_number": lambda _: "应为数字",
    "greater_than_equal": lambda c: _compared("不能小于 {}", c["ge"]),
    "greater_than": lambda c: _compared("应大于 {}", c["gt"]),
    "less_than_equal": lambda c: _compared("不能大于 {}", c["le"]),
    "less_than": lambda c: _compared("应小于 {}", c["lt"]),
    "multiple_of": lambda c: _compared("应为 {} 的整数倍", c["multiple_of"]),
    "timezone_aware": lambda _: "须带时区，例如 2026-12-10T09:30:00+08:00",
    "datetime_type": lambda _: "应为时间，例如 2026-12-10T09:30:00+08:00",
    "datetime_parsing": lambda _: "应为时间，例如 2026-12-10T09:30:00+08:00",
    "datetime_from_date_parsing": lambda _: "应为时间，例如 2026-12-10T09:30:00+08:00",
    "date_parsing": lambda _: "应为日期，例如 2026-12-10",
    "date_from_datetime_inexact": lambda _: "应为日期，例如 2026-12-10",
    "date_from_datetime_parsing": lambda _: "应为日期，例如 2026-12-10",
    "date_type": lambda _: "应为日期，例如 2026-12-10",
    "json_invalid": lambda _: "不是有效的 JSON",
    "model_attributes_type": lambda _: "应为 JSON 对象，请以 Content-Type: application/json 提交",
    "model_type": lambda _: "应为 JSON 对象",
    "dict_type": lambda _: "应为 JSON 对象",
    "value_error": lambda c: _said(str(c["error"])),
}


@dataclass(frozen=True)
class Broken:
    """One rule that was broken: by which field, what it is called, and the rule and the way out without a stop."""

    field: str
    called: str
    rule: str

    @property
    def detail(self) -> str:
        """The whole sentence."""
        return f"“{self.called}”{self.rule}{STOP}"


def complaints(errors: Sequence[Any], title_of: Callable[[str], str]) -> list[dict[str, str]]:
    """(field, detail) of each complaint; what the person typed is not repeated.

    `title_of` gives the title that stands at a place such as assign.to in what was read, or nothing.
    """
    return [{"field": one.field, "detail": one.detail} for one in broken(errors, title_of)]


def broken(errors: Sequence[Any], title_of: Callable[[str], str]) -> list[Broken]:
    """The same in its parts."""
    return [_broken(error, title_of) for error in errors]


def _rule_of(error: Error) -> str:
    """The rule that was broken; a text's length is told in letters, whichever of its checks measured it."""
    of_a_text = isinstance(error.get("input"), str) and error["type"] in ("too_long", "too_short")
    return f"string_{error['type']}" if of_a_text else str(error["type"])


def _broken(error: Error, title_of: Callable[[str], str]) -> Broken:
    place = [] if error["type"] == "json_invalid" else [str(part) for part in error["loc"]]
    path = [part for part in place if part not in PARTS_OF_A_REQUEST]
    rule = RULES.get(_rule_of(error))
    said = rule(error.get("ctx", {})) if rule else "不符合要求，请按接口说明填写"
    written = next((part for part in reversed(path) if not part.isdigit()), THE_WHOLE)
    called = title_of(".".join(place)) or written
    return Broken(".".join(path), called, said.removesuffix(STOP))
