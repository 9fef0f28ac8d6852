"""What may be done to the organisation: one frozen class an act, each with its word in the record."""

from typing import Annotated, ClassVar

from pydantic import Field

from domain.fields import (
    WRITTEN_PLAINLY,
    Day,
    Email,
    Login,
    Note,
    PersonKey,
    PersonName,
    Phone,
    Reason,
    Reference,
    UnitCode,
    UnitName,
)
from domain.organisation.account_commands import (
    AccountChange,
    BindIdentity,
    ConfirmAccount,
    CreateAccount,
    DisableAccount,
    EnableAccount,
    GiveBindingCode,
    OpenSecondAccount,
    ReleaseIdentity,
    RemoveSecondFactor,
    ResetPassword,
)
from domain.organisation.calendar_commands import ConfirmYear, EnterYear
from domain.organisation.change import Change, PersonChange, UnitChange
from domain.organisation.policy_commands import MakePolicy, ReleasePolicy
from domain.organisation.template_commands import EndPaperTemplate, KeepPaperTemplate, UsePaperTemplate
from domain.unit_facts import Facts
from domain.words import Role, UnitKind


class CreateUnit(Change):
    """新增单位或科室 below `parent`; only the command line makes the authority at the top."""

    act: ClassVar[str] = "create_unit"
    label: ClassVar[str] = "新增单位"
    parent: Reference = Field(title="上级单位")
    unit_kind: UnitKind = Field(title="单位类型")
    code: UnitCode = Field(title="代码")
    name: UnitName = Field(title="全称")
    short_name: Note = Field("", title="简称")


class RenameUnit(UnitChange):
    """单位更名."""

    act: ClassVar[str] = "rename_unit"
    label: ClassVar[str] = "单位更名"
    name: UnitName = Field(title="全称")
    short_name: Note = Field("", title="简称")


class MoveUnit(UnitChange):
    """调整隶属: below another unit of the same institution, or an institution below another authority."""

    act: ClassVar[str] = "move_unit"
    label: ClassVar[str] = "调整隶属"
    parent: Reference = Field(title="新的上级单位")


class DescribeUnit(Facts, UnitChange):
    """登记单位档案: what is left out stays, null or an empty text clears it."""

    act: ClassVar[str] = "describe_unit"
    label: ClassVar[str] = "登记单位档案"


class SetDailyPatrol(UnitChange):
    """设置每日巡查 (公安部令第61号第25条): each department goes through the checklist on working days, or not."""

    act: ClassVar[str] = "set_daily_patrol"
    label: ClassVar[str] = "设置每日巡查"
    on: bool = Field(default=False, title="每个工作日，各科室巡查一次")
    since: Day | None = Field(None, title="开始日期")


class RetireUnit(UnitChange):
    """停用单位: nobody and nothing open may be left in it."""

    act: ClassVar[str] = "retire_unit"
    label: ClassVar[str] = "停用单位"
    reason: Reason = Field(title="原因")


class AddPerson(Change):
    """新增人员, at once with a first post and a sign-in when they are named."""

    act: ClassVar[str] = "add_person"
    label: ClassVar[str] = "新增人员"
    unit: Reference = Field(title="单位")
    name: PersonName = Field(title="姓名")
    key: PersonKey | None = Field(None, title="人员代号")
    phone: Phone = Field("", title="电话")
    email: Email = Field("", title="邮箱")
    role: Role | None = Field(None, title="岗位")
    login: Login | None = Field(None, title="登录名")


class ChangePerson(PersonChange):
    """修改姓名和联系方式; what is left out stays, an empty text clears it."""

    act: ClassVar[str] = "change_person"
    label: ClassVar[str] = "修改人员"
    name: PersonName | None = Field(None, title="姓名")
    phone: Phone | None = Field(None, title="电话")
    email: Email | None = Field(None, title="邮箱")


class MovePerson(PersonChange):
    """调动: another home unit. Leaving the institution ends the posts there and hands the work on."""

    act: ClassVar[str] = "move_person"
    label: ClassVar[str] = "调动"
    unit: Reference = Field(title="调往")
    successor: Reference | None = Field(None, title="接替人")


class GivePost(PersonChange):
    """任职: a role at a unit from `since` (now) until the end of `until` (open)."""

    act: ClassVar[str] = "give_post"
    label: ClassVar[str] = "任职"
    role: Role = Field(title="岗位")
    unit: Reference | None = Field(None, title="任职单位")
    since: Day | None = Field(None, title="开始日期")
    until: Day | None = Field(None, title="截止日期")


class EndPost(PersonChange):
    """免职: the post ends now."""

    act: ClassVar[str] = "end_post"
    label: ClassVar[str] = "免职"
    post: Annotated[int, Field(title="任职", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]


class Delegate(PersonChange):
    """委托: `to` may act for this person from `since` (now) until the end of `until`."""

    act: ClassVar[str] = "delegate"
    label: ClassVar[str] = "委托"
    delegate: Reference = Field(title="受托人")
    until: Day = Field(title="截止日期")
    since: Day | None = Field(None, title="开始日期")
    reason: Note = Field("", title="原因")


class EndDelegation(PersonChange):
    """终止委托 before its date."""

    act: ClassVar[str] = "end_delegation"
    label: ClassVar[str] = "终止委托"
    delegation: Annotated[int, Field(title="委托", ge=1, le=2**31 - 1), WRITTEN_PLAINLY]


class Leave(PersonChange):
    """离岗: the named work passes to the successor, with `take_posts` the posts too; or the leaving is refused."""

    act: ClassVar[str] = "leave"
    label: ClassVar[str] = "离岗"
    reason: Reason = Field(title="原因")
    successor: Reference | None = Field(None, title="接替人")
    take_posts: bool = Field(default=False, title="由接替人接任其岗位")


class ComeBack(PersonChange):
    """复岗: active again, without posts and sign-ins until they are given anew."""

    act: ClassVar[str] = "come_back"
    label: ClassVar[str] = "复岗"
    unit: Reference | None = Field(None, title="复岗单位")


CHANGES: dict[str, type[Change]] = {
    change.act: change
    for change in (
        CreateUnit, RenameUnit, MoveUnit, DescribeUnit, SetDailyPatrol, RetireUnit, AddPerson, ChangePerson, MovePerson,
        GivePost, EndPost, Delegate, EndDelegation, Leave, ComeBack, CreateAccount, OpenSecondAccount,
        ConfirmAccount, DisableAccount, EnableAccount, ResetPassword, RemoveSecondFactor, GiveBindingCode,
        BindIdentity, ReleaseIdentity, KeepPaperTemplate, UsePaperTemplate, EndPaperTemplate,
        EnterYear, ConfirmYear, MakePolicy, ReleasePolicy,
    )
}  # fmt: skip
"""Act -> command."""

__all__ = [
    "CHANGES",
    "AccountChange",
    "AddPerson",
    "BindIdentity",
    "Change",
    "ChangePerson",
    "ComeBack",
    "ConfirmAccount",
    "ConfirmYear",
    "CreateAccount",
    "CreateUnit",
    "Delegate",
    "DescribeUnit",
    "DisableAccount",
    "EnableAccount",
    "EndDelegation",
    "EndPaperTemplate",
    "EndPost",
    "EnterYear",
    "GiveBindingCode",
    "GivePost",
    "KeepPaperTemplate",
    "Leave",
    "MakePolicy",
    "MovePerson",
    "MoveUnit",
    "OpenSecondAccount",
    "PersonChange",
    "ReleaseIdentity",
    "ReleasePolicy",
    "RemoveSecondFactor",
    "RenameUnit",
    "ResetPassword",
    "RetireUnit",
    "SetDailyPatrol",
    "UnitChange",
    "UsePaperTemplate",
]
