"""A change of the organisation in words: which field, from what to what."""

from datetime import datetime
from typing import Any

from domain.clock import in_short
from domain.organisation.commands import CHANGES
from domain.unit_facts import UnitType
from domain.words import Role, UnitKind

FIELDS = {
    "active": "状态",
    "calendar": "日历",
    "code": "代码",
    "email": "邮箱",
    "entered_by": "录入人",
    "handed_on": "交接",
    "key": "代号",
    "login": "登录名",
    "made_by": "拟定人",
    "make_up_days": "调休上班天数",
    "logins": "账号",
    "name": "名称",
    "off_days": "放假天数",
    "parent": "上级",
    "phone": "电话",
    "title": "报表",
    "period": "统计时间",
    "ref": "代号",
    "posts": "原任",
    "reason": "原因",
    "region": "行政区划",
    "reset": "重置",
    "role": "岗位",
    "second_factor": "动态口令",
    "templates": "模板",
    "file": "文件校验值",
    "rules": "规则",
    "short_name": "简称",
    "since": "自",
    "source": "文号",
    "successor": "接替人",
    "to": "受托人",
    "unit": "单位",
    "unit_kind": "类型",
    "until": "至",
}
ROLES = {str(role): role.label for role in Role}
WORDS: dict[str, dict[str, str]] = {
    "role": ROLES,
    "unit_kind": {str(kind): kind.label for kind in UnitKind},
    "unit_type": {str(kind): kind.label for kind in UnitType},
}
UNSAID = frozenset({"reset", "confirmed"})


def in_words(act: str, was: dict[str, Any], becomes: dict[str, Any]) -> str:
    """Every field of an act that says something, such as 电话 010 → 020；岗位 安全管理员."""
    names = [name for name in {**was, **becomes} if name not in UNSAID]
    said = (
        _field(field_name(act, name), name, was.get(name), becomes.get(name), cleared=name in becomes)
        for name in names
    )
    return "；".join(part for part in said if part)


def field_name(act: str, name: str) -> str:
    """A field as the record calls it, else as the act that changed it does."""
    asked = CHANGES[act].model_fields.get(name) if act in CHANGES else None
    return FIELDS.get(name) or (asked and asked.title) or name


def _field(label: str, name: str, old: object, new: object, *, cleared: bool) -> str:
    before, after = _value(name, old), _value(name, new)
    if before and (after or cleared):
        return f"{label} {before} → {after or '（清空）'}"
    return f"{label} {before or after}" if before or after else ""


def _value(name: str, value: object) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        yes, no = ("启用", "停用") if name == "active" else ("是", "否")
        return yes if value else no
    if isinstance(value, list):
        return f"{len(value)} 项" if name == "handed_on" else "、".join(_post(name, one) for one in value)
    words = str(value)
    if name in ("since", "until"):
        return in_short(datetime.fromisoformat(words)) if "T" in words else words
    return WORDS.get(name, {}).get(words, words)


def _post(name: str, text: str) -> str:
    role, _, unit = text.partition("@")
    return f"{ROLES.get(role, role)}（{unit}）" if name == "posts" else text
