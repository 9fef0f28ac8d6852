"""Refusals. Each class has a stable code; the message says in Chinese which condition failed and the way out."""

from typing import ClassVar


class HasMessage:
    """A kind of exception with a `message` in Chinese of its own, said when it is raised without other words."""

    message: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Refuse, when it is imported, a kind without a message; another kind's is not its own."""
        super().__init_subclass__()
        if not vars(cls).get("message"):
            raise TypeError(f"{cls.__qualname__} has no message of its own")


class Refusal(HasMessage, Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """What was asked is not done."""

    message = "请求未能办理。"
    code = "refused"

    def __init__(self, detail: str | None = None, *, field: str | None = None) -> None:
        """Keep the Chinese reason and, for wrong input, the field it concerns."""
        self.detail = detail or self.message
        self.field = field
        super().__init__(self.detail)


class NotPossible(Refusal):
    """The table has no such step in the present state."""

    message = "隐患当前状态下没有这一步。"
    code = "not_possible"

    def __init__(self, standing: str, *, step: str = "") -> None:
        """Keep how things stand, a clause without a stop, and say so: of one `step` that it has none such."""
        self.standing = standing
        super().__init__(f"{standing}，不能办理“{step}”。" if step else f"{standing}。")


class NotAllowed(Refusal):
    """The table lets other people do this."""

    message = "您没有办理这一步的权限。"
    code = "not_allowed"


class NotReady(Refusal):
    """A condition on the hazard or the person is not fulfilled."""

    message = "办理条件尚不具备。"
    code = "not_ready"


class WrongInput(Refusal):
    """What was filled in breaks a rule; `field` names where."""

    message = "填写的内容不符合要求。"
    code = "wrong_input"


class NotFound(Refusal):
    """There is no such thing, or this person may not see it: nobody can tell which."""

    message = "没有找到，或您无权查看。"
    code = "not_found"


class NotSignedIn(Refusal):
    """There is no session, or it has ended."""

    message = "请先登录。"
    code = "not_signed_in"


class CodeNeeded(NotSignedIn):
    """The password was right and a second factor is on: its code is asked for."""

    message = "请输入动态口令（手机验证器上的 6 位数字）或一个恢复码。"
    code = "code_needed"

    def __init__(self, account_id: int, bond: int | None = None) -> None:
        """Whose code is wanted; `bond`: the app's binding by which they came."""
        self.account_id, self.bond = account_id, bond
        super().__init__(field="code")


class FirstThis(Refusal):
    """A duty of this sign-in comes before anything else."""

    message = "请先完成安全设置。"
    code = "first_this"

    def __init__(self, duty: str) -> None:
        """`duty`: password (one of their own), second_factor, or confirm (it is I who use this sign-in)."""
        self.duty = duty
        said = {
            "password": "请先修改密码，再继续使用。",
            "second_factor": "按规定您须先启用动态口令，再继续使用。",
            "confirm": "这个账号由他人开通、重置或绑定，尚待确认，暂不能办理这一步。"
            "请在“我的—安全设置”中确认是本人使用，或请另一位有权人员在“单位与人员”的“待同意的账号”中同意。",
        }
        super().__init__(said[duty])


class TooManyTries(Refusal):
    """Too many failed sign-ins: the next try waits."""

    message = "登录失败次数较多，请稍候再试。"
    code = "too_many_tries"

    def __init__(self, seconds: int) -> None:
        """Say how long to wait."""
        self.seconds = seconds
        super().__init__(f"登录失败次数较多，请 {seconds} 秒后再试。")


class OtherPerson(Refusal):
    """The browser is signed in as somebody other than who wrote this."""

    message = "现在登录的不是写这条内容的人，请用原来的账号登录后再发。"
    code = "other_person"


class TooLarge(Refusal):
    """An upload exceeds its limit."""

    message = "上传的文件过大。"
    code = "too_large"


class KeyReused(Refusal):
    """The idempotency key came before with another request."""

    message = "同一个 Idempotency-Key 已用于另一请求，请更换后重试。"
    code = "key_reused"


class TryAgain(Refusal):
    """The same request may succeed a moment later."""

    message = "系统繁忙，请稍后重试；您填写的内容没有丢失。"
    code = "try_again"


class Stale(Refusal):
    """The hazard has changed since the version that this person saw."""

    message = "这条隐患刚被他人办理过，请查看最新状态后再办。"
    code = "stale"

    def __init__(self, detail: str, *, state: str, version: int, won_by: str) -> None:
        """Carry the present state and who won, so that the page can show them."""
        super().__init__(detail)
        self.state = state
        self.version = version
        self.won_by = won_by
