"""What a vendor's refusal means for a message: try again, renew the token, or never on this channel; and why, in words.

Every vendor asks to branch on the code, not on its words. The codes are data in `codes`; the vendors built their
tables after one another, so that the first digits name the sort of fault, and a code that stands nowhere is judged by
its family. One that has no family either is tried again: held back by mistake is worse than one more refusal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from notifications.outcome import Outcome, plain_words

A_MINUTE, TEN_MINUTES, AN_HOUR = 60.0, 600.0, 3600.0
A_THOUSAND = 1000
WORDS_SHOWN = 60


class Turn(Enum):
    """What to do after a refusal."""

    AGAIN = "again"
    RENEW = "renew"
    NEVER = "never"


@dataclass(frozen=True)
class Verdict:
    """A turn, for how many seconds the whole robot or app is left alone, and why with the way out."""

    turn: Turn
    wait: float | None = None
    words: str = ""


Table = Mapping[int, Verdict]
AGAIN = Verdict(Turn.AGAIN)
BUSY = Verdict(Turn.AGAIN, None, "平台繁忙，稍后自动重试")
STALE = Verdict(Turn.RENEW, None, "平台说访问凭证已失效，稍后换新的再试")


def never(words: str) -> Verdict:
    """A refusal for good."""
    return Verdict(Turn.NEVER, None, words)


def rests(seconds: float) -> Verdict:
    """Too much was asked: everybody waits."""
    return Verdict(Turn.AGAIN, seconds, "发得太多太快，平台要求暂停，到时自动继续")


SAFETY = 310_000
HINTS = {
    "keyword": "消息里没有机器人要求的关键词，请在通道里填上群机器人安全设置的关键词",
    "sign": "加签密钥不对，请从群机器人的安全设置里重新复制",
    "timestamp": "本机的时钟与标准时间相差太大，请校准",
    "ip": "机器人只收指定 IP 的消息，请把服务器的公网 IP 加入群机器人的安全设置",
}
"""DingTalk has one code for four faults of a robot's safety; its words tell which."""
_FAMILIES: Table = {
    33: never("平台说参数不对，请检查通道里填写的各项"),
    40: never("平台说参数不对，请检查通道里填写的各项"),
    41: never("平台说缺少参数，请检查通道里填写的各项"),
    42: STALE,
    43: never("平台不允许这样发送，请在平台后台检查权限和接收人"),
    44: never("平台说内容为空"),
    45: never("平台说内容超出限制"),
    46: never("平台上没有这个对象，请检查通道里填写的各项"),
    47: never("平台认不出消息的格式，请检查通道里填写的各项"),
    48: never("平台没有给这个应用发消息的权限，请在平台后台开通"),
    50: never("应用没有权限或已停用，请在平台后台检查应用的状态和可见范围"),
    60: never("接收人或应用的权限不对，请在平台后台检查可见范围和可信 IP"),
    300: never("平台不认这个机器人的地址，请重新复制"),
    310: never("机器人的安全设置不放行，请核对关键词、加签密钥和 IP"),
    400: never("平台说参数不对，请检查通道里填写的各项"),
    430: never("平台认为内容不合规范，没有接收"),
}


def judge(table: Table, code: int) -> Verdict:
    """Look a refusal up: by its code, else by its family, else it is tried again."""
    return table.get(code) or _FAMILIES.get(code // A_THOUSAND) or AGAIN


def refused(verdict: Verdict, code: int, said: str = "") -> Outcome:
    """Give the outcome of a refusal; `said` are the vendor's own words, shown where we know none."""
    hint = next((words for mark, words in HINTS.items() if code == SAFETY and mark in said.lower()), "")
    own = (
        f"平台答复“{plain_words(said)[:WORDS_SHOWN]}”，稍后自动重试" if said else "平台没有接收，稍后自动重试"
    )
    return Outcome(
        ok=False,
        detail=f"{hint or verdict.words or own}（平台代码 {code}）",
        final=verdict.turn is Turn.NEVER,
        wait=verdict.wait,
        retry_after=timedelta(seconds=verdict.wait or 0),
    )
