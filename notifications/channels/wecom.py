"""WeCom: a group's robot (消息推送) and messages of an app to a person. A private WeCom's host goes in `base`.

`wecomrobot://KEY/userid` and `wecomapp://CORPID:SECRET@AGENT/userid`.
"""

from typing import Any, ClassVar

from notifications.channels.own import OwnChannel
from notifications.channels.tokens import Grant
from notifications.channels.verdicts import WECOM, WECOM_SENDING
from notifications.channels.words import cut_bytes, cut_letters, harmless, plain, without_link
from notifications.outcome import Outcome

MARKDOWN_BYTES = 4096
TITLE_BYTES, DESCRIPTION_BYTES, BUTTON_LETTERS = 128, 512, 4
CARD_TITLE_LETTERS, CARD_TEXT_LETTERS, LABEL_LETTERS, VALUE_LETTERS, MOST_ROWS = 26, 112, 5, 26, 6
NOT_REACHED = ("invaliduser", "unlicenseduser")


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

    def deliver(self, title: str, body: str) -> Outcome:
        """Send to the people of the address; one whom the app cannot reach is a failure, whatever the code."""
        agent = self.address.place
        payload = {
            "touser": "|".join(self.address.recipients),
            "agentid": int(agent) if agent.isascii() and agent.isdigit() else agent,
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
        detail = self.redacted(f"企业微信未送达：{found}")
        return Outcome(ok=False, detail=detail, final=True, receipt=receipt, undelivered=tuple(missed))

    def _message(self, title: str, body: str) -> dict[str, Any]:
        if not self.link():
            text = cut_bytes(f"{plain(title)}\n{plain(body)}", 2048)
            return {"msgtype": "text", "text": {"content": text}}
        if self.address.options.get("style") == "card":
            return {"msgtype": "template_card", "template_card": notice_card(self, title, body)}
        card = {
            "title": cut_bytes(harmless(title), TITLE_BYTES),
            "description": cut_bytes(harmless(without_link(body, self.link())), DESCRIPTION_BYTES),
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
            "value": cut_letters(plain(str(value)), VALUE_LETTERS),
        }
        for label, value in channel.data.get("rows") or ()
        if value
    ]
    return {
        "card_type": "text_notice",
        "main_title": {"title": cut_letters(plain(title), CARD_TITLE_LETTERS)},
        "sub_title_text": cut_letters(plain(without_link(body, channel.link())), CARD_TEXT_LETTERS),
        "horizontal_content_list": rows[:MOST_ROWS],
        "jump_list": [{"type": 1, "title": channel.button(), "url": channel.link()}],
        "card_action": {"type": 1, "url": channel.link()},
    }
