"""What an actor must supply for each action: one frozen pydantic class an action.

Reading order: base, intake (found and handed over), work (rectified), closing, supervision, by_clock.
"""

from domain.commands.base import ClockCommand, Command, PaperCommand
from domain.commands.by_clock import ProposeListing, ProposeMeasureByClock, Recalculate, Remind, UrgeByClock
from domain.commands.closing import (
    ApproveClosure,
    CloseOnSpot,
    LookBackOk,
    NameGroup,
    Pass,
    RefuseClosure,
    Reopen,
    SendBack,
    Submit,
    Void,
    Withdraw,
)
from domain.commands.intake import (
    Accept,
    AcceptFor,
    Assign,
    Decline,
    Dismiss,
    Downgrade,
    FixedOnSpot,
    Reassign,
    Register,
    Report,
    ReportUp,
    TakeBack,
    TakeOver,
    Upgrade,
)
from domain.commands.supervision import (
    AcknowledgeTransfer,
    AnswerMeasure,
    ConcludeTransfer,
    DeclineListing,
    DeclineMeasure,
    Lift,
    List,
    ProposeMeasure,
    RefuseLifting,
    ServeMeasure,
    SignMeasure,
    Transfer,
    Urge,
)
from domain.commands.work import (
    ApprovePlan,
    FilePlan,
    GrantExtension,
    RefuseExtension,
    ReportProgress,
    RequestExtension,
    ReturnPlan,
)

__all__ = [
    "PRESSED_BY_PEOPLE",
    "Accept",
    "AcceptFor",
    "AcknowledgeTransfer",
    "AnswerMeasure",
    "ApproveClosure",
    "ApprovePlan",
    "Assign",
    "ClockCommand",
    "CloseOnSpot",
    "Command",
    "ConcludeTransfer",
    "Decline",
    "DeclineListing",
    "DeclineMeasure",
    "Dismiss",
    "Downgrade",
    "FilePlan",
    "FixedOnSpot",
    "GrantExtension",
    "Lift",
    "List",
    "LookBackOk",
    "NameGroup",
    "PaperCommand",
    "Pass",
    "ProposeListing",
    "ProposeMeasure",
    "ProposeMeasureByClock",
    "Reassign",
    "Recalculate",
    "RefuseClosure",
    "RefuseExtension",
    "RefuseLifting",
    "Register",
    "Remind",
    "Reopen",
    "Report",
    "ReportProgress",
    "ReportUp",
    "RequestExtension",
    "ReturnPlan",
    "SendBack",
    "ServeMeasure",
    "SignMeasure",
    "Submit",
    "TakeBack",
    "TakeOver",
    "Transfer",
    "Upgrade",
    "Urge",
    "UrgeByClock",
    "Void",
    "Withdraw",
]

PRESSED_BY_PEOPLE: dict[str, type[Command]] = {
    str(command.action): command
    for command in (
        Report, CloseOnSpot, Register, Dismiss, ReportUp, Upgrade, Downgrade, TakeOver, Assign, TakeBack, Accept,
        AcceptFor, Decline, Reassign, FilePlan, ApprovePlan, ReturnPlan, ReportProgress, RequestExtension,
        GrantExtension, RefuseExtension, NameGroup, Submit, Withdraw, SendBack, Pass, ApproveClosure, RefuseClosure,
        Transfer, AcknowledgeTransfer, ConcludeTransfer, Reopen, LookBackOk, Void, Urge, ProposeMeasure, SignMeasure,
        DeclineMeasure, ServeMeasure, AnswerMeasure, List, DeclineListing, Lift, RefuseLifting,
    )
}  # fmt: skip
"""Action word -> command class, for every action that has a button."""
