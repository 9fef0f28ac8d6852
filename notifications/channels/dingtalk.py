"""DingTalk: a group's robot, and work notices (工作通知) to a person. Another host, such as 专有钉钉, goes in `base`.

`dingrobot://TOKEN/mobile?secret=SEC…` and `dingwork://APPKEY:APPSECRET@AGENT/userid`.
"""

import base64
import hashlib
import hmac
from typing import Any, ClassVar

from domain import clock
from notifications.channels.own import OwnChannel
from notifications.channels.tokens import Grant
from notifications.channels.verdicts import DINGTALK, DINGTALK_ROBOT
from notifications.channels.words import cut_bytes, cut_letters, harmless, plain, without_link
from notifications.outcome import Outcome, Reached, Receipt

ROBOT_BYTES = 16_000  # of 20,000 for the whole message
CARD_LETTERS, CARD_BYTES = 1000, 1700  # 1000 characters in a card; 2048 bytes for a whole 专有钉钉 message
TITLE_LETTERS, BUTTON_LETTERS = 60, 20


class DingRobot(OwnChannel):
    """A robot in a group chat: a card with one button, or markdown; people are named by mobile number."""

    standard_base: ClassVar[str] = "https://oapi.dingtalk.com"

    def deliver(self, title: str, body: str) -> Outcome:
        """Send one message to the group."""
        query = {"access_token": self.address.place, **self._signature()}
        self.post("/robot/send", query, self._message(title, body), DINGTALK_ROBOT)
        return Outcome(ok=True, detail="已送达群机器人")

    def _message(self, title: str, body: str) -> dict[str, Any]:
        """Write the payload; the client shows an @ only where it also stands in the text."""
        called = " ".join(f"@{mobile}" for mobile in self.address.recipients)
        words = cut_bytes(harmless(without_link(body, self.link())), ROBOT_BYTES)
        head = cut_letters(plain(title), TITLE_LETTERS)
        text = "\n\n".join(filter(None, (f"### {harmless(head)}", words, called)))
        at = {"atMobiles": list(self.address.recipients), "isAtAll": False}
        if self.link() and self.address.options.get("style") != "markdown":
            card = {"title": head, "text": text, "singleTitle": self.button(), "singleURL": self.link()}
            return {"msgtype": "actionCard", "actionCard": card, "at": at}
        link = f"\n\n[{self.button()}]({self.link()})" if self.link() else ""
        return {"msgtype": "markdown", "markdown": {"title": head, "text": text + link}, "at": at}

    def _signature(self) -> dict[str, str]:
        """Sign the moment (加签). The sum is encoded once, with the rest of the query."""
        secret = self.address.options.get("secret")
        if not secret:
            return {}
        timestamp = str(int(clock.machine_now().timestamp() * 1000))
        return {"timestamp": timestamp, "sign": sign(secret, timestamp)}


def sign(secret: str, timestamp: str) -> str:
    """Give the sum DingTalk expects beside a timestamp in milliseconds, not yet encoded for a URL."""
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class DingWork(OwnChannel):
    """A work notice. It is taken first and delivered later, so its result must be asked for."""

    standard_base: ClassVar[str] = "https://oapi.dingtalk.com"
    needs: ClassVar[tuple[str, ...]] = ("account", "secret", "place", "recipients")
    sending: ClassVar[str] = "/topapi/message/corpconversation/asyncsend_v2"
    asking: ClassVar[str] = "/topapi/message/corpconversation/getsendresult"

    def deliver(self, title: str, body: str) -> Outcome:
        """Hand one notice over; the receipt is the vendor's task."""
        payload = {
            "agent_id": self.address.place,
            "userid_list": ",".join(self.address.recipients),
            "to_all_user": False,
            "msg": self._message(title, body),
        }

        def use(token: str) -> Outcome:
            found = self.post(self.sending, {"access_token": token}, payload, DINGTALK)
            return Outcome(ok=True, detail="钉钉已受理", receipt=str(found.get("task_id") or "") or None)

        return self.with_token(self._fetch, use)

    def look_up(self, receipt: str) -> Receipt:
        """Ask whom a task reached. The same text twice in a day is taken, and then found among the forbidden."""
        found: dict[str, Any] = {}

        def use(token: str) -> Outcome:
            payload = {"agent_id": self.address.place, "task_id": receipt}
            answer = self.post(self.asking, {"access_token": token}, payload, DINGTALK)
            found.update(answer.get("send_result") or {})
            return Outcome(ok=True)

        self.with_token(self._fetch, use)
        return self._reached(found)

    def _reached(self, found: dict[str, Any]) -> Receipt:
        """Read a result: who stands nowhere in it is still under way."""

        def among(*names: str) -> bool:
            listed = {str(each) for name in names for each in found.get(name) or ()}
            return bool(listed & set(self.address.recipients))

        forbidden = [each for each in found.get("forbidden_list") or () if isinstance(each, dict)]
        barred = {str(each.get("userid")) for each in forbidden} & set(self.address.recipients)
        failed = among("invalid_user_id_list", "forbidden_user_id_list", "failed_user_id_list")
        if failed or barred:
            return Receipt(Reached.FAILED, self.redacted(f"钉钉未送达：{found}"))
        if among("read_user_id_list"):
            return Receipt(Reached.READ, "钉钉已读")
        if among("unread_user_id_list"):
            return Receipt(Reached.DELIVERED, "钉钉已送达，未读")
        return Receipt(Reached.PENDING, "钉钉处理中")

    def _message(self, title: str, body: str) -> dict[str, Any]:
        """Write the notice. Its number makes each text a new one, but not each retry of the same."""
        number = f"\n\n消息编号 {self.data['id']}" if self.data.get("id") is not None else ""
        words = harmless(without_link(body, self.link()))
        head = cut_letters(plain(title), TITLE_LETTERS)
        room = CARD_BYTES - len(f"### {head}{number}".encode())
        words = cut_letters(cut_bytes(words, room), CARD_LETTERS - len(head) - len(number))
        text = f"### {harmless(head)}\n\n{words}{number}"
        if not self.link():
            return {"msgtype": "markdown", "markdown": {"title": head, "text": text}}
        button = cut_letters(self.button(), BUTTON_LETTERS)
        card = {"title": head, "markdown": text, "single_title": button, "single_url": self.link()}
        return {"msgtype": "action_card", "action_card": card}

    def _fetch(self) -> Grant:
        """Fetch a token; it serves every person of this app."""
        query = {"appkey": self.address.account, "appsecret": self.address.secret}
        found = self.get("/gettoken", query, DINGTALK)
        return self.granted(found)
