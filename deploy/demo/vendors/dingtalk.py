"""DingTalk as it behaves: refusals in HTTP 200, twenty a minute, the same text once a day, results asked for later."""

import base64
import hashlib
import hmac
import secrets
from typing import Any

from deploy.demo.vendors.wire import Message, Reply, Request, answer, code
from deploy.demo.vendors.world import DAY, MINUTE, World, is_known

APPS = {"dingkey": ("dingsecret", "1001")}
ROBOTS = {"robot-plain": "", "robot-signed": "SEC0a1b2c3d4e5f"}
KEYWORD_ROBOT, KEYWORD = "robot-keyword", "闭环"
MOST_A_MINUTE, SHUT_SECONDS, MOST_A_DAY, MOST_AT_ONCE = 20, 600.0, 500, 100
LAG_SECONDS = 2.0
HOUR_MS = 3_600_000
ROBOT_BYTES = 20_000


class DingTalk:
    """The robot's address and the gateway of older interfaces."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes = {
            "/robot/send": self.robot,
            "/gettoken": self.gettoken,
            "/topapi/message/corpconversation/asyncsend_v2": self.asyncsend,
            "/topapi/message/corpconversation/getsendresult": self.sendresult,
            "/topapi/v2/user/getuserinfo": self.getuserinfo,
        }

    def robot(self, request: Request) -> Reply:
        """Take a robot's message."""
        token = request.query.get("access_token", "")
        if token not in ROBOTS and token != KEYWORD_ROBOT:
            return code(300005, "token is not exist")
        if fault := self._unsigned(ROBOTS.get(token, ""), request):
            return code(310000, fault)
        if len(request.body) > ROBOT_BYTES:
            return code(400002, "msg too long")
        message = self._robot_message(token, request.json())
        if isinstance(message, Reply):
            return message
        if token == KEYWORD_ROBOT and KEYWORD not in message.title + message.text:
            return code(310000, "keywords not in content")
        return self._limited(token) or answer({"errcode": 0, "errmsg": "ok"}, taken=message)

    def gettoken(self, request: Request) -> Reply:
        """Issue a token to an app."""
        secret, _ = APPS.get(request.query.get("appkey", ""), ("", ""))
        if not secret or request.query.get("appsecret") != secret:
            return code(40089, "不合法的corpid或corpsecret")
        token = self.world.token(f"dingtalk:{request.query['appkey']}")
        return answer({"errcode": 0, "errmsg": "ok", "access_token": token, "expires_in": 7200})

    def asyncsend(self, request: Request) -> Reply:
        """Take a work notice; what becomes of it is known later."""
        if refusal := self._no_token(request):
            return refusal
        asked = request.json()
        agents = {agent for _, agent in APPS.values()}
        if not asked.get("agent_id"):
            return code(40, "Missing required arguments:agent_id")
        if str(asked["agent_id"]) not in agents:
            return code(41, "Invalid arguments:agent_id")
        people = [each for each in str(asked.get("userid_list") or "").split(",") if each]
        if not people or len(people) > MOST_AT_ONCE:
            return _below("40035", "不合法的参数")
        message = _work_message(tuple(people), asked.get("msg") or {})
        if message is None:
            return _below("400002", "无效的参数:msg")
        result = self._result(people, message)
        task = str(secrets.randbelow(10**11))
        self.world.tasks[task] = {"result": result, "since": self.world.now()}
        shown = bool(result["read_user_id_list"] or result["unread_user_id_list"])
        taken = Message(**{**message.__dict__, "shown": shown})
        return answer({"errcode": 0, "errmsg": "ok", "task_id": int(task)}, taken=taken)

    def sendresult(self, request: Request) -> Reply:
        """Tell what became of a notice, two seconds after it was taken."""
        if refusal := self._no_token(request):
            return refusal
        task = self.world.tasks.get(str(request.json().get("task_id")))
        if task is None:
            return _below("400002", "无效的参数:task_id")
        ripe = self.world.now() - float(str(task["since"])) >= LAG_SECONDS
        return answer({"errcode": 0, "errmsg": "ok", "send_result": task["result"] if ripe else {}})

    def getuserinfo(self, request: Request) -> Reply:
        """Tell who holds a sign-in code; a code serves once, for five minutes."""
        if refusal := self._no_token(request):
            return refusal
        person, until = self.world.codes.pop(str(request.json().get("code")), ("", 0.0))
        if not person or self.world.now() >= until:
            return code(40078, "不存在的临时授权码")
        return answer({"errcode": 0, "errmsg": "ok", "result": {"userid": person, "name": person}})

    def _result(self, people: list[str], message: Message) -> dict[str, list[Any]]:
        """Decide for each person: unknown, told the same today, told too often, or reached."""
        result: dict[str, list[Any]] = {
            name: []
            for name in (
                "invalid_user_id_list",
                "forbidden_user_id_list",
                "forbidden_list",
                "read_user_id_list",
                "unread_user_id_list",
            )
        }
        print_of = hashlib.sha256(f"{message.title}{message.text}{message.link}".encode()).hexdigest()
        for person in people:
            if not is_known(person):
                result["invalid_user_id_list"].append(person)
            elif not self.world.first_time(f"dingtalk:{person}:{print_of}", DAY):
                result["forbidden_user_id_list"].append(person)  # the older interface gives no reason
                if not person.startswith("old-"):
                    result["forbidden_list"].append({"code": "143106", "count": 1, "userid": person})
            elif self.world.count(f"dingtalk:{person}", DAY) > MOST_A_DAY:
                result["forbidden_list"].append({"code": "143105", "count": MOST_A_DAY, "userid": person})
            else:
                kind = "read" if person.startswith("reads-") else "unread"
                result[f"{kind}_user_id_list"].append(person)
        return result

    def _limited(self, token: str) -> Reply | None:
        """Refuse the twenty-first in a minute, and everything in the ten minutes after it."""
        until = self.world.shut_until.get(token, 0.0)
        if self.world.now() >= until and self.world.count(f"robot:{token}", MINUTE) <= MOST_A_MINUTE:
            return None
        if self.world.now() >= until:
            self.world.shut_until[token] = self.world.now() + SHUT_SECONDS
            self.world.sent[f"robot:{token}"].clear()
        return code(130101, "send too fast, exceed 20 times per minute")

    def _unsigned(self, secret: str, request: Request) -> str:
        """Check the signature as it stands after one decoding."""
        if not secret:
            return ""
        stamp = request.query.get("timestamp", "")
        if not stamp.isdigit() or abs(int(stamp) - self.world.now() * 1000) > HOUR_MS:
            return "invalid timestamp"
        digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
        return "" if request.query.get("sign") == base64.b64encode(digest).decode() else "sign not match"

    def _no_token(self, request: Request) -> Reply | None:
        states = {self.world.holds(f"dingtalk:{app}", request.query.get("access_token", "")) for app in APPS}
        if "good" in states:
            return None
        return (
            _below("42001", "access_token已过期")
            if "ended" in states
            else _below("40014", "不合法的access_token")
        )

    @staticmethod
    def _robot_message(token: str, asked: dict[str, Any]) -> Message | Reply:
        """Read one of the kinds a robot sends."""
        kind = str(asked.get("msgtype") or "")
        said = asked.get(kind)
        if kind not in {"text", "markdown", "actionCard"}:
            return code(400105, "msgtype is not supported")
        called = tuple(str(each) for each in (asked.get("at") or {}).get("atMobiles") or ())
        fields = {
            "text": ("content", "content"),
            "markdown": ("title", "text"),
            "actionCard": ("title", "text"),
        }
        if not isinstance(said, dict) or not all(said.get(name) for name in fields[kind]):
            return code(40035, "缺少参数 json")
        app, to = f"dingrobot:{token}", called
        if kind == "text":
            return Message(app, to, "text", "", str(said["content"]))
        button, link = str(said.get("singleTitle") or ""), str(said.get("singleURL") or "")
        return Message(app, to, "markdown", str(said["title"]), str(said["text"]), button, link)


def _work_message(to: tuple[str, ...], said: dict[str, Any]) -> Message | None:
    kind = said.get("msgtype")
    card = said.get(str(kind)) or {}
    if kind == "action_card" and all(
        card.get(name) for name in ("title", "markdown", "single_title", "single_url")
    ):
        return Message(
            "dingwork",
            to,
            "markdown",
            card["title"],
            card["markdown"],
            card["single_title"],
            card["single_url"],
        )
    if kind == "markdown" and card.get("title") and card.get("text"):
        return Message("dingwork", to, "markdown", card["title"], card["text"])
    return None


def _below(sub_code: str, words: str) -> Reply:
    """Refuse as the older gateway does: code 88, and the true one below it."""
    said = f"ding talk error[subcode={sub_code},submsg={words}]"
    return code(88, said, sub_code=sub_code, sub_msg=words)
