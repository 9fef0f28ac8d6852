"""WeCom: a group's robot (消息推送) and messages of an app to a person. A private WeCom's host goes in `base`.

`wecomrobot://KEY/userid` and `wecomapp://CORPID:SECRET@AGENT/userid`.
"""

import secrets
from typing import Any, ClassVar

from notifications.channels.codes import WECOM, WECOM_SENDING
from notifications.channels.own import OwnChannel
from notifications.channels.tokens import Grant
from notifications.channels.words import cut_bytes, cut_letters, harmless, plain, without_link, words_alone
from notifications.outcome import Outcome
from notifications.retry import MOST_TRIES

MARKDOWN_BYTES, TEXT_BYTES = 4096, 2048
TITLE_BYTES, DESCRIPTION_BYTES, BUTTON_LETTERS = 128, 512, 4
CARD_TITLE_LETTERS, CARD_TEXT_LETTERS, LABEL_LETTERS, VALUE_LETTERS, MOST_ROWS = 26, 112, 5, 26, 6
NOT_REACHED = {
    "invaliduser": "企业微信里没有这个人，或不在应用的可见范围",
    "unlicenseduser": "这个人没有企业微信的许可",
}
KNOWN_AGAIN_SECONDS = 14_400
"""The longest the vendor offers: within it a message with the same content is shown once."""


class WeComRobot(OwnChannel):
    """A robot in a group chat: markdown, or a card; people are named by userid, which only markdown shows."""

    standard_base: ClassVar[str] = "https://qyapi.weixin.qq.com"

    def deliver(self, title: str, body: str) -> Outcome:
        """Send one message to the group."""
        self.post("/cgi-bin/webhook/send", {"key": self.address.place}, self._message(title, body), WECOM)
        return Outcome(ok=True, detail="已送达群机器人")

    def _message(self, title: str, body: str) -> dict[str, Any]:
        if self.link() and self.address.options.get("style") == "card":
            return {"msgtype": "template_card", "template_card": notice_card(self, title, body)}
        called = "".join(f"<@{harmless(person)}>" for person in self.address.recipients)
        link = f"[{self.button()}]({self.link()})" if self.link() else ""
        head = f"**{harmless(cut_letters(plain(title), CARD_TITLE_LETTERS * 2))}**"
        around = "\n".join(filter(None, (head, link, called)))
        words = cut_bytes(
            harmless(without_link(body, self.link())), MARKDOWN_BYTES - len(around.encode()) - 1
        )
        return {
            "msgtype": "markdown",
            "markdown": {"content": "\n".join(filter(None, (head, words, link, called)))},
        }


class WeComApp(OwnChannel):
    """A message of an app: a text card, which WeChat's plugin shows too, or a template card (`style=card`)."""

    standard_base: ClassVar[str] = "https://qyapi.weixin.qq.com"
    needs: ClassVar[tuple[str, ...]] = ("account", "secret", "place", "recipients")
    repeats: ClassVar[int] = MOST_TRIES

    def deliver(self, title: str, body: str) -> Outcome:
        """Send to the people of the address; one whom the app cannot reach is a failure, whatever the code."""
        agent = self.address.place
        payload = {
            "touser": "|".join(self.address.recipients),
            "agentid": int(agent) if agent.isascii() and agent.isdigit() else agent,
            "enable_duplicate_check": 1,
            "duplicate_check_interval": KNOWN_AGAIN_SECONDS,
            **self._message(title, body),
        }

        def use(token: str) -> Outcome:
            found = self.post("/cgi-bin/message/send", {"access_token": token}, payload, WECOM_SENDING)
            return self._reached(found)

        return self.with_token(self._fetch, use)

    def _reached(self, found: dict[str, Any]) -> Outcome:
        missed = [each for name in NOT_REACHED for each in str(found.get(name) or "").split("|") if each]
        receipt = str(found.get("msgid") or "") or None
        if not missed:
            return Outcome(ok=True, detail="企业微信已受理", receipt=receipt)
        words = "；".join(words for name, words in NOT_REACHED.items() if found.get(name))
        detail = self.redacted(f"未送达：{words}，请核对平台账号（{'、'.join(missed)}）")
        return Outcome(ok=False, detail=detail, final=True, receipt=receipt, undelivered=tuple(missed))

    def _task(self) -> str:
        return f"bihuan-{self.data.get('id', secrets.token_hex(8))}"

    def _message(self, title: str, body: str) -> dict[str, Any]:
        """Write the message. Its number tells it from another with the same words, but not from its own retry."""
        number = "" if self.data.get("id") is None else f"\n消息编号 {self.data['id']}"
        if not self.link():
            text = (
                cut_bytes(f"{words_alone(title)}\n{words_alone(body)}", TEXT_BYTES - len(number.encode()))
                + number
            )
            return {"msgtype": "text", "text": {"content": text}}
        if self.address.options.get("style") == "card":
            card = notice_card(self, title, body)
            return {"msgtype": "template_card", "template_card": {**card, "task_id": self._task()}}
        words = harmless(without_link(body, self.link()))
        card = {
            "title": cut_bytes(harmless(title), TITLE_BYTES),
            "description": cut_bytes(words, DESCRIPTION_BYTES - len(number.encode())) + number,
            "url": self.link(),
            "btntxt": cut_letters(self.button(), BUTTON_LETTERS),
        }
        return {"msgtype": "textcard", "textcard": card}

    def _fetch(self) -> Grant:
        query = {"corpid": self.address.account, "corpsecret": self.address.secret}
        return self.granted(self.get("/cgi-bin/gettoken", query, WECOM))


def notice_card(channel: OwnChannel, title: str, body: str) -> dict[str, Any]:
    """Write a card of the kind text_notice: it takes words as they are, and its whole face is the link."""
    rows = [
        {
            "keyname": cut_letters(plain(str(label)), LABEL_LETTERS),
            "value": cut_letters(words_alone(str(value)), VALUE_LETTERS),
        }
        for label, value in channel.data.get("rows") or ()
        if value
    ]
    return {
        "card_type": "text_notice",
        "main_title": {"title": cut_letters(words_alone(title), CARD_TITLE_LETTERS)},
        "sub_title_text": cut_letters(words_alone(without_link(body, channel.link())), CARD_TEXT_LETTERS),
        "horizontal_content_list": rows[:MOST_ROWS],
        "jump_list": [{"type": 1, "title": channel.button(), "url": channel.link()}],
        "card_action": {"type": 1, "url": channel.link()},
    }
