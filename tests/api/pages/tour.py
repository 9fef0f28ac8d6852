"""Everybody walks through every page: a scriptless browser that follows each link it is shown, a few of each kind."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from httpx2 import Response
from sqlalchemy import Engine, text
from starlette.routing import Route

from api.pages.install import ROUTERS

OF_A_KIND = 2
"""So many addresses of one route are opened by each person."""
ADDRESSES = {"href", "src", "hx-get", "data-src"}
OWN = "https://testserver"
SEEN = {"session": ["seen_at"]}
"""When a session was last used; machine time that every request may move on."""


@dataclass
class Seen:
    """One answer to somebody."""

    who: str
    path: str
    answer: Response
    seconds: float
    shown_at: str

    @property
    def is_page(self) -> bool:
        return self.answer.headers.get("content-type", "").startswith("text/html")


@dataclass
class Markup:
    """What a page holds beside its words."""

    links: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


class Reader(HTMLParser):
    """Collects links, anything inline, and the words that a person reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Markup()
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._silent = tag
        data = told.get("type") == "application/json"
        if (tag == "script" and "src" not in told and not data) or tag == "style":
            self.found.inline.append(f"<{tag}>")
        self.found.inline += [f"{tag} {name}" for name in told if name == "style" or name.startswith("on")]
        self.found.links += [told[name] for name in ADDRESSES & set(told)]
        if tag == "form" and told.get("method", "get").lower() == "get" and told.get("action"):
            self.found.links.append(told["action"])
        self.found.words += [
            told[name] for name in ("title", "placeholder", "aria-label", "alt") if name in told
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.found.words.append(data.strip())


def read(page: str) -> Markup:
    reader = Reader()
    reader.feed(page)
    return reader.found


@cache
def routes() -> tuple[Route, ...]:
    """Every address of a page."""
    return tuple(route for router in ROUTERS for route in router.routes if isinstance(route, Route))


def kind_of(path: str) -> str:
    """The route that answers: addresses that differ only in which hazard or person they name are of one kind."""
    plain = urlsplit(path).path
    return next((route.path for route in routes() if route.path_regex.match(plain)), plain)


def local(shown_at: str, link: str) -> str | None:
    """The path of a link of ours without its fragment, or None for one that leads away."""
    whole = urlsplit(urljoin(f"{OWN}{shown_at}", link))
    if f"{whole.scheme}://{whole.netloc}" != OWN:
        return None
    return whole.path + (f"?{whole.query}" if whole.query else "")


def walk(get: Callable[[str], Response], who: str, starts: list[str], known: set[str]) -> Iterator[Seen]:
    """Open what is shown, breadth first; static files once for everybody."""
    ahead = deque((start, "") for start in starts)
    asked, kinds = set(starts), Counter[str]()
    while ahead:
        path, shown_at = ahead.popleft()
        began = time.perf_counter()
        answer = get(path)
        seen = Seen(who, path, answer, time.perf_counter() - began, shown_at)
        yield seen
        if path.startswith("/static/"):
            known.add(path)
        if not seen.is_page:
            continue
        for link in read(answer.text).links:
            onward = local(path, link)
            if onward is None or onward in asked or onward in known:
                continue
            kinds[kind_of(onward)] += 1
            if kinds[kind_of(onward)] <= OF_A_KIND:
                asked.add(onward)
                ahead.append((onward, path))


def all_tables(engine: Engine) -> dict[str, str]:
    """A fingerprint of every row of every table."""
    names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    with engine.connect() as connection:
        tables = list(connection.scalars(text(names)))
        return {name: str(connection.scalar(text(print_of(name)))) for name in tables}


def print_of(table: str) -> str:
    """SQL for one table's fingerprint."""
    row = "to_jsonb(r)" + "".join(f" - '{column}'" for column in SEEN.get(table, ()))
    return f"SELECT md5(coalesce(string_agg(({row})::text, '|' ORDER BY ({row})::text), '')) FROM \"{table}\" AS r"
