"""A WeChat official account's template message: short fields and a link.

`wechatmp://APPID:SECRET@TEMPLATE/openid?fields=thing1:hazard,thing2:place,time3:due`. A field takes the word of that
name from the message's `values`; `title` and `body` serve too.
"""

from typing import Any, ClassVar

from domain import clock
from notifications.channels.codes import WECHAT, WECHAT_TOKEN
from notifications.channels.own import OwnChannel
from notifications.channels.template_fields import fitted
from notifications.channels.tokens import Grant
from notifications.channels.words import without_link
from notifications.outcome import Outcome

STANDARD_FIELDS = "thing1:title,thing2:body"


class WeChatAccount(OwnChannel):
    """A template message to one follower."""

    standard_base: ClassVar[str] = "https://api.weixin.qq.com"
    needs: ClassVar[tuple[str, ...]] = ("account", "secret", "place", "recipients")
    repeats: ClassVar[int] = 4
    """Our number is known for ten minutes, in which so many more tries fall."""

    def deliver(self, title: str, body: str) -> Outcome:
        """Send to one follower; the vendor takes a number of ours once, so a retry is no second message."""
        payload: dict[str, Any] = {
            "touser": self.address.recipients[0],
            "template_id": self.address.place,
            "url": self.link(),
            "data": self._fields(title, without_link(body, self.link())),
        }
        if self.data.get("id") is not None:
            payload["client_msg_id"] = f"bihuan-{self.data['id']}"[:32]

        def use(token: str) -> Outcome:
            found = self.post("/cgi-bin/message/template/send", {"access_token": token}, payload, WECHAT)
            return Outcome(ok=True, detail="微信已受理", receipt=str(found.get("msgid") or "") or None)

        return self.with_token(self._fetch, use)

    def _fields(self, title: str, body: str) -> dict[str, dict[str, str]]:
        """Fill the template; an empty field would be refused."""
        words = {**(self.data.get("values") or {}), "title": title, "body": body}
        pairs = (self.address.options.get("fields") or STANDARD_FIELDS).split(",")
        named = [(name.strip(), key.strip()) for name, _, key in (pair.partition(":") for pair in pairs)]
        moments = {key: clock.parse(text) for key, text in (self.data.get("moments") or {}).items()}
        return {
            name: {"value": fitted(name, str(words.get(key) or ""), moments.get(key))}
            for name, key in named
            if name
        }

    def _fetch(self) -> Grant:
        query = {
            "grant_type": "client_credential",
            "appid": self.address.account,
            "secret": self.address.secret,
        }
        return self.granted(self.get("/cgi-bin/token", query, WECHAT_TOKEN))
