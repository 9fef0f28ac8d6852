"""A WeChat official account as it behaves: short fields or none, followers only, one message for one number of ours."""

import re
from typing import Any

from deploy.demo.vendors.wire import Message, Reply, Request, answer, code
from deploy.demo.vendors.world import World, is_known

APPID, SECRET, TEMPLATE = "wxapp", "wxsecret", "tmpl-hazard"
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
RULES = {  # 模板消息参数值规则
    "thing": r".{1,20}",
    "const": r".{1,20}",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
    "name": r"[\u4e00-\u9fff]{1,10}|[A-Za-z .'-]{1,20}",
    "number": r"(?=.{1,32}$)\d+(\.\d+)?",
    "amount": r"[¥$]?\d{1,10}(\.\d+)?元?",
    "character_string": r"[\x21-\x7e]{1,32}",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[!-/:-@\[-`{-~]{1,5}",
    "phone_number": r"[0-9+()-]{1,17}",
    "car_number": r"[0-9A-Z\u4e00-\u9fff]{1,8}",
    "date": rf"{_DAY}( {_CLOCK})?",
    "time": rf"({_DAY} )?{_CLOCK}|{_DAY}",
}
TEN_MINUTES = 600.0
_PICTURE = re.compile("[\U0001f000-\U0001faff]")


class WeChat:
    """Tokens and template messages."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes = {"/cgi-bin/token": self.token, "/cgi-bin/message/template/send": self.send}

    def token(self, request: Request) -> Reply:
        """Issue a token without an error code, as the real one does."""
        for number, name in ((41002, "appid"), (41004, "secret")):
            if not request.query.get(name):
                return code(number, f"{name} missing")
        if request.query.get("appid") != APPID:
            return code(40013, "invalid appid")
        if request.query.get("secret") != SECRET:
            return code(40125, "invalid appsecret")
        return answer({"access_token": self.world.token("wechat"), "expires_in": 7200})

    def send(self, request: Request) -> Reply:
        """Take a template message for one follower."""
        if self.world.holds("wechat", request.query.get("access_token", "")) != "good":
            return code(40001, "invalid credential, access_token is invalid or not latest")
        asked = request.json()
        person = str(asked.get("touser") or "")
        if asked.get("template_id") != TEMPLATE:
            return code(40037, "invalid template_id")
        if not is_known(person):
            return (
                code(43004, "require subscribe")
                if person.startswith("left-")
                else code(40003, "invalid openid")
            )
        if fault := _fault(asked.get("data") or {}):
            return code(47003, f"argument invalid! {fault}")
        number = str(asked.get("client_msg_id") or "")
        shown = not number or self.world.first_time(f"wechat:{person}:{number}", TEN_MINUTES)
        rows = tuple((name, str(each.get("value"))) for name, each in asked["data"].items())
        message = Message(
            "wechatmp", (person,), "card", "", "", "详情", str(asked.get("url") or ""), rows, shown
        )
        return answer({"errcode": 0, "errmsg": "ok", "msgid": 200228332}, taken=message)


def _fault(data: dict[str, Any]) -> str:
    """Name the first field that does not fit."""
    if not data:
        return "data is empty"
    for name, each in data.items():
        value = str((each or {}).get("value") or "")
        rule = RULES.get(name.rstrip("0123456789"), RULES["thing"])
        if not re.fullmatch(rule, value) or _PICTURE.search(value):
            return f"data.{name}.value invalid"
    return ""
