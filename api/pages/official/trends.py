"""趋势: the board over time as a page that prints, and as a wall view that brings itself up to date."""

from fastapi import Response

from api.pages.desk.filters import address, units_to_choose
from api.pages.forms import Form
from api.pages.official.charts import chart_of, month_in_words
from api.pages.routers import pages_router
from api.pages.visitor import Page, Visit
from domain.errors import NotAllowed, Refusal
from domain.official.trends import TrendQuery, Trends, trends
from domain.queries.figures import Figure

router = pages_router()
WALL = "wall"
EVERY = 300
"""So many seconds lie between two readings of the wall: each walks over all hazards of the years shown."""
WRONG = 422
PATH = "/reports/trends"


@router.get(PATH)
def over_time(page: Page) -> Response:
    """The board; `?wall=1` shows it large, without form and menu."""
    form = Form(TrendQuery, page.asked)
    wanted, made = form.read(), None
    try:
        if wanted is not None:
            made = trends(page.store, page.who, page.at, wanted)
    except NotAllowed:
        if not wanted or not wanted.unit:
            raise
        form.refuse(NotAllowed("您不能统计这个单位，请改选您管辖的单位。", field="unit"))
    except Refusal as refusal:
        form.refuse(refusal)
    if made is None or wanted is None:
        units = units_to_choose(page.reader)
        return page.render("official/trends.html", WRONG, form=form, made=None, units=units)
    query = wanted.query()
    return _wall(page, made, query) if page.asked.get(WALL) == ["1"] else _page(page, form, made, query)


def _page(page: Visit, form: Form[TrendQuery], made: Trends, query: str) -> Response:
    form.start_with(unit=made.asked.top.code, start=f"{made.asked.start}", end=f"{made.asked.end}")
    return page.render(
        "official/trends.html",
        form=form,
        units=units_to_choose(page.reader),
        made=made,
        chart=chart_of(made.months),
        month=month_in_words,
        href=href,
        wall=_on_the_wall(query),
        has_any=has_any(made),
    )


def _wall(page: Visit, made: Trends, query: str) -> Response:
    return page.render(
        "official/wall.html",
        made=made,
        chart=chart_of(made.months),
        href=href,
        every=EVERY,
        again=_on_the_wall(query),
        back=f"{PATH}?{query}".rstrip("?"),
    )


def _on_the_wall(query: str) -> str:
    return f"{PATH}?{WALL}=1&{query}".rstrip("&")


def has_any(made: Trends) -> bool:
    """Whether there is anything to show of the period, or in hand."""
    whole = made.years[-1]
    return any(one.count for one in (whole.stock, whole.new, whole.closed, whole.left, made.clearing.late))


def href(figure: Figure) -> str:
    """The list of exactly these hazards."""
    return address(figure.wanted)
