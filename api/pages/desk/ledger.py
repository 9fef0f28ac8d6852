"""台账: a table at the desk, cards on the phone. The whole view stands in its address."""

from typing import Annotated, NamedTuple
from urllib.parse import parse_qs

from fastapi import Path, Response

from api.pages.desk.filters import ORDERS, YES_NO, address, pills, quick_views, units_to_choose
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from api.views.ledger_views import NewView, whole_query
from domain.calendar import day_of
from domain.cases.case import Case
from domain.errors import Refusal
from domain.fields import WRITTEN_PLAINLY
from domain.hazard.labels import Standing, date_stands, is_overdue
from domain.official.ledger.columns import Column, LedgerQuery
from domain.official.ledger.values import LedgerRow, Looks, ledger_rows, texts_of
from domain.queries import Order, how_many, page as page_of
from domain.queries.ledger import Page as Found
from domain.store.saved_views import drop_view, save_view, views_of
from domain.subcategories import Subcategory
from domain.use import Use, stopped_word
from domain.words import Category, Level, Line, Listing, Source, State

router = pages_router()
Key = Annotated[int, Path(title="视图", ge=1, lt=2**63), WRITTEN_PLAINLY]
COUNTED = 1000
"""How far a list is counted; beyond it nobody reads the number."""
WRONG = 422
LONGEST_SHOWN = 40
SORTS = {
    Column.NUMBER: (Order.NUMBER_LAST, Order.NUMBER),
    Column.UNIT: (Order.UNIT, Order.UNIT),
    Column.DUE: (Order.DUE, Order.DUE_LAST),
    Column.RUNG: (Order.RUNG, Order.RUNG),
}
"""The order a press on a column's head asks for: first, and then the other way."""
DOWNWARD = frozenset({Order.NUMBER_LAST, Order.DUE_LAST, Order.RUNG})
CHOICES: dict[str, list[tuple[str, str]]] = {
    "state": [(state, state.label) for state in State],
    "category": [(category, category.label) for category in Category],
    "subcategory": [(each, each.in_full) for each in Subcategory],
    "source": [(source, source.label) for source in Source],
    "level": [(level, level.label) for level in Level],
    "line": [(line, line.label) for line in Line],
    "use": [(use, use.label) for use in Use],
    "listing": [(listing, listing.label) for listing in Listing],
    "column": [(column, column.label) for column in Column],
    "order": list(ORDERS),
    "yes_no": list(YES_NO),
}
IN_THE_FORM = frozenset(
    {
        "q",
        "unit",
        "state",
        "level",
        "line",
        "category",
        "subcategory",
        "source",
        "overdue",
        "listed",
        "use",
        "order",
        "column",
    }
    | {"suspected", "found_from", "found_to", "closed_from", "closed_to", "due_within", "cursor", "limit"}
)
"""What the form asks for itself; any other filter in force goes along unseen."""


class Head(NamedTuple):
    """A column's head: where a press on it leads, and how it is sorted now."""

    column: Column
    label: str
    href: str
    sorted: str


class LedgerLine(NamedTuple):
    """A hazard, how its date stands, its texts by column, and the word for a place out of use."""

    case: Case
    late: bool
    date: Standing | None
    texts: list[tuple[Column, str]]
    stopped: str


@router.get("/hazards")
def ledger(page: Page) -> Response:
    """The hazards this person may see, as the address asks."""
    return show(page, Form(LedgerQuery, page.asked))


@router.post("/hazards/views")
def save(page: Sent) -> Response:
    """Keep the view shown under a name."""

    def keep(said: NewView) -> Response:
        query = whole_query(said.query)
        save_view(page.store, page.reader.person, said.name, query)
        return page.go(f"/hazards?{query}", said=f"已保存视图“{said.name}”。")

    def again(form: Form[NewView], status: int) -> Response:
        """The ledger as it was, with what was typed."""
        shown = Form(LedgerQuery, parse_qs(form.value("query"), max_num_fields=200))
        return show(page, shown, status, saving=form)

    return page.submit(NewView, keep, again, hidden={"query"})


@router.post("/hazards/views/{view}/delete")
def forget(page: Sent, view: Key) -> Response:
    """Take one of one's own views away."""
    drop_view(page.store, page.reader.person, view)
    return page.go("/hazards", said="已删去视图。")


def show(
    page: Visit | SentVisit, form: Form[LedgerQuery], status: int = 200, saving: Form[NewView] | None = None
) -> Response:
    """The page; a filter that cannot be read is named, and nothing typed is lost."""
    wanted, found = _found(page, form)
    shown = wanted or LedgerQuery()
    view = Form(NewView, {"query": [shown.model_copy(update={"cursor": None}).query()]})
    return page.render(
        "desk/ledger.html",
        status if wanted else WRONG,
        form=form,
        unknown=[(form.title(name), value[:LONGEST_SHOWN]) for name, value in page.unknown],
        saving=saving or view,
        choices={**CHOICES, "unit": units_to_choose(page.reader)},
        quick=quick_views(shown),
        pills=pills(shown, page.reader),
        unseen=_unseen(shown),
        heads=[_head(column, shown) for column in shown.columns],
        rows=[
            _row(row, shown.columns) for row in ledger_rows(Looks(page.reader), found.cases, shown.columns)
        ],
        has_left=Column.LEFT in shown.columns,
        has_use=Column.USE in shown.columns,
        count=_count(page, wanted),
        views=views_of(page.reader.connection, page.reader.person),
        here=view.value("query"),
        is_first=shown.cursor is None,
        first=address(shown.model_copy(update={"cursor": None})),
        more=address(shown.model_copy(update={"cursor": found.next_cursor})) if found.next_cursor else "",
        today=day_of(page.at),
    )


def _found(page: Visit, form: Form[LedgerQuery]) -> tuple[LedgerQuery | None, Found]:
    """What is wanted and what there is of it; what cannot be looked for is noted in the form."""
    wanted = form.read()
    try:
        if wanted is not None:
            return wanted, page_of(page.reader, wanted)
    except Refusal as refusal:
        form.refuse(refusal)
    return None, Found([], None)


def _unseen(wanted: LedgerQuery) -> list[tuple[str, str]]:
    """(name, value) of the filters that the form has no field for."""
    given = wanted.model_dump(mode="json", exclude_defaults=True, exclude=set(IN_THE_FORM))
    lists = [(name, value if isinstance(value, list) else [value]) for name, value in given.items()]
    return [(name, str(each)) for name, values in lists for each in values]


def _head(column: Column, wanted: LedgerQuery) -> Head:
    first, other = SORTS.get(column, (None, None))
    if first is None:
        return Head(column, column.label, "", "")
    there = other if wanted.order == first else first
    sort = ""
    if wanted.order in (first, other):
        sort = "descending" if wanted.order in DOWNWARD else "ascending"
    return Head(
        column, column.label, address(wanted.model_copy(update={"order": there, "cursor": None})), sort
    )


def _row(row: LedgerRow, columns: list[Column]) -> LedgerLine:
    case, texts = row.case, texts_of(row, columns)
    hazard, by_column = case.hazard, list(zip(columns, texts, strict=True))
    late, date, stopped = is_overdue(hazard, case.at), date_stands(hazard, case.at), Use(hazard.use)
    return LedgerLine(case, late, date, by_column, stopped_word(stopped))


def _count(page: Visit, wanted: LedgerQuery | None) -> str:
    if wanted is None:
        return ""
    plain = wanted.model_copy(update={"cursor": None})
    found = how_many(page.reader, plain, COUNTED + 1)
    return f"共 {COUNTED} 条以上" if found > COUNTED else f"共 {found} 条"
