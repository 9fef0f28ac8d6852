"""How an answer is read: the code in it, and the status of HTTP around it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from notifications.outcome import Outcome

SUCCESS, REDIRECT, REFUSAL, FAILURE = 200, 300, 400, 500
TRY_AGAIN = frozenset({408, 425, 429})
NO_ANSWER_BEHIND = 504
TOO_MANY, A_PAUSE = 429, 60.0
UNREADABLE = Outcome(ok=False, detail="对方的答复无法识别，请检查地址，中间是否有上网认证或代理")
SEE_SUB_CODE = 88
"""DingTalk's older gateway says only that something was wrong, and in `sub_code` what."""


def code_of(found: Mapping[str, Any]) -> int:
    """Read the code of an answer; raises KeyError, TypeError or ValueError when it is no whole number."""
    code = found["errcode"]
    if type(code) is not int:  # False and 0.4 are no code
        raise TypeError
    below = str(found.get("sub_code") or "")
    return int(below) if code == SEE_SUB_CODE and below.isascii() and below.isdigit() else code


def is_bare_token(found: Mapping[str, Any]) -> bool:
    """Whether an answer is a token without a code."""
    return "access_token" in found and "errcode" not in found


def by_status(status: int, retry_after: str | None, repeats: int = 0) -> Outcome:
    """Read a status that is no 200: a redirect or refusal is final, the rest is tried again.

    Too many (429) without a time that can be read rests a minute. A gateway that got no answer cannot say whether
    the message went on.
    """
    final = status not in TRY_AGAIN and REDIRECT <= status < FAILURE
    wait = seconds_of(retry_after) or (A_PAUSE if status == TOO_MANY else None)
    return Outcome(
        ok=False,
        detail=status_in_words(status),
        final=final,
        wait=wait,
        retry_after=timedelta(seconds=wait or 0),
        lost=status == NO_ANSWER_BEHIND,
        repeats=repeats,
    )


def seconds_of(asked: str | None) -> float | None:
    """Read a Retry-After, in seconds; one written as a date is not heeded."""
    sane = asked is not None and asked.isascii() and asked.isdigit() and len(asked) <= len("999999")
    return float(asked) if sane and asked else None


def status_in_words(status: int) -> str:
    """Say what a status of HTTP means for whoever set the address up."""
    known = {401: "对方不认密钥", 403: "对方拒绝接收", 404: "地址不对，对方没有这个接口", 408: "对方等得太久"}
    known |= {413: "消息太大", 429: "发得太多太快，对方要求暂停"}
    if REDIRECT <= status < REFUSAL:
        words = "地址已变更，请填写新地址"
    else:
        words = known.get(status, "对方服务器出错" if status >= FAILURE else "对方没有接收")
    return f"{words}（HTTP {status}）"
