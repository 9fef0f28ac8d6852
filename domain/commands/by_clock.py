"""What the system does by itself: remind, urge, propose, recalculate, hand a leaver's roles on. Nothing harsher."""

from typing import ClassVar

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


class ProposeMeasureByClock(ClockCommand):
    """系统提请: a paper is proposed; a named person signs or declines it."""

    action: ClassVar[Action] = Action.PROPOSE_MEASURE
    kind: PaperKind


class ProposeListing(ClockCommand):
    """系统提请挂牌督办."""

    action: ClassVar[Action] = Action.PROPOSE_LISTING


class HandOver(Command):
    """离岗交接: what a person was named for passes to another; the organisation's journal says who ordered it."""

    action: ClassVar[Action] = Action.HAND_OVER
    leaver: Reference
    successor: Reference
    ordered_by: Reference
    reason: str


class FollowMain(Command):
    """主隐患有结果: what became of the hazard that this report was dismissed as a duplicate of."""

    action: ClassVar[Action] = Action.FOLLOW
    main: Reference
    reason: str


class Recalculate(Command):
    """期限重算 after a calendar, policy or release changed the date; written only when it did."""

    action: ClassVar[Action] = Action.RECALCULATE
    why: str
    was: Instant
    rectify_by: Instant
    because: str
