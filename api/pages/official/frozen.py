"""定格: a table with what only people know, kept in somebody's name; read as it was, each figure with its rows."""

from typing import Annotated

from fastapi import Path, Query, Response
from pydantic import TypeAdapter, ValidationError

from api.pages.forms import Form
from api.pages.official.tables import printed, rows_of_head
from api.pages.routers import pages_router
from api.pages.visitor import Page, Sent, SentVisit, Visit
from domain.errors import Refusal, WrongInput
from domain.fields import WRITTEN_PLAINLY, Money
from domain.official.asked import TableQuery
from domain.official.cells import head_of
from domain.official.definition import form_named
from domain.official.freezing import Freeze, Typed, freeze
from domain.official.frozen import frozen_tables, opened, rows_behind
from domain.official.made import made_now
from domain.official.wording import about, made

router = pages_router()
Ref = Annotated[str, Path(title="定格报表", max_length=16)]
Place = Annotated[int, Query(ge=0, le=10_000), WRITTEN_PLAINLY]
TYPED = "typed-"
MOST_SHOWN = 500
AMOUNT: TypeAdapter[object] = TypeAdapter(Money)


@router.get("/reports/frozen")
def listed(page: Page) -> Response:
    """The tables that were frozen, the latest first."""
    found = frozen_tables(page.reader, cursor=next(iter(page.asked.get("cursor", ())), None))
    more = f"/reports/frozen?cursor={found.next_cursor}" if found.next_cursor else ""
    return page.render("official/frozen_list.html", tables=found.items, more=more)


@router.get("/reports/frozen/{ref}")
def one(page: Page, ref: Ref) -> Response:
    """It as it was."""
    found = opened(page.reader, ref)
    kind = found.table.form
    return page.render(
        "official/frozen.html",
        found=found,
        kind=kind,
        table=found.table,
        head=rows_of_head(head_of(kind)),
        rows=[(row.is_total, printed(kind, row.cells)) for row in found.table.rows],
        about=about(found.table),
        made=made(found.table),
    )


@router.get("/reports/frozen/{ref}/rows")
def rows(
    page: Page,
    ref: Ref,
    row: Annotated[Place, Query(title="行")],
    column: Annotated[Place, Query(title="列")],
) -> Response:
    """The rows that were kept behind a figure."""
    found, behind = rows_behind(page.reader, ref, row, column)
    columns = found.table.form.columns
    called = columns[column].head[-1] if column < len(columns) else ""
    heads = list(dict.fromkeys(label for one in behind for label in one.texts))
    return page.render(
        "official/frozen_rows.html",
        found=found,
        called=called,
        heads=heads,
        count=len(behind),
        behind=behind[:MOST_SHOWN],
    )


@router.get("/reports/{name}/freeze")
def form(page: Page, name: str) -> Response:
    """The table with a field wherever a figure may be typed."""
    return _form(page, name, Form(TableQuery, page.asked))


@router.post("/reports/{name}/freeze")
def keep(page: Sent, name: str) -> Response:
    """Keep it."""
    period = Form(TableQuery, {k: v for k, v in page.typed.items() if k in TableQuery.model_fields})
    wanted = period.read()
    try:
        if wanted is None:
            return _form(page, name, period, 422)
        said = Freeze(**wanted.model_dump(), typed=_typed(page))
        ref = freeze(page.store, page.who, page.at, name, said)
    except Refusal as refusal:
        period.refuse(refusal)
        return _form(page, name, period, 422)
    return page.go(f"/reports/frozen/{ref}", said="已定格，内容和明细不再改动。")


def _typed(page: SentVisit) -> list[Typed]:
    """What was typed: fields are called typed-0-units by row and column; raises WrongInput for no amount."""
    found = []
    for name, values in page.typed.items():
        row, _, column = name.removeprefix(TYPED).partition("-")
        text = next((value.strip() for value in values), "")
        if not name.startswith(TYPED) or not text or not row.isdecimal():
            continue
        try:
            found.append(Typed.model_validate({"row": int(row), "column": column, "value": text}))
        except ValidationError:
            raise WrongInput(f"“{text[:20]}”不是数字，请填写不小于 0 的数。") from None
    return found


def _form(page: Visit, name: str, period: Form[TableQuery], status: int = 200) -> Response:
    kind = form_named(page.store.evidence.parent, name)
    wanted = period.read() or TableQuery()
    table = made_now(page.store, page.who, page.at, name, wanted)
    period.start_with(
        unit=table.unit_code, start=f"{table.start}", end=f"{table.end}", since=f"{table.since}"
    )
    typed = page.typed if isinstance(page, SentVisit) else {}
    return page.render(
        "official/freeze.html",
        status,
        kind=kind,
        table=table,
        form=period,
        typed={key: values[0].replace("\x00", "") for key, values in typed.items() if key.startswith(TYPED)},
        head=rows_of_head(head_of(kind)),
        rows=[(row.is_total, printed(kind, row.cells)) for row in table.rows],
        about=about(table),
    )
