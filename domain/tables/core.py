"""The same tables as SQLAlchemy Core sees them: what statements are built of."""

from typing import cast

from sqlalchemy import Table
from sqlmodel import SQLModel

from domain import tables


def _core(model: type[SQLModel]) -> Table:
    return cast("Table", vars(model)["__table__"])


UNIT = _core(tables.Unit)
UNIT_FACTS = _core(tables.UnitFacts)
PERSON = _core(tables.Person)
POST = _core(tables.Post)
DELEGATION = _core(tables.Delegation)
ORGANISATION_JOURNAL = _core(tables.OrganisationEntry)
CALENDAR_EDITION = _core(tables.CalendarEdition)
ORGANISATION_VERSION = _core(tables.OrganisationVersion)
ACCOUNT = _core(tables.Account)
SESSION = _core(tables.Session)
SIGN_IN = _core(tables.SignIn)
SIGN_IN_LINK = _core(tables.SignInLink)
SIGN_IN_WAIT = _core(tables.SignInWait)
CASES = _core(tables.CaseName)
HAZARD = _core(tables.Hazard)
HAZARD_MOVED = _core(tables.HazardMoved)
CASE_INVOLVED = _core(tables.CaseInvolved)
HAZARD_WORDS = _core(tables.HazardWords)
TASK = _core(tables.Task)
TASK_RULE = _core(tables.TaskRule)
POINT = _core(tables.Point)
PAPER = _core(tables.Paper)
PAPER_FILE = _core(tables.PaperFile)
PAPER_TEMPLATE = _core(tables.PaperTemplate)
LISTING_RECORD = _core(tables.ListingRecord)
SUSPENSION = _core(tables.Suspension)
JOURNAL = _core(tables.JournalEntry)
LEDGER = _core(tables.Ledger)
LEDGER_ROW = _core(tables.LedgerRow)
FROZEN_TABLE = _core(tables.FrozenTable)
FROZEN_SHEET = _core(tables.FrozenSheet)
FROZEN_ROW = _core(tables.FrozenRow)
ANCHOR = _core(tables.Anchor)
COUNTER = _core(tables.Counter)
EVIDENCE = _core(tables.Evidence)
CASE_EVIDENCE = _core(tables.CaseEvidence)
IDEMPOTENCY_KEY = _core(tables.IdempotencyKey)
NOTICE = _core(tables.Notice)
PERSONAL_NOTICE = _core(tables.PersonalNotice)
NOTICE_OWED = _core(tables.NoticeOwed)
ATTEMPT = _core(tables.Attempt)
TIMETABLE_PASS = _core(tables.TimetablePass)
INCIDENT = _core(tables.Incident)
POLICY_EDITION = _core(tables.PolicyEdition)
POLICY_TEXT = _core(tables.PolicyText)
CHANNEL = _core(tables.Channel)
REACH = _core(tables.Reach)
SAVED_VIEW = _core(tables.SavedView)
SIGN_IN_SERVICE = _core(tables.SignInService)
ACCOUNT_LINK = _core(tables.AccountLink)
USED_ONCE = _core(tables.UsedOnce)
BINDING_CODE = _core(tables.BindingCode)
