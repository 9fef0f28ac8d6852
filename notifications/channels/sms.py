"""Text messages through an office's own gateway: one signed POST of JSON, the common denominator of such gateways.

`smsgw://KEY:SECRET@NAME/mobile?base=https://gateway/path&sign=临澄卫健&good=0,OK&never=blacklist`.
The signature is the hex HMAC-SHA256, under the secret, of key, time (seconds), nonce and body, joined by newlines.
"""

import hashlib
import hmac
import json
import secrets
from typing import Any, ClassVar

from domain import clock
from notifications.channels.answers import SUCCESS, UNREADABLE, by_status
from notifications.channels.codes import SMS_NEVER
from notifications.channels.own import OwnChannel
from notifications.channels.words import cut_letters, words_alone
from notifications.outcome import Outcome, plain_words

MOST_LETTERS = 335
"""Five parts of a long text message, with its signature."""
GOOD = "0,OK,ok,success,SUCCESS"


class SmsGateway(OwnChannel):
    """One text message to one number; its link stands in the text."""

    needs: ClassVar[tuple[str, ...]] = ("account", "secret", "recipients")

    def deliver(self, title: str, body: str) -> Outcome:
        """Send; the gateway says yes by a `code` among the good ones."""
        del title  # the text begins with what to do
        payload = json.dumps(self._message(body), ensure_ascii=False).encode()
        answer = self.request("POST", "", {}, self._headers(payload), payload)
        if answer.status != SUCCESS:
            return by_status(answer.status, answer.headers.get("retry-after"))
        try:
            found = json.loads(answer.text())
            code = str(found["code"])
        except (ValueError, TypeError, KeyError):
            return UNREADABLE
        if code not in self._codes("good", GOOD):
            said = plain_words(self.redacted(str(found.get("message") or "")))
            detail = (
                f"短信网关没有接收（代码 {plain_words(self.redacted(code))}{'：' if said else ''}{said}）"
            )
            return Outcome(ok=False, detail=detail, final=code in SMS_NEVER | self._codes("never", ""))
        return Outcome(ok=True, detail="短信网关已受理", receipt=str(found.get("id") or "") or None)

    def _message(self, body: str) -> dict[str, Any]:
        """Write the payload; the gateway may know a message again by its `id`."""
        mark = self.address.options.get("sign", "")
        text = (f"【{mark}】" if mark else "") + self._words(body, MOST_LETTERS - len(mark) - 2)
        return {
            "id": str(self.data.get("id", "")),
            "mobile": ",".join(self.address.recipients),
            "text": text,
            "template": self.address.options.get("template", ""),
            "values": dict(self.data.get("values") or {}),
        }

    def _words(self, body: str, most: int) -> str:
        """Cut the words, never the link at their end."""
        link = self.link() if body.endswith(self.link()) else ""
        words = words_alone(body.removesuffix(link))
        return cut_letters(words, most - len(link) - bool(link)) + (f" {link}" if link else "")

    def _headers(self, body: bytes) -> dict[str, str]:
        moment, nonce = str(int(clock.machine_now().timestamp())), secrets.token_hex(8)
        return {
            "Content-Type": "application/json; charset=utf-8",
            "X-Key": self.address.account,
            "X-Time": moment,
            "X-Nonce": nonce,
            "X-Signature": signature(self.address.account, self.address.secret, moment, nonce, body),
        }

    def _codes(self, name: str, standard: str) -> set[str]:
        return {code.strip() for code in self.address.options.get(name, standard).split(",") if code.strip()}


def signature(key: str, secret: str, moment: str, nonce: str, body: bytes) -> str:
    """Sign a message for the gateway."""
    signed = f"{key}\n{moment}\n{nonce}\n".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
