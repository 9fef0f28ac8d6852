"""What may be done to the organisation: one frozen class an act, each with its word in the record."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from domain.fields import (
    Day,
    Email,
    Login,
    Note,
    PersonKey,
    PersonName,
    Phone,
    Reason,
    Reference,
    Subject,
    UnitCode,
    UnitName,
)
from domain.unit_facts import Facts
from domain.words import Role, UnitKind


class Change(BaseModel):
    """One change that somebody asks for. What it changes is named beside it: a unit's code or a person's key."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    act: ClassVar[str]
    label: ClassVar[str]


class UnitChange(Change):
    """A change of the unit that is named."""


class PersonChange(Change):
    """A change that concerns the person who is named."""


class CreateUnit(Change):
    """新增单位或科室 below `parent`; only the command line makes the authority at the top."""

    act: ClassVar[str] = "create_unit"
    label: ClassVar[str] = "新增单位"
    parent: Reference
    unit_kind: UnitKind
    code: UnitCode
    name: UnitName
    short_name: Note = ""


class RenameUnit(UnitChange):
    """单位更名."""

    act: ClassVar[str] = "rename_unit"
    label: ClassVar[str] = "单位更名"
    name: UnitName
    short_name: Note = ""


class MoveUnit(UnitChange):
    """调整隶属: below another unit of the same institution, or an institution below another authority."""

    act: ClassVar[str] = "move_unit"
    label: ClassVar[str] = "调整隶属"
    parent: Reference


class DescribeUnit(Facts, UnitChange):
    """登记单位档案: what is left out stays, null or an empty text clears it."""

    act: ClassVar[str] = "describe_unit"
    label: ClassVar[str] = "登记单位档案"


class RetireUnit(UnitChange):
    """停用单位: nobody and nothing open may be left in it."""

    act: ClassVar[str] = "retire_unit"
    label: ClassVar[str] = "停用单位"
    reason: Reason


class AddPerson(Change):
    """新增人员, at once with a first post and a sign-in when they are named."""

    act: ClassVar[str] = "add_person"
    label: ClassVar[str] = "新增人员"
    unit: Reference
    name: PersonName
    key: PersonKey | None = None
    phone: Phone = ""
    email: Email = ""
    role: Role | None = None
    login: Login | None = None


class ChangePerson(PersonChange):
    """修改姓名和联系方式; what is left out stays, an empty text clears it."""

    act: ClassVar[str] = "change_person"
    label: ClassVar[str] = "修改人员"
    name: PersonName | None = None
    phone: Phone | None = None
    email: Email | None = None


class MovePerson(PersonChange):
    """调动: another home unit. Leaving the institution ends his posts there and hands his work on."""

    act: ClassVar[str] = "move_person"
    label: ClassVar[str] = "调动"
    unit: Reference
    successor: Reference | None = None


class GivePost(PersonChange):
    """任职: a role at a unit from `since` (now) until the end of `until` (open)."""

    act: ClassVar[str] = "give_post"
    label: ClassVar[str] = "任职"
    role: Role
    unit: Reference | None = None
    since: Day | None = None
    until: Day | None = None


class EndPost(PersonChange):
    """免职: the post ends now."""

    act: ClassVar[str] = "end_post"
    label: ClassVar[str] = "免职"
    post: int = Field(ge=1)


class Delegate(PersonChange):
    """委托: `to` may act for this person from `since` (now) until the end of `until`."""

    act: ClassVar[str] = "delegate"
    label: ClassVar[str] = "委托"
    delegate: Reference
    until: Day
    since: Day | None = None
    reason: Note = ""


class EndDelegation(PersonChange):
    """终止委托 before its date."""

    act: ClassVar[str] = "end_delegation"
    label: ClassVar[str] = "终止委托"
    delegation: int = Field(ge=1)


class Leave(PersonChange):
    """离岗: his named work passes to the successor, with `take_posts` his posts too; or the leaving is refused."""

    act: ClassVar[str] = "leave"
    label: ClassVar[str] = "离岗"
    reason: Reason
    successor: Reference | None = None
    take_posts: bool = False


class ComeBack(PersonChange):
    """复岗: active again, without posts and sign-ins until they are given anew."""

    act: ClassVar[str] = "come_back"
    label: ClassVar[str] = "复岗"
    unit: Reference | None = None


class AccountChange(PersonChange):
    """A change of one of a person's accounts, named by its login."""

    login: Login


class CreateAccount(AccountChange):
    """开通账号: the temporary password is told once."""

    act: ClassVar[str] = "create_account"
    label: ClassVar[str] = "开通账号"


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
    service: int
    subject: Subject


class ReleaseIdentity(AccountChange):
    """解除平台账号."""

    act: ClassVar[str] = "release_identity"
    label: ClassVar[str] = "解除平台账号"
    service: int
    subject: Subject


CHANGES: dict[str, type[Change]] = {
    change.act: change
    for change in (
        CreateUnit, RenameUnit, MoveUnit, DescribeUnit, RetireUnit, AddPerson, ChangePerson, MovePerson,
        GivePost, EndPost, Delegate, EndDelegation, Leave, ComeBack, CreateAccount, DisableAccount,
        EnableAccount, ResetPassword, RemoveSecondFactor, GiveBindingCode, BindIdentity, ReleaseIdentity,
    )
}  # fmt: skip
"""Act -> command."""
