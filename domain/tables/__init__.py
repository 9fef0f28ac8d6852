"""Every SQLModel table. Rows are plain objects: no rules, no queries.

Reading order: organisation, calendars, policies, sign_in, cases, hazards, papers, tasks, journal, notices, channels,
points, ledgers, frozen, running, anchors, views.
"""

from domain.tables.anchors import Anchor
from domain.tables.calendars import CalendarEdition
from domain.tables.cases import CaseName
from domain.tables.channels import Channel, ChannelPace, PersonPace, Reach, VendorToken
from domain.tables.external_sign_in import AccountLink, BindingCode, SignInService, UsedOnce
from domain.tables.frozen import FrozenRow, FrozenSheet, FrozenTable
from domain.tables.hazards import CaseInvolved, Hazard, HazardMoved, HazardWords
from domain.tables.journal import CaseEvidence, Counter, Evidence, IdempotencyKey, JournalEntry
from domain.tables.ledgers import Ledger, LedgerRow
from domain.tables.notices import Attempt, Notice, NoticeOwed, PersonalNotice
from domain.tables.organisation import (
    Delegation,
    OrganisationEntry,
    OrganisationVersion,
    Person,
    Post,
    Unit,
    UnitFacts,
)
from domain.tables.papers import ListingRecord, Paper, PaperFile, PaperTemplate, Suspension
from domain.tables.points import Point
from domain.tables.policies import PolicyEdition
from domain.tables.running import ClockState, Incident, PolicyText, TimetablePass
from domain.tables.sign_in import Account, Session, SignIn, SignInLink, SignInWait
from domain.tables.tasks import Task, TaskRule
from domain.tables.views import SavedView

__all__ = [
    "Account",
    "AccountLink",
    "Anchor",
    "Attempt",
    "BindingCode",
    "CalendarEdition",
    "CaseEvidence",
    "CaseInvolved",
    "CaseName",
    "Channel",
    "ChannelPace",
    "ClockState",
    "Counter",
    "Delegation",
    "Evidence",
    "FrozenRow",
    "FrozenSheet",
    "FrozenTable",
    "Hazard",
    "HazardMoved",
    "HazardWords",
    "IdempotencyKey",
    "Incident",
    "JournalEntry",
    "Ledger",
    "LedgerRow",
    "ListingRecord",
    "Notice",
    "NoticeOwed",
    "OrganisationEntry",
    "OrganisationVersion",
    "Paper",
    "PaperFile",
    "PaperTemplate",
    "Person",
    "PersonPace",
    "PersonalNotice",
    "Point",
    "PolicyEdition",
    "PolicyText",
    "Post",
    "Reach",
    "SavedView",
    "Session",
    "SignIn",
    "SignInLink",
    "SignInService",
    "SignInWait",
    "Suspension",
    "Task",
    "TaskRule",
    "TimetablePass",
    "Unit",
    "UnitFacts",
    "UsedOnce",
    "VendorToken",
]
