"""What may be done to a person's sign-ins."""

from typing import ClassVar

from pydantic import Field

from domain.fields import Instant, Login, Subject, Whole
from domain.organisation.change import PersonChange


class AccountChange(PersonChange):
    """A change of one of a person's accounts, named by its login."""

    login: Login = Field(title="登录名")


class CreateAccount(AccountChange):
    """开通账号: the temporary password is told once."""

    act: ClassVar[str] = "create_account"
    label: ClassVar[str] = "开通账号"


class OpenSecondAccount(AccountChange):
    """开通第二个账号, for oneself: a way in for another place of work; it is the same person."""

    act: ClassVar[str] = "open_second_account"
    label: ClassVar[str] = "开通第二个账号"


class ConfirmAccount(AccountChange):
    """同意使用: a second person's yes to a sign-in that another opened or reset, or to a post that another gave.

    `as_of` (legal time): the last act they saw; one that came since is refused, so that nobody agrees to it unseen.
    """

    act: ClassVar[str] = "confirm_account"
    label: ClassVar[str] = "同意使用账号"
    as_of: Instant | None = Field(default=None, title="所见时间")


class DisableAccount(AccountChange):
    """停用账号: its sessions end now."""

    act: ClassVar[str] = "disable_account"
    label: ClassVar[str] = "停用账号"


class EnableAccount(AccountChange):
    """启用账号."""

    act: ClassVar[str] = "enable_account"
    label: ClassVar[str] = "启用账号"


class ResetPassword(AccountChange):
    """重置密码: a temporary one, told once; its sessions end now."""

    act: ClassVar[str] = "reset_password"
    label: ClassVar[str] = "重置密码"


class RemoveSecondFactor(AccountChange):
    """解除动态口令, when the phone is lost; its sessions end now."""

    act: ClassVar[str] = "remove_second_factor"
    label: ClassVar[str] = "解除动态口令"


class GiveBindingCode(AccountChange):
    """发绑定码: told once, good for half an hour; whoever types it into an app binds it to the account."""

    act: ClassVar[str] = "give_binding_code"
    label: ClassVar[str] = "发绑定码"


class BindIdentity(AccountChange):
    """绑定平台账号: a service's account (`subject`, such as a userid) opens the account from now on."""

    act: ClassVar[str] = "bind_identity"
    label: ClassVar[str] = "绑定平台账号"
    service: Whole = Field(title="登录方式")
    subject: Subject = Field(title="平台账号")


class ReleaseIdentity(AccountChange):
    """解除平台账号."""

    act: ClassVar[str] = "release_identity"
    label: ClassVar[str] = "解除平台账号"
    service: Whole = Field(title="登录方式")
    subject: Subject = Field(title="平台账号")
