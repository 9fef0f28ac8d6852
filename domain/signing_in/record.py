"""The record of sign-ins: every try, every end. Never a password, nor a login that nobody has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from domain.tables.core import ACCOUNT, PERSON, SIGN_IN
from domain.word import Word

LONGEST_DEVICE = 200
LONGEST_ADDRESS = 64


class Outcome(Word):
    """What came of it."""

    SUCCESS = "success", "登录成功"
    WRONG_PASSWORD = "wrong_password", "密码不对"
    UNKNOWN = "unknown", "没有这个登录名"
    WAITING = "waiting", "失败过多，须等候"
    DISABLED = "disabled", "账号已停用"
    EXPIRED = "expired", "临时密码已过期"
    DEMO_ONLY = "demo_only", "演示账号，正式运行不可用"
    CODE_WRONG = "code_wrong", "动态口令不对"
    SIGNED_OUT = "signed_out", "退出"
    SESSIONS_ENDED = "sessions_ended", "结束其他登录"
    PASSWORD_CHANGED = "password_changed", "修改密码"
    SECOND_FACTOR_ON = "second_factor_on", "启用动态口令"
    SECOND_FACTOR_OFF = "second_factor_off", "停用动态口令"
    RECOVERY_USED = "recovery_used", "使用恢复码登录"
    RECOVERY_MADE = "recovery_made", "更换恢复码"
    VOUCHED = "vouched", "经绑定的平台账号登录"
    BOUND = "bound", "绑定平台账号"
    CONFIRMED = "confirmed", "确认是本人使用"


@dataclass(frozen=True)
class Whence:
    """From where somebody comes: network address and device, as their browser tells.

    `demo`: to a demonstration, the only place where its printed passwords open anything. `kept`: what the browser
    kept of an earlier sign-in (`browsers.keepsake`).
    """

    address: str = ""
    device: str = ""
    demo: bool = False
    kept: str = ""

    @property
    def columns(self) -> dict[str, str]:
        """As it is kept."""
        return {"address": self.address[:LONGEST_ADDRESS], "device": self.device[:LONGEST_DEVICE]}


@dataclass(frozen=True)
class Tried:
    """A line of the record, for whoever may read it."""

    at: datetime
    login: str | None
    name: str | None
    outcome: Outcome
    address: str
    device: str


def note(connection: Connection, account_id: int | None, outcome: Outcome, whence: Whence) -> None:
    """Append a line."""
    connection.execute(insert(SIGN_IN).values(account_id=account_id, outcome=outcome, **whence.columns))


def knows(connection: Connection, account_id: int, address: str) -> bool:
    """Whether this account has signed in from this address within a month."""
    lately = SIGN_IN.c.at > func.clock_timestamp() - func.make_interval(0, 0, 0, 30)
    mine = (SIGN_IN.c.account_id == account_id) & (SIGN_IN.c.address == address[:LONGEST_ADDRESS])
    query = select(SIGN_IN.c.id).where(mine, SIGN_IN.c.outcome == Outcome.SUCCESS, lately)
    return connection.execute(query.limit(1)).first() is not None


def latest(connection: Connection, *, person_id: int | None = None, limit: int = 200) -> list[Tried]:
    """The newest lines first, of one person or of everybody."""
    query = (
        select(SIGN_IN, ACCOUNT.c.login, PERSON.c.name)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == SIGN_IN.c.account_id)
        .outerjoin(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
        .order_by(SIGN_IN.c.id.desc())
        .limit(limit)
    )
    if person_id is not None:
        query = query.where(ACCOUNT.c.person_id == person_id)
    return [
        Tried(row.at, row.login, row.name, Outcome(row.outcome), row.address, row.device)
        for row in connection.execute(query)
    ]
