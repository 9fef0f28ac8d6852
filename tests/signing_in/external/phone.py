"""A person's phone between our pages and the vendors' words on who holds it."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from httpx2 import Response

from domain.signing_in.external import asking
from tests.api.pages.browser import Browser
from tests.notifications.channels.exchange import Exchange

WECOM = {
    "kind": "wecom",
    "name": "企业微信",
    "client_id": "wwcorp",
    "secret": "wesecret",
    "agent_id": "1000002",
}
DING = {
    "kind": "dingtalk",
    "name": "钉钉",
    "client_id": "dingkey",
    "secret": "dingsecret",
    "corp_id": "dingcorp",
}
OIDC = {"kind": "oidc", "name": "统一认证", "client_id": "bihuan-client", "secret": "oidc/secret+1"}
WHERE = {"wecom": "/wecom", "dingtalk": "/dingtalk", "oidc": "/oidc"}
LINK = "/me?from=message"


@dataclass
class Phone:
    """A person's phone: the app's browser, and the vendor's word on who holds it."""

    browser: Browser
    vendors: Exchange
    service: int = 0

    def set_up(self, said: dict[str, str]) -> None:
        base = f"{self.vendors.server.url}{WHERE[said['kind']]}"
        door = {"door": f"{base}/connect/oauth2/authorize"} if said["kind"] == "wecom" else {}
        answer = self.browser.site.ask(
            "admin", "POST", "/api/sign-in-services", json={**said, "base_url": base, **door}
        )
        assert answer.status_code == 201, answer.text
        self.service = answer.json()["id"]

    def go(self, onward: str = LINK) -> Response:
        return self.browser.client.get(
            f"/sign-in/with/{self.service}", params={"next": onward}, follow_redirects=False
        )

    def state(self, went: Response) -> str:
        if went.status_code == 200:
            found = re.search(r'name="state" value="([^"]+)"', went.text)
            assert found
            return found.group(1)
        return parse_qs(urlsplit(went.headers["location"]).query)["state"][0]

    def back(self, **said: str) -> Response:
        return self.browser.client.get(f"/sign-in/back/{self.service}", params=said, follow_redirects=False)

    def tap(self, person: str, onward: str = LINK) -> Response:
        """The whole way there and back, with WeCom."""
        state = self.state(self.go(onward))
        return self.back(state=state, code=self.vendors.server.vendors.world.sign_in_code(person))

    def bind(self, login: str, subject: str) -> None:
        said = {"login": login, "service": self.service, "subject": subject}
        answer = self.browser.site.ask("admin", "POST", f"/api/people/{login}/accounts/bind", json=said)
        assert answer.status_code == 200, answer.text

    def ticket(self, page: str) -> str:
        found = re.search(r'name="ticket" value="([^"]+)"', page)
        assert found
        return found.group(1)

    def say(self, **typed: str) -> Response:
        return self.browser.client.post("/sign-in/bind", data=typed, follow_redirects=False)

    def is_in(self) -> str | None:
        answer = self.browser.client.get("/api/me")
        return str(answer.json()["key"]) if answer.status_code == 200 else None


def back_from(went: Response, authorize: Any) -> dict[str, str]:
    """What the service's page sends the browser back with."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(went.headers["location"]).query).items()}
    assert query["code_challenge_method"] == "S256"
    request = type("Asked", (), {"query": query})
    found = urlsplit(authorize(request).headers["Location"]).query
    return {name: values[0] for name, values in parse_qs(found).items()}


def ask_services_anew() -> None:
    """Nothing of what services told is kept, as in a new process."""
    asking.kept.__init__()  # type: ignore[misc] # the one way to empty it, and no process needs another
