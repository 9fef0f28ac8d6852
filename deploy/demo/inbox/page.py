"""What the inbox shows: every message as the phone would, newest first, of everybody or of one person."""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from deploy.demo.inbox.markdown import shown
from deploy.demo.inbox.people import Reader

SHOWN = 100
APPS = {
    "dingrobot": ("钉", "钉钉群机器人"),
    "dingwork": ("钉", "钉钉工作通知"),
    "wecomrobot": ("企", "企业微信群机器人"),
    "wecomapp": ("企", "企业微信应用消息"),
    "wechatmp": ("微", "微信服务通知"),
    "smsgw": ("信", "短信"),
    "mail": ("邮", "电子邮件"),
    "webhook": ("接", "接口消息"),
}
FIELDS = {"thing1": "隐患", "thing2": "地点", "time3": "期限", "thing4": "事项", "phrase5": "状态"}
pages = Environment(
    loader=PackageLoader("deploy.demo.inbox", "."), autoescape=True, undefined=StrictUndefined
)
pages.filters["markdown"] = shown


def page(messages: list[dict[str, Any]], people: Mapping[str, Reader], only: str) -> bytes:
    """Write the page; `only` is the key of one person, or empty."""
    found = [_seen(message, people) for message in messages]
    counted: dict[str, int] = {}
    for each in found:
        for key in each["keys"]:
            counted[key] = counted.get(key, 0) + 1
    readers = sorted(
        {reader.key: reader for reader in people.values()}.values(), key=lambda r: -counted.get(r.key, 0)
    )
    chosen = [each for each in found if only in each["keys"]] if only else found
    return (
        pages.get_template("page.html")
        .render(
            messages=chosen[:SHOWN],
            total=len(chosen),
            readers=[(r, counted[r.key]) for r in readers if r.key in counted],
            only=only,
            everything=len(found),
        )
        .encode()
    )


def _seen(message: dict[str, Any], people: Mapping[str, Reader]) -> dict[str, Any]:
    """Add who is meant and how the app is called; a message may come from an older file."""
    app = str(message.get("app") or "webhook").partition(":")[0]
    known = [people.get(to) for to in message.get("to") or ()]
    names = [
        f"{reader.name}（{reader.title}）" if reader else to
        for reader, to in zip(known, message.get("to") or (), strict=True)
    ]
    mark, label = APPS.get(app, ("？", app))
    return {
        "app": app,
        "mark": mark,
        "label": label,
        "kind": message.get("kind") or "text",
        "names": names or ["群成员"],
        "keys": {reader.key for reader in known if reader},
        "at": message.get("at") or "",
        "title": message.get("title") or "",
        "text": message.get("text") or "",
        "button": message.get("button") or "",
        "link": message.get("link") or "",
        "rows": [(FIELDS.get(label, label), value) for label, value in message.get("rows") or ()],
        "shown": message.get("shown", True),
    }
