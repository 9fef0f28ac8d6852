"""What stands above the ledger: quick views, the filters in force as words, and the choices of the form."""

from typing import NamedTuple

from domain.official.ledger.columns import LedgerQuery
from domain.official.ledger.wording import in_words
from domain.queries import HazardFilter, Order, Reader
from domain.use import Use
from domain.words import Level

YES_NO = (("true", "是"), ("false", "否"))
QUICK = (
    ("全部", LedgerQuery()),
    ("在办", LedgerQuery(open=True)),
    ("由我办理", LedgerQuery(open=True, mine=True)),
    ("超期", LedgerQuery(overdue=True, order=Order.DUE)),
    ("7 天内到期", LedgerQuery(due_within=7, order=Order.DUE)),
    ("重大", LedgerQuery(open=True, level=Level.MAJOR)),
    ("挂牌督办", LedgerQuery(listed=True)),
    ("停用", LedgerQuery(use=[Use.SUSPENDED, Use.RESUMING])),
    ("待签发", LedgerQuery(open=True, to_sign="anyone")),
)
ORDERS = (
    (Order.NEWEST, "最近登记在前"),
    (Order.OLDEST, "最早登记在前"),
    (Order.DUE, "在办的按期限，近的在前"),
    (Order.DUE_LAST, "在办的按期限，远的在前"),
    (Order.RUNG, "在办的按升级，高的在前"),
    (Order.UNIT, "在办的按单位"),
    (Order.NUMBER, "在办的按编号，小的在前"),
    (Order.NUMBER_LAST, "在办的按编号，大的在前"),
)
ALWAYS_SHOWN = frozenset({"order", "cursor", "limit", "column", "q"})
"""What is a field of its own above the list, or no filter."""


class Pill(NamedTuple):
    """A filter in force: what it says, and the address without it."""

    text: str
    without: str


def quick_views(wanted: LedgerQuery) -> list[tuple[str, str, bool]]:
    """(label, address, whether it is this one) of the views that everybody needs."""
    here = wanted.model_copy(update={"cursor": None, "column": []}).query()
    kept = {"column": wanted.column}
    return [(label, address(view.model_copy(update=kept)), view.query() == here) for label, view in QUICK]


def address(wanted: HazardFilter) -> str:
    """Where a view is."""
    query = wanted.query()
    return f"/hazards?{query}" if query else "/hazards"


def pills(wanted: LedgerQuery, reader: Reader) -> list[Pill]:
    """Every filter in force, in words."""
    given = wanted.model_dump(exclude_defaults=True, exclude=set(ALWAYS_SHOWN))
    plain = wanted.model_copy(update={"cursor": None})
    blank = LedgerQuery()
    return [
        Pill(
            in_words(name, value, reader.directory),
            address(plain.model_copy(update={name: getattr(blank, name)})),
        )
        for name, value in given.items()
    ]


def units_to_choose(reader: Reader) -> list[tuple[str, str]]:
    """(code, name) of the institutions this person may look at, departments under their own."""
    scope = reader.scope
    seen = scope.overseen | scope.institutions
    units = sorted(reader.directory.units.values(), key=lambda unit: unit.code)
    own = scope.institutions | scope.departments
    chosen = [u for u in units if u.id in seen or (u.parent_id in own or u.id in own)]
    return [(unit.code, unit.name) for unit in chosen]
