"""What the system does by itself: remind, urge, propose, recalculate, hand a leaver's roles on. Nothing harsher."""

from typing import ClassVar

from pydantic import Field

from domain.actions import Action
from domain.commands.base import ClockCommand, Command
from domain.fields import Instant, Reference
from domain.words import PaperKind


class Remind(ClockCommand):
    """系统提醒: rung 0, before the date."""

    action: ClassVar[Action] = Action.REMIND


class UrgeByClock(ClockCommand):
    """系统催办: the date passed, or somebody waits too long."""

    action: ClassVar[Action] = Action.URGE


class ClockProposal(ClockCommand):
    """系统提请: somebody must sign or decline it.

    `known_at` (legal time): when it was written, where that is hours after its moment. Its signer's wait begins then.
    """

    known_at: Instant | None = None


class ProposeMeasureByClock(ClockProposal):
    """系统提请: a paper is proposed; a named person signs or declines it."""

    action: ClassVar[Action] = Action.PROPOSE_MEASURE
    kind: PaperKind


class ProposeListing(ClockProposal):
    """系统提请挂牌督办."""

    action: ClassVar[Action] = Action.PROPOSE_LISTING


class HandOver(Command):
    """离岗交接: what a person was named for passes to another; the organisation's journal says who ordered it."""

    action: ClassVar[Action] = Action.HAND_OVER
    leaver: Reference = Field(title="离岗人员")
    successor: Reference = Field(title="接替人")
    ordered_by: Reference = Field(title="安排人")
    reason: str = Field(title="理由")


class TakeOn(Command):
    """办理人变更: who holds it now though nobody acted on it: a post, a delegation or a unit changed."""

    action: ClassVar[Action] = Action.TAKE_ON
    holders: list[Reference] = Field(title="现办理人")
    reason: str = Field("岗位、委托或人员有变动，现由您办理", title="理由")


class FollowMain(Command):
    """主隐患有结果: what became of the hazard that this report was dismissed as a duplicate of."""

    action: ClassVar[Action] = Action.FOLLOW
    main: Reference = Field(title="主隐患")
    reason: str = Field(title="结果")


class Recalculate(Command):
    """期限重算 after a calendar, policy or release changed the date; written only when it did.

    An earlier date needs the word of somebody: `agreed_by`.
    """

    action: ClassVar[Action] = Action.RECALCULATE
    why: str = Field(title="原因")
    was: Instant = Field(title="原期限")
    rectify_by: Instant = Field(title="现期限")
    agreed_by: Reference | None = Field(None, title="同意提前")
    because: str
