"""A text gateway as offices have them: a signed call, a code in words, one text for one number of ours."""

import hashlib
import hmac
import re

from deploy.demo.vendors.wire import Message, Reply, Request, answer
from deploy.demo.vendors.world import DAY, MINUTE, World

KEYS = {"smskey": "smssecret"}
SKEW_SECONDS = 300
MOST_OF_A_NUMBER = 10
_MOBILE = re.compile(r"1[3-9]\d{9}|000\d{8}")  # numbers that begin with 000 belong to invented people


class Sms:
    """Takes texts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.routes = {"/send": self.send}

    def send(self, request: Request) -> Reply:
        """Take one text."""
        if fault := self._unsigned(request):
            return answer({"code": fault, "message": "signature refused"}, status=401)
        asked = request.json()
        mobile, text = str(asked.get("mobile") or ""), str(asked.get("text") or "")
        if not _MOBILE.fullmatch(mobile):
            return answer({"code": "invalid_mobile", "message": "not a mobile number"})
        if not text:
            return answer({"code": "empty", "message": "no text"})
        if self.world.count(f"sms:{mobile}", MINUTE) > MOST_OF_A_NUMBER:
            refusal = answer({"code": "too_many", "message": "slow down"}, status=429)
            return Reply(refusal.body, 429, {**refusal.headers, "Retry-After": "60"})
        number = str(asked.get("id") or "")
        shown = not number or self.world.first_time(f"sms:{number}", DAY)
        message = Message("smsgw", (mobile,), "sms", "", text, shown=shown)
        return answer({"code": "0", "message": "accepted", "id": f"sms-{number}"}, taken=message)

    def _unsigned(self, request: Request) -> str:
        heads = request.headers
        secret, moment = KEYS.get(heads.get("x-key", ""), ""), heads.get("x-time", "")
        if not secret:
            return "unknown_key"
        if not moment.isdigit() or abs(int(moment) - self.world.now()) > SKEW_SECONDS:
            return "stale"
        signed = f"{heads['x-key']}\n{moment}\n{heads.get('x-nonce', '')}\n".encode() + request.body
        expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        return "" if hmac.compare_digest(expected, heads.get("x-signature", "")) else "bad_signature"
