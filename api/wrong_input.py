"""Pydantic's complaints in Chinese: which field, which rule, which way out."""

from collections.abc import Callable, Sequence
from typing import Any

from api.labels import field_label

PARTS_OF_A_REQUEST = frozenset({"body", "query", "path", "header", "cookie"})
Context = dict[str, Any]


def _choices(context: Context) -> str:
    """The words that may be given, without pydantic's English between them."""
    return str(context["expected"]).replace("'", "").replace(" or ", "、").replace(", ", "、")


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
    "int_type": lambda _: "应为整数",
    "int_parsing": lambda _: "应为整数",
    "decimal_type": lambda _: "应为数字",
    "decimal_parsing": lambda _: "应为数字",
    "decimal_max_places": lambda c: f"最多 {c['decimal_places']} 位小数",
    "decimal_max_digits": lambda c: f"最多 {c['max_digits']} 位数字",
    "greater_than_equal": lambda c: f"不能小于 {c['ge']}",
    "less_than_equal": lambda c: f"不能大于 {c['le']}",
    "timezone_aware": lambda _: "须带时区，例如 2026-12-10T09:30:00+08:00",
    "datetime_parsing": lambda _: "应为时间，例如 2026-12-10T09:30:00+08:00",
    "datetime_from_date_parsing": lambda _: "应为时间，例如 2026-12-10T09:30:00+08:00",
    "date_parsing": lambda _: "应为日期，例如 2026-12-10",
    "date_from_datetime_parsing": lambda _: "应为日期，例如 2026-12-10",
    "date_type": lambda _: "应为日期，例如 2026-12-10",
    "json_invalid": lambda _: "不是有效的 JSON",
    "model_attributes_type": lambda _: "应为 JSON 对象，请以 Content-Type: application/json 提交",
    "model_type": lambda _: "应为 JSON 对象",
    "dict_type": lambda _: "应为 JSON 对象",
    "value_error": lambda c: str(c["error"]),
}


def complaints(errors: Sequence[Any]) -> list[dict[str, str]]:
    """(field, detail) of each complaint; what the person typed is not repeated."""
    return [_complaint(error) for error in errors]


def _complaint(error: Any) -> dict[str, str]:  # noqa: ANN401 - pydantic's own dictionary
    path = [str(part) for part in error["loc"] if part not in PARTS_OF_A_REQUEST]
    if error["type"] == "json_invalid":
        path = []
    rule = RULES.get(error["type"])
    said = rule(error.get("ctx", {})) if rule else "不符合要求，请按接口说明填写"
    field = ".".join(path)
    return {"field": field, "detail": f"“{field_label(field)}”{said}。".replace("。。", "。")}
