"""What the vendors' error codes mean for a message: try again, renew the token, or never on this channel.

Every vendor asks to branch on the code, not on its words. Sources: open.dingtalk.com (自定义机器人, 全局错误码),
developer.work.weixin.qq.com (全局错误码), developers.weixin.qq.com (公众号全局返回码). A code that stands in no
table is tried again, because a message held back by mistake is worse than one more refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from notifications.outcome import Outcome

A_MINUTE, TEN_MINUTES, AN_HOUR = 60.0, 600.0, 3600.0


class Turn(Enum):
    """What to do after a refusal."""

    AGAIN = "again"
    RENEW = "renew"
    NEVER = "never"


@dataclass(frozen=True)
class Verdict:
    """A turn, and for how many seconds the whole robot or app is left alone."""

    turn: Turn
    wait: float | None = None


AGAIN, RENEW, NEVER = Verdict(Turn.AGAIN), Verdict(Turn.RENEW), Verdict(Turn.NEVER)
Table = Mapping[int, Verdict]


def _never(*codes: int) -> dict[int, Verdict]:
    return dict.fromkeys(codes, NEVER)


DINGTALK_ROBOT: Table = {
    -1: AGAIN,
    130101: Verdict(Turn.AGAIN, TEN_MINUTES),  # more than 20 in a minute: ten minutes of refusals
    410100: Verdict(Turn.AGAIN, TEN_MINUTES),
    # missing field, dissolved group, no token, robot stopped or gone, wrong type or field,
    # keyword or sign or address mismatch, wrong token, unsafe link, unfit words
    **_never(40035, 43004, 50003, 400013, 400101, 400102, 400105, 400106, 400402, 310000, 300001, 300005),
    **_never(430101, 430102, 430103, 430104),
}
DINGTALK: Table = {
    -1: AGAIN,
    88: Verdict(Turn.AGAIN, A_MINUTE),  # called too often; the sub-code says which limit
    90018: Verdict(Turn.AGAIN, A_MINUTE),
    40014: RENEW,
    42001: RENEW,
    # wrong key or secret, wrong person, no permission, wrong agent, bad parameter
    **_never(
        40001, 40003, 40013, 40035, 40056, 40078, 40089, 33012, 60011, 60121, 50002, 400002, 41002, 41011
    ),
}
WECOM: Table = {
    -1: AGAIN,
    45009: Verdict(Turn.AGAIN, A_MINUTE),
    45033: Verdict(Turn.AGAIN, A_MINUTE),
    40014: RENEW,
    42001: RENEW,
    # wrong secret, wrong corp, wrong agent, bad parameter, no content, too long, no permission, address not trusted,
    # nobody to send to, wrong robot key, robot removed
    **_never(
        40001,
        40003,
        40008,
        40013,
        40029,
        40056,
        40058,
        41001,
        41009,
        41011,
        44004,
        45002,
        45008,
        48001,
        48002,
    ),
    **_never(60011, 60020, 60111, 81013, 82001, 93000, 93004, 301002),
}
WECOM_SENDING: Table = {**WECOM, 40001: RENEW}
"""On a send 40001 is a token's fault; when the token is fetched it is the secret's."""
WECHAT: Table = {
    -1: AGAIN,
    40001: RENEW,
    40014: RENEW,
    42001: RENEW,
    45009: Verdict(Turn.AGAIN, AN_HOUR),  # the day's quota of calls
    45011: Verdict(Turn.AGAIN, A_MINUTE),
    # wrong appid, wrong follower, wrong template, address not listed, not following, refused by the reader, bad field
    **_never(
        40002, 40003, 40013, 40036, 40037, 40125, 40164, 41028, 43004, 43101, 43116, 47001, 47003, 48001
    ),
}
WECHAT_TOKEN: Table = {**WECHAT, 40001: NEVER}


def judge(table: Table, code: int) -> Verdict:
    """Look a refusal up."""
    return table.get(code, AGAIN)


def refused(verdict: Verdict, detail: str) -> Outcome:
    """Give the outcome of a refusal."""
    pause = timedelta(seconds=verdict.wait or 0)
    return Outcome(
        ok=False, detail=detail, final=verdict.turn is Turn.NEVER, wait=verdict.wait, retry_after=pause
    )
