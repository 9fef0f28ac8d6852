"""文书登记簿: papers by kind, state and unit, what waits for whom, as a table; each line opens its sheet."""

from urllib.parse import urlencode

from fastapi import Response

from api.pages.address import asked_of_us
from api.pages.forms import Form
from api.pages.routers import pages_router
from api.pages.visitor import Page
from domain.errors import Refusal
from domain.queries.mine import Rows
from domain.queries.register import PaperFilter, Registered, counts, register
from domain.words import PaperKind, PaperState

router = pages_router()


@router.get("/papers")
def listed(page: Page) -> Response:
    """The papers of the hazards that this person sees; each number opens its list."""
    form = Form(PaperFilter, asked_of_us(page.request.query_params.multi_items(), PaperState))
    wanted, found, counted = form.read() or PaperFilter(), Rows[Registered]([], None), dict[PaperState, int]()
    try:
        found, counted = register(page.reader, wanted), counts(page.reader, wanted)
    except Refusal as refusal:
        form.refuse(refusal)
    return page.render(
        "desk/papers.html",
        422 if form.errors or form.refusal else 200,
        rows=found.items,
        further=_address(wanted, cursor=found.next_cursor) if found.next_cursor else "",
        export=f"/api{_address(wanted, cursor=None).replace('/papers', '/papers.csv', 1)}",
        tabs=_tabs(wanted, counted),
        form=form,
        kinds=[(str(kind), kind.label) for kind in PaperKind],
        narrowed=bool(wanted.model_fields_set - {"cursor", "limit"}),
    )


def _tabs(wanted: PaperFilter, counted: dict[PaperState, int]) -> list[tuple[str, str, str, bool]]:
    """(address, label, count, whether one is there): all, then each state that any stands in."""
    tabs = [
        (_address(wanted, state=None, cursor=None), "全部", str(sum(counted.values())), wanted.state is None)
    ]
    tabs += [
        (_address(wanted, state=str(state), cursor=None), state.label, str(number), wanted.state is state)
        for state, number in counted.items()
        if number or wanted.state is state
    ]
    return tabs


def _address(wanted: PaperFilter, **other: str | None) -> str:
    """The page with this filter, one part of it another."""
    asked = wanted.model_dump(mode="json", exclude_defaults=True) | other
    said = {name: "true" if value is True else value for name, value in asked.items() if value}
    return f"/papers?{urlencode(said)}" if said else "/papers"
