"""WeCom's sign-in page in the demonstration: the real one knows whose phone it is, this one asks."""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from deploy.demo.inbox.page import pages
from deploy.demo.inbox.people import Reader
from deploy.demo.vendors.wire import Reply
from deploy.demo.vendors.world import World

PAGE, CHOSEN = "/wecom/connect/oauth2/authorize", "/wecom/connect/oauth2/chosen"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def ask(query: Mapping[str, str], people: Mapping[str, Reader]) -> Reply:
    """Show who might be holding the phone."""
    back = {name: query.get(name, "") for name in ("redirect_uri", "state")}
    readers = {reader.key: reader for reader in people.values()}.values()
    choices = [(reader, f"{CHOSEN}?{urlencode({**back, 'as': reader.key})}") for reader in readers]
    return Reply(pages.get_template("door.html").render(choices=choices).encode(), 200, HTML)


def choose(query: Mapping[str, str], people: Mapping[str, Reader], world: World) -> Reply:
    """Send the browser back with a code of the one who was chosen; only to this machine."""
    reader, back = people.get(query.get("as", "")), query.get("redirect_uri", "")
    if reader is None or urlsplit(back).hostname not in {"127.0.0.1", "localhost"}:
        return Reply(b"", 400)
    said = urlencode({"code": world.sign_in_code(reader.key), "state": query.get("state", "")})
    return Reply(b"", 302, {"Location": f"{back}?{said}"})
