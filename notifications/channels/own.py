"""What our own channels share: an address read from a URL, one bounded request, a token, and an honest outcome."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode

from apprise.plugins.base import NotifyBase

from domain.outside import AllowedHosts, Answer, NotAdmittedError, OutsideError, TookTooLongError, call
from notifications.channels.address import STRUCK_OUT, Address, forms_of, read
from notifications.channels.answers import SUCCESS, UNREADABLE, by_status, code_of, is_bare_token
from notifications.channels.tokens import Grant, MemoryTokens, Tokens, drop, obtain, token_key
from notifications.channels.verdicts import Table, Turn, Verdict, judge, refused
from notifications.outcome import Outcome, Reached, Receipt, short

SECONDS = 15.0
TOKEN_SECONDS = 7200.0
BUTTON = "去处理"


class RefusedError(Exception):
    """The vendor said no; the outcome says how."""

    def __init__(self, outcome: Outcome, verdict: Verdict | None = None) -> None:
        super().__init__(outcome.detail)
        self.outcome, self.verdict = outcome, verdict


class OwnChannel(NotifyBase):
    """One message to one vendor within `seconds`. Set `data`, `tokens` and `allowed` first, read `outcome` after."""

    request_rate_per_sec = 0
    title_maxlen = 250
    body_maxlen = 32768
    standard_base: ClassVar[str] = ""
    needs: ClassVar[tuple[str, ...]] = ("place",)
    """The parts of an address without which it is none."""
    repeats: ClassVar[int] = 0
    """After an answer was lost: for how many more tries the vendor knows the message again and shows it once."""

    def __init_subclass__(cls, **terms: Any) -> None:  # noqa: ANN401 - as Apprise declares it
        super().__init_subclass__(**terms)  # type: ignore[no-untyped-call] # Apprise has no types

    def __init__(self, address: Address, **parts: Any) -> None:  # noqa: ANN401 - Apprise hands over what it likes
        super().__init__(**parts)  # type: ignore[no-untyped-call] # Apprise has no types
        if not all(getattr(address, name) for name in self.needs):
            raise TypeError(f"{address.scheme}: {', '.join(self.needs)}")
        self.address = address
        self.base = (address.options.get("base") or self.standard_base).rstrip("/")
        self.data: Mapping[str, Any] = {}
        self.tokens: Tokens = MemoryTokens()
        self.allowed = AllowedHosts()
        self.seconds = SECONDS
        self.outcome = Outcome(ok=False, detail="未发出")
        self._seen_tokens: set[str] = set()
        self._until = 0.0

    @staticmethod
    def parse_url(url: Any, *_: Any, **__: Any) -> dict[str, Any] | None:  # noqa: ANN401 - Apprise's own
        """Read a URL as Apprise asks for it."""
        address = read(str(url))
        return (
            None if address is None else {"address": address, "schema": address.scheme, "host": address.place}
        )

    def url(self, privacy: bool = False, *_: Any, **__: Any) -> str:  # noqa: ANN401, FBT001, FBT002 - Apprise's own
        """Write the URL again; with `privacy` nothing but the scheme is told."""
        return f"{self.address.scheme}://{STRUCK_OUT}/" if privacy else self.address.url()

    def send(self, body: str, title: str = "", *_: Any, **__: Any) -> bool:  # noqa: ANN401 - as Apprise calls it
        """Send one message; the outcome tells what the vendor answered."""
        self._until = time.monotonic() + self.seconds
        try:
            self.outcome = self.deliver(title, body)
        except RefusedError as refusal:
            self.outcome = refusal.outcome
        except OutsideError as error:
            slow = isinstance(error, TookTooLongError)
            self.outcome = Outcome(
                ok=False,
                detail=f"{self.seconds:g} 秒内没有完成" if slow else str(error),
                final=isinstance(error, NotAdmittedError),
                lost=error.lost,
                repeats=self.repeats,
            )
        return self.outcome.ok

    def ask(self, receipt: str) -> Receipt:
        """Ask how far a message came; where the answer fails, it may be asked again."""
        self._until = time.monotonic() + self.seconds
        try:
            return self.look_up(receipt)
        except RefusedError as refusal:
            return Receipt(Reached.PENDING, refusal.outcome.detail, refusal.outcome.wait)
        except OutsideError as error:
            return Receipt(Reached.PENDING, str(error))

    def look_up(self, receipt: str) -> Receipt:
        """Ask the vendor; most never say."""
        del receipt
        return Receipt(Reached.UNKNOWN)

    def deliver(self, title: str, body: str) -> Outcome:
        """Send one message; may raise `RefusedError` or `OutsideError`."""
        raise NotImplementedError

    def link(self) -> str:
        """Give the address of the page the message is about."""
        return str(self.data.get("link") or "")

    def button(self) -> str:
        """Give the word on the button."""
        return str(self.data.get("button") or BUTTON)

    def post(
        self, path: str, query: Mapping[str, str], payload: Mapping[str, Any], table: Table
    ) -> dict[str, Any]:
        """Post JSON and give the vendor's answer, when it is a yes; raises `RefusedError` for anything else."""
        text = json.dumps(payload, ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json; charset=utf-8"}
        return self.understood(self.request("POST", path, query, kind, text), table)

    def get(self, path: str, query: Mapping[str, str], table: Table) -> dict[str, Any]:
        """Get a token as JSON: WeChat gives it without a code. It is no message, so none is lost with its answer."""
        try:
            answer = self.request("GET", path, query, {}, b"")
        except OutsideError as error:
            error.lost = False
            raise
        return self.understood(answer, table, a_token_will_do=True)

    def request(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes
    ) -> Answer:
        """Send one request to the base of this channel; a query is encoded once, here."""
        url = f"{self.base}{path}" + (f"?{urlencode(query)}" if query else "")
        seconds = max(self._until - time.monotonic(), 0)
        return call(method, url, allowed=self.allowed, seconds=seconds, headers=headers, body=body)

    def understood(self, answer: Answer, table: Table, *, a_token_will_do: bool = False) -> dict[str, Any]:
        """Read an answer: only JSON whose `errcode` is the number 0 is a yes."""
        if answer.status != SUCCESS:
            raise RefusedError(by_status(answer.status, answer.headers.get("retry-after"), self.repeats))
        try:
            found = json.loads(answer.text())
            code = 0 if a_token_will_do and is_bare_token(found) else code_of(found)
        except (ValueError, TypeError, KeyError):
            raise RefusedError(UNREADABLE) from None
        if code:
            verdict = judge(table, code)
            said = self.redacted(str(found.get("sub_msg") or found.get("errmsg") or ""))
            raise RefusedError(refused(verdict, code, said), verdict)
        return dict(found)

    def with_token(self, fetch: Callable[[], Grant], use: Callable[[str], Outcome]) -> Outcome:
        """Use the token in store; one that is refused is forgotten, and a new one is tried once."""
        key = token_key(self.address.scheme, self.base, self.address.account, self.address.secret)
        token = self._remembered(obtain(self.tokens, key, fetch))
        try:
            return use(token)
        except RefusedError as refusal:
            if refusal.verdict is None or refusal.verdict.turn is not Turn.RENEW:
                raise
        drop(self.tokens, key, token)
        return use(self._remembered(obtain(self.tokens, key, fetch)))

    def granted(self, found: Mapping[str, Any]) -> Grant:
        """Read a token and its seconds from a yes; without one the answer is none."""
        token = found.get("access_token")
        if not token or not isinstance(token, str):
            raise RefusedError(UNREADABLE)
        seconds = found.get("expires_in")
        return Grant(token, float(seconds) if isinstance(seconds, int) and seconds > 0 else TOKEN_SECONDS)

    def redacted(self, text: str) -> str:
        """Strike every secret out of what a vendor said."""
        hidden = self.address.secrets().union(*map(forms_of, self._seen_tokens))
        for secret in sorted(hidden, key=len, reverse=True):
            text = text.replace(secret, STRUCK_OUT)
        return short(text)

    def _remembered(self, token: str) -> str:
        self._seen_tokens.add(token)
        return token
