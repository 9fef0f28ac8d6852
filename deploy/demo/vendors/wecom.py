"""WeCom as it behaves: 20 a minute for a robot, half-invalid readers in a yes, excess swallowed in silence."""

import json
from typing import Any

from deploy.demo.vendors.wire import Message, Reply, Request, answer, code
from deploy.demo.vendors.world import MINUTE, World, is_known

CORP, SECRET, AGENT = "wwcorp", "wesecret", 1000002
ROBOTS = {"693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"}
MOST_OF_A_ROBOT, MOST_OF_A_PERSON = 20, 30
MARKDOWN_BYTES, TEXT_BYTES, TITLE_BYTES, DESCRIPTION_BYTES = 4096, 2048, 128, 512
LETTERS_OF_A_BUTTON = 4
HALF_AN_HOUR, FOUR_HOURS = 1800, 14_400


class WeCom:
    """The robot's address, an app's messages, and whose sign-in code it is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes = {
            "/cgi-bin/webhook/send": self.robot,
            "/cgi-bin/gettoken": self.gettoken,
            "/cgi-bin/message/send": self.send,
            "/cgi-bin/auth/getuserinfo": self.getuserinfo,
        }

    def robot(self, request: Request) -> Reply:
        """Take a robot's message."""
        key = request.query.get("key", "")
        if key not in ROBOTS:
            return code(93000, "invalid webhook url, hint: [1764036180]")
        message = _message(f"wecomrobot:{key[:8]}", (), request.json())
        if isinstance(message, Reply):
            return message
        if self.world.count(f"wecomrobot:{key}", MINUTE) > MOST_OF_A_ROBOT:
            return code(45009, "api freq out of limit")
        return answer({"errcode": 0, "errmsg": "ok"}, taken=message)

    def gettoken(self, request: Request) -> Reply:
        """Issue a token; it is the same while it is good."""
        if request.query.get("corpid") != CORP:
            return code(40013, "invalid corpid")
        if request.query.get("corpsecret") != SECRET:
            return code(40001, "invalid credential")
        token = self.world.token("wecom")
        return answer({"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200})

    def send(self, request: Request) -> Reply:
        """Take a message for people of the corporation."""
        if refusal := self._no_token(request):
            return refusal
        asked = request.json()
        if asked.get("agentid") != AGENT:
            return code(40056, "invalid agentid")
        people = [each for each in str(asked.get("touser") or "").split("|") if each]
        known = [each for each in people if is_known(each)]
        if not known:
            return code(81013, "user & party & tag all invalid")
        message = _message("wecomapp", tuple(known), asked)
        if isinstance(message, Reply):
            return message
        swallowed = self._repeated(asked, known) or any(
            self.world.count(f"wecom:{each}", MINUTE) > MOST_OF_A_PERSON for each in known
        )
        missing = "|".join(each for each in people if each not in known)
        taken = Message(**{**message.__dict__, "shown": not swallowed})
        number = f"msg-{len(self.world.tasks)}-{int(self.world.now())}"
        return answer({"errcode": 0, "errmsg": "ok", "invaliduser": missing, "msgid": number}, taken=taken)

    def _repeated(self, asked: dict[str, Any], people: list[str]) -> bool:
        """Whether the duplicate check, where it is asked for, knows this content: then nobody sees it again."""
        if asked.get("enable_duplicate_check") != 1:
            return False
        interval = min(int(asked.get("duplicate_check_interval") or HALF_AN_HOUR), FOUR_HOURS)
        said = json.dumps(asked.get(str(asked.get("msgtype"))), sort_keys=True)
        return not self.world.first_time(f"wecom:{people}:{said}", interval)

    def getuserinfo(self, request: Request) -> Reply:
        """Tell who holds a sign-in code; a code serves once, for five minutes."""
        if refusal := self._no_token(request):
            return refusal
        person, until = self.world.codes.pop(request.query.get("code", ""), ("", 0.0))
        if not person or self.world.now() >= until:
            return code(40029, "invalid code")
        return answer({"errcode": 0, "errmsg": "ok", "userid": person})

    def _no_token(self, request: Request) -> Reply | None:
        state = self.world.holds("wecom", request.query.get("access_token", ""))
        if state == "good":
            return None
        return (
            code(42001, "access_token expired") if state == "ended" else code(40014, "invalid access_token")
        )


def _message(app: str, to: tuple[str, ...], asked: dict[str, Any]) -> Message | Reply:
    """Read one of the kinds that may be sent, cut or refused where the real one cuts or refuses."""
    kind = str(asked.get("msgtype") or "")
    said = asked.get(kind)
    if kind not in {"text", "markdown", "textcard", "template_card"} or not isinstance(said, dict):
        return code(40008, "invalid message type")
    if kind in {"text", "markdown"}:
        text, most = str(said.get("content") or ""), TEXT_BYTES if kind == "text" else MARKDOWN_BYTES
        if not text:
            return code(44004, "empty content")
        if len(text.encode()) > most:
            return code(40058, f"{kind}.content exceed max length {most}. invalid Request Parameter")
        return Message(app, to, kind, "", text)
    if kind == "textcard":
        return _text_card(app, to, said)
    return _template_card(app, to, said)


def _text_card(app: str, to: tuple[str, ...], said: dict[str, Any]) -> Message | Reply:
    if not all(said.get(name) for name in ("title", "description", "url")):
        return code(40058, "textcard: missing title, description or url. invalid Request Parameter")
    cut = str(said["description"]).encode()[:DESCRIPTION_BYTES].decode("utf-8", "ignore")
    title = str(said["title"]).encode()[:TITLE_BYTES].decode("utf-8", "ignore")
    button = str(said.get("btntxt") or "详情")[:LETTERS_OF_A_BUTTON]
    return Message(app, to, "textcard", title, cut, button, str(said["url"]))


def _template_card(app: str, to: tuple[str, ...], said: dict[str, Any]) -> Message | Reply:
    title = str((said.get("main_title") or {}).get("title") or "")
    action = said.get("card_action") or {}
    if said.get("card_type") != "text_notice" or not title or not action.get("url"):
        return code(42014, "template_card: missing main_title or card_action")
    rows = tuple(
        (str(row.get("keyname") or ""), str(row.get("value") or ""))
        for row in said.get("horizontal_content_list") or ()
    )
    jump = (said.get("jump_list") or [{}])[0]
    text = str(said.get("sub_title_text") or "")
    return Message(app, to, "card", title, text, str(jump.get("title") or ""), str(action["url"]), rows)
