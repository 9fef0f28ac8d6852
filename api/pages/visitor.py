"""Who visits a page: `Page` for a GET, `Sent` for a form that was sent. Both are signed in."""

import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Annotated, TypeVar

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel
from starlette.datastructures import FormData, UploadFile

from api.current import At, Mine, TheStore, Who, session_card, token_of
from api.errors import status_of
from api.pages import csrf, frame
from api.pages.address import asked_of_us, unknown_to_us
from api.pages.forms import Form, whole_number
from api.pages.multipart import read_form
from api.pages.navigation import Entry, entries, is_current
from domain.directory.organisation import Actor, PersonCard
from domain.errors import Refusal
from domain.queries import Reader, reading
from domain.signing_in.guessing import Proof, proof_of
from domain.store.base import Store
from domain.words import Role

M = TypeVar("M", bound=BaseModel)
SEE_OTHER = 303
KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
FIRST = {"password": "/me/password", "second_factor": "/me/second-factor"}
"""Where somebody is led who must do something before anything else."""
OPEN_WITH_A_DUTY = (*FIRST.values(), "/me/security")
"""A sign-in that another gave is confirmed before its second factor can be enrolled."""


@dataclass(frozen=True)
class Visit:
    """A signed-in person at a page, with a reader for them in one read-only transaction."""

    request: Request
    reader: Reader
    token: str

    @cached_property
    def duty(self) -> str | None:
        """What they must do before anything else: password, second_factor."""
        card = session_card(self.store, self.token)
        return card.duty if card else None

    @property
    def who(self) -> Actor:
        """The person and their account."""
        return self.reader.who

    @property
    def at(self) -> datetime:
        """Legal time, read once a request."""
        return self.reader.at

    @property
    def store(self) -> Store:
        """The store."""
        return self.reader.store

    @property
    def me(self) -> PersonCard:
        """The person's card."""
        return self.reader.directory.people[self.reader.person]

    @property
    def roles(self) -> frozenset[Role]:
        """Their posts, wherever they are held."""
        return self.reader.roles

    @cached_property
    def menu(self) -> list[tuple[Entry, bool]]:
        """The entries of their menu, and which one they are at; none while something must be done first."""
        path = self.request.url.path
        if path.startswith(OPEN_WITH_A_DUTY) and self.duty:
            return []
        return [
            (entry, is_current(entry, path)) for entry in entries(self.request.app.state.routed, self.roles)
        ]

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """What the address asks of us: the values of each parameter."""
        return asked_of_us(self.request.query_params.multi_items())

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """(filter, value) of what the address asks for in words that are none of ours."""
        return unknown_to_us(self.request.query_params.multi_items())

    @property
    def csrf(self) -> str:
        """A fresh token for a form."""
        return csrf.make_token(self.token)

    def render(self, template: str, status: int = 200, **values: object) -> Response:
        """The template for this person."""
        return frame.render(self.request, template, status, page=self, **values)

    def go(self, path: str, said: str = "") -> Response:
        """303 to another page of ours, with a sentence for it."""
        answer = RedirectResponse(path, SEE_OTHER)
        if said:
            frame.keep_said(answer, said, self.request)
        return answer


@dataclass(frozen=True)
class SentVisit(Visit):
    """A person who sent a form of ours."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[UploadFile]] = field(default_factory=dict)

    @property
    def key(self) -> str | None:
        """The idempotency key minted into the form: the same form sent twice has one effect."""
        text = next(iter(self.typed.get("_key", ())), "")
        return text if KEY.fullmatch(text) else None

    @property
    def version(self) -> int | None:
        """The version of the hazard that the form was shown for."""
        return self.number("_version")

    @property
    def proof(self) -> Proof:
        """The password or code that a form asks for once more."""
        return proof_of(**{name: next(iter(self.typed.get(name, ())), "") for name in Proof.model_fields})

    def number(self, name: str) -> int | None:
        """The number that a hidden field carries."""
        return whole_number(next(iter(self.typed.get(name, ())), ""))

    def submit(
        self,
        model: type[M],
        save: Callable[[M], Response],
        again: str | Callable[[Form[M], int], Response],
        *,
        hidden: Collection[str] = (),
        **values: object,
    ) -> Response:
        """Read the form and let `save` answer; what is refused shows the form again with everything typed.

        `hidden`: fields that the page does not show, so that a complaint about one stands above the form.
        """
        form = Form(model, self.typed)
        form.hidden = set(hidden)
        said = form.read()
        status = 422
        if said is not None:
            try:
                return save(said)
            except Refusal as refusal:
                form.refuse(refusal)
                status = status_of(refusal)
        if callable(again):
            return again(form, status)
        return self.render(again, status, form=form, **values)


async def _form_of(request: Request, _mine: Mine) -> AsyncIterator[FormData]:
    """The form, read only for somebody who is signed in."""
    form = await read_form(request)
    try:
        yield form
    finally:
        await form.close()


def _visit(request: Request, store: TheStore, who: Who, at: At) -> Iterator[Visit]:
    with reading(store, who, at) as reader:
        yield Visit(request, reader, token_of(request) or "")


def _half_visit(request: Request, store: TheStore, mine: Mine, at: At) -> Iterator[Visit]:
    yield from _visit(request, store, mine.who, at)


def _sent(
    request: Request, store: TheStore, who: Who, at: At, form: Annotated[FormData, Depends(_form_of)]
) -> Iterator[SentVisit]:
    yield from _read(request, store, who, at, form)


def _half_sent(
    request: Request, store: TheStore, mine: Mine, at: At, form: Annotated[FormData, Depends(_form_of)]
) -> Iterator[SentVisit]:
    yield from _read(request, store, mine.who, at, form)


def _read(request: Request, store: Store, who: Actor, at: datetime, form: FormData) -> Iterator[SentVisit]:
    typed: dict[str, list[str]] = {}
    files: dict[str, list[UploadFile]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value.replace("\r\n", "\n"))
        elif value.filename or value.size:
            files.setdefault(name, []).append(value)
    token = token_of(request) or ""
    if not csrf.is_ours("".join(typed.pop("_csrf", [])), token):
        raise csrf.Expired
    with reading(store, who, at) as reader:
        yield SentVisit(request, reader, token, typed, files)


Page = Annotated[Visit, Depends(_visit, scope="function")]
"""A signed-in person at a page."""
Sent = Annotated[SentVisit, Depends(_sent, scope="function")]
"""A signed-in person who sent a form of ours: session, origin and CSRF token are right."""
HalfPage = Annotated[Visit, Depends(_half_visit, scope="function")]
"""The same for somebody who must change their password or enrol a second factor before anything else."""
HalfSent = Annotated[SentVisit, Depends(_half_sent, scope="function")]
"""A form of theirs."""
