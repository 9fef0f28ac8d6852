"""Refusals. Each class has a stable code; the message says in Chinese which condition failed and the way out."""


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """请求未能办理。"""

    code = "refused"

    def __init__(self, detail: str | None = None, *, field: str | None = None) -> None:
        """Keep the Chinese reason and, for wrong input, the field it concerns."""
        self.detail = detail or (self.__doc__ or "").strip()
        self.field = field
        super().__init__(self.detail)


class NotPossible(Refusal):
    """隐患当前状态下没有这一步。"""

    code = "not_possible"


class NotAllowed(Refusal):
    """您没有办理这一步的权限。"""

    code = "not_allowed"


class NotReady(Refusal):
    """办理条件尚不具备。"""

    code = "not_ready"


class WrongInput(Refusal):
    """填写的内容不符合要求。"""

    code = "wrong_input"


class NotFound(Refusal):
    """没有找到，或您无权查看。"""

    code = "not_found"


class NotSignedIn(Refusal):
    """请先登录。"""

    code = "not_signed_in"


class CodeNeeded(NotSignedIn):
    """请输入动态口令（手机验证器上的 6 位数字）或一个恢复码。"""

    code = "code_needed"

    def __init__(self, account_id: int, bond: int | None = None) -> None:
        """Whose code is wanted; `bond`: the app's binding by which they came."""
        self.account_id, self.bond = account_id, bond
        super().__init__(field="code")


class FirstThis(Refusal):
    """请先完成安全设置。"""

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
    """登录失败次数较多，请稍候再试。"""

    code = "too_many_tries"

    def __init__(self, seconds: int) -> None:
        """Say how long to wait."""
        self.seconds = seconds
        super().__init__(f"登录失败次数较多，请 {seconds} 秒后再试。")


class OtherPerson(Refusal):
    """现在登录的不是写这条内容的人，请用原来的账号登录后再发。"""

    code = "other_person"


class TooLarge(Refusal):
    """上传的文件过大。"""

    code = "too_large"


class KeyReused(Refusal):
    """同一个 Idempotency-Key 已用于另一请求，请更换后重试。"""

    code = "key_reused"


class TryAgain(Refusal):
    """系统繁忙，请稍后重试；您填写的内容没有丢失。"""

    code = "try_again"


class Stale(Refusal):
    """这条隐患刚被他人办理过，请查看最新状态后再办。"""

    code = "stale"

    def __init__(self, detail: str, *, state: str, version: int, won_by: str) -> None:
        """Carry the present state and who won, so that the page can show them."""
        super().__init__(detail)
        self.state = state
        self.version = version
        self.won_by = won_by
