"""Somebody's browser without scripts: it reads pages, fills the form it was shown and sends it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.site import PASSWORD, Site, picture

Typed = dict[str, list[str]]


@dataclass
class Form:
    """A form as a browser sees it: what it would send untouched, and every choice it offers.

    `hidden` and `secret`: fields that show nothing of what they hold; `method`: get or post.
    """

    action: str
    fields: Typed = field(default_factory=dict)
    choices: Typed = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    secret: set[str] = field(default_factory=set)
    method: str = "get"


class FormReader(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(told["action"], method=told.get("method", "get").lower()))
        if not self.forms:
            return
        form, name = self.forms[-1], told.get("name", "")
        if "required" in told and name:
            form.required.add(name)
        if tag == "input":
            self._input(form, name, told)
        elif tag == "textarea":
            self._area = name
            form.fields[name] = [""]
        elif tag == "select":
            self._select = name
            form.fields[name] = [""]
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(told.get("value", ""))
            if "selected" in told:
                form.fields[self._select] = [told.get("value", "")]

    def _input(self, form: Form, name: str, told: dict[str, str]) -> None:
        kind = told.get("type", "text")
        if kind == "file":
            form.files.add(name)
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(told.get("value", "on"))
            if "checked" in told:
                form.fields.setdefault(name, []).append(told.get("value", "on"))
        elif name:
            form.fields.setdefault(name, []).append(told.get("value", ""))
            if kind in ("hidden", "password"):
                (form.hidden if kind == "hidden" else form.secret).add(name)

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            typed = self.forms[-1].fields[self._area]
            typed[0] = typed[0].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""


def forms_on(page: str) -> list[Form]:
    """Every form of a page."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms


def form_of(page: str, action: str) -> Form:
    """The form of a page that goes to this address."""
    return next(form for form in forms_on(page) if form.action == action)


@dataclass
class Browser:
    """One browser; whoever signed in last is at it. Sessions are remembered, passwords are slow."""

    site: Site
    sessions: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> TestClient:
        return self.site.client

    def try_sign_in(self, login: str, onward: str = "/", password: str = PASSWORD) -> Response:
        typed = {"login": login, "password": password, "next": onward}
        return self.client.post("/sign-in", data=typed, follow_redirects=False)

    def sign_in(self, login: str) -> None:
        self.client.cookies.clear()
        if login not in self.sessions:
            assert self.try_sign_in(login).status_code == 303
            self.sessions[login] = self.client.cookies["__Host-bihuan"]
            return
        self.client.cookies.set("__Host-bihuan", self.sessions[login], domain="testserver.local", path="/")

    def read(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.text}"
        return answer.text

    def token(self, path: str) -> str:
        return forms_on(self.read(path))[0].fields["_csrf"][0]

    def send(self, shown_at: str, action: str, files: Any = None, **typed: Any) -> Response:
        """Fill the form that one address shows and send it."""
        return self.post(form_of(self.read(shown_at), action), files, **typed)

    def post(self, form: Form, files: Any = None, **typed: Any) -> Response:
        filled: dict[str, Any] = {**form.fields, **typed}
        return self.client.post(form.action, data=filled, files=files, follow_redirects=False)

    def fill(self, who: str, ref: str, name: str, **typed: Any) -> Response:
        """Open the form of an action and send it, with a photo of this colour when it asks for one."""
        self.sign_in(who)
        colour = typed.pop("photo", None)
        action = f"/h/{ref}/{name}"
        form = form_of(self.read(action), action)
        files = [("photos", ("p.jpg", picture(colour)))] if colour else None
        return self.post(form, files, **typed)

    def press(self, who: str, ref: str, name: str, **typed: Any) -> None:
        """An action that works."""
        answer = self.fill(who, ref, name, **typed)
        assert answer.status_code == 303, f"{who} {name}: {answer.text}"
