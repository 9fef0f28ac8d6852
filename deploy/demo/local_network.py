"""`./bihuan demo --lan`: phones on the same network may join; what that means is said, the address also as a code."""

import io
import os
import socket
from collections.abc import Iterator

import segno

from domain.store.settings import StartError

EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked for by --lan, and said
SOMEWHERE_ELSE = ("192.0.2.1", 9)  # a documentation address: choosing a route to it sends nothing


def address_of_this_machine() -> str:
    """The address under which this machine is known on its network; `StartError` when there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(SOMEWHERE_ELSE)
        except OSError:
            raise StartError(
                "本机没有连接局域网，手机无法加入；请联网后重试，或去掉 --lan (no local network; drop --lan)"
            ) from None
        return str(asking.getsockname()[0])


def listen_on_the_network(port: int) -> str:
    """Let the web, and links in messages, use this machine's address; gives the page's address."""
    page = f"http://{address_of_this_machine()}:{port}/"
    os.environ["BIHUAN_HOST"] = EVERYWHERE
    os.environ.setdefault("BIHUAN_NOTIFY_PUBLIC_URL", page.rstrip("/"))
    return page


def invitation(page: str) -> Iterator[str]:
    """How a phone joins, and who else can."""
    yield f"手机连同一网络，打开 {page} 或扫码 (on a phone of the same network, open it or scan)："
    yield from code_of(page).splitlines()
    yield "  同一网络中的任何人都能打开并登录这个演示，且未加密：不要录入真实数据"
    yield "  (anybody on this network can open and sign in, unencrypted: enter no real data)"


def code_of(page: str) -> str:
    """The address as a QR code of half blocks for a terminal."""
    out = io.StringIO()
    segno.make(page, error="m").terminal(out=out, border=2, compact=True)
    return out.getvalue()
