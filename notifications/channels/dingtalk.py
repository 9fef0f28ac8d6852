"""DingTalk: a group's robot, and work notices (工作通知) to a person. Another host, such as 专有钉钉, goes in `base`.

`dingrobot://TOKEN/mobile?secret=SEC…` and `dingwork://APPKEY:APPSECRET@AGENT/userid`.
"""

import base64
import hashlib
import hmac
from typing import Any, ClassVar

from domain import clock
from notifications.channels.codes import DINGTALK, DINGTALK_ROBOT
from notifications.channels.own import OwnChannel
from notifications.channels.tokens import Grant
from notifications.channels.words import cut_bytes, cut_letters, harmless, plain, without_link
from notifications.outcome import Outcome, Reached, Receipt
from notifications.retry import MOST_TRIES

ROBOT_BYTES = 16_000  # of 20,000 for the whole message
CARD_LETTERS, CARD_BYTES = 1000, 1700  # 1000 characters in a card; 2048 bytes for a whole 专有钉钉 message
TITLE_LETTERS, BUTTON_LETTERS = 60, 20
SENT_BEFORE, TOO_MANY = "143106", "143105"


class DingRobot(OwnChannel):
    """A robot in a group chat: a card with one button, or markdown; people are named by mobile number."""

    standard_base: ClassVar[str] = "https://oapi.dingtalk.com"

    def deliver(self, title: str, body: str) -> Outcome:
        """Send one message to the group."""
        query = {"access_token": self.address.place, **self._signature()}
        self.post("/robot/send", query, self._message(title, body), DINGTALK_ROBOT)
        return Outcome(ok=True, detail="已送达群机器人")

    def _message(self, title: str, body: str) -> dict[str, Any]:
        """Write the payload; the client shows an @ only where it also stands in the text.

        A robot with keywords takes only what holds one of them.
        """
        called = " ".join(f"@{mobile}" for mobile in self.address.recipients)
        words = cut_bytes(harmless(without_link(body, self.link())), ROBOT_BYTES)
        head = cut_letters(plain(title), TITLE_LETTERS)
        keyword = plain(self.address.options.get("keyword", ""))
        mark = f"【{keyword}】" if keyword and keyword not in f"{head}{words}" else ""
        text = "\n\n".join(filter(None, (f"### {harmless(head)}", words, mark, called)))
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
    repeats: ClassVar[int] = MOST_TRIES  # the same text reaches a person once a day
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
        if failed := self._failed(found):
            return failed
        if self._among(found, "read_user_id_list"):
            return Receipt(Reached.READ, "钉钉已读")
        if self._among(found, "unread_user_id_list"):
            return Receipt(Reached.DELIVERED, "钉钉已送达，未读")
        return Receipt(Reached.PENDING, "钉钉处理中")

    def _failed(self, found: dict[str, Any]) -> Receipt | None:
        """Say why it did not reach the reader, or that they have it from before."""
        if self._among(found, "invalid_user_id_list"):
            return Receipt(Reached.FAILED, "钉钉上没有这个接收人，或不在应用的可见范围，请核对平台账号")
        barred = self._barred(found.get("forbidden_list"))
        if SENT_BEFORE in barred:  # our texts are numbered: the same was this very message
            return Receipt(Reached.DELIVERED, "钉钉已送达：先前已收到这条消息")
        if barred or self._among(found, "forbidden_user_id_list"):
            said = "、".join(sorted(filter(None, barred)))
            words = (
                f"钉钉没有发给这个人：当天发给他的太多，或应用受限{f'（平台代码 {said}）' if said else ''}"
            )
            return Receipt(Reached.FAILED, self.redacted(words), unless_repeated=TOO_MANY not in barred)
        if self._among(found, "failed_user_id_list"):
            return Receipt(Reached.FAILED, "钉钉发送失败，没有说明原因")
        return None

    def _among(self, found: dict[str, Any], name: str) -> bool:
        return bool({str(each) for each in found.get(name) or ()} & set(self.address.recipients))

    def _barred(self, listed: Any) -> set[str]:  # noqa: ANN401 - whatever the vendor lists
        """Give the codes under which this reader was refused."""
        each = [one for one in listed or () if isinstance(one, dict)]
        return {
            str(one.get("code") or "") for one in each if str(one.get("userid")) in self.address.recipients
        }

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
