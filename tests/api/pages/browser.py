"""Somebody's browser without scripts: it reads pages, fills the form it was shown and sends it."""

import re
from dataclasses import dataclass
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.api.site import PASSWORD, Site


@dataclass
class Browser:
    """One browser; whoever signs in last is at it."""

    site: Site

    @property
    def client(self) -> TestClient:
        return self.site.client

    def try_sign_in(self, login: str, onward: str = "/", password: str = PASSWORD) -> Response:
        typed = {"login": login, "password": password, "next": onward}
        return self.client.post("/sign-in", data=typed, follow_redirects=False)

    def sign_in(self, login: str) -> None:
        self.client.cookies.clear()
        assert self.try_sign_in(login).status_code == 303

    def read(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def token(self, path: str) -> str:
        found = re.search(r'name="_csrf" value="([0-9a-f]+)"', self.read(path))
        assert found
        return found.group(1)

    def send(self, shown_at: str, action: str, files: Any = None, **typed: Any) -> Response:
        """Fill the hidden fields from the form shown at one address and send it to another."""
        page = self.read(shown_at)
        form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
        assert form, f"{shown_at} has no form that goes to {action}"
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.group()))
        return self.client.post(action, data={**hidden, **typed}, files=files, follow_redirects=False)
