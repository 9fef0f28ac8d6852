"""A running set of vendors and a sender that reaches them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from deploy.demo.vendors.faults import Fault, Kind
from deploy.demo.vendors.journal import Journal
from deploy.demo.vendors.server import Vendors, VendorServer
from notifications.outcome import Outcome, Receipt
from notifications.sender import AppriseSender
from notifications.settings import NotifySettings

LINK = "https://bihuan.example/h/0f3c"
BODY = f"请今天改完并拍照：住院楼3层，防火门被占用，已超期2天。{LINK}"
TITLE = "催办：住院楼3层"
VALUES = {"place": "住院楼3层", "hazard": "防火门被占用", "due": "11月25日"}
ROWS = [("地点", "住院楼3层"), ("期限", "11月25日"), ("责任人", "")]
DATA = {"id": 41, "link": LINK, "button": "去处理", "values": VALUES, "rows": ROWS}
WECOM_KEY = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
PLACES = {
    "dingrobot": ("robot-plain", "/13800000000", "dingtalk"),
    "dingwork": ("dingkey:dingsecret@1001", "/nurse1", "dingtalk"),
    "wecomrobot": (WECOM_KEY, "/nurse1", "wecom"),
    "wecomapp": ("wwcorp:wesecret@1000002", "/nurse1", "wecom"),
    "wechatmp": ("wxapp:wxsecret@tmpl-hazard", "/nurse1", "wechat"),
    "smsgw": ("smskey:smssecret@gateway", "/13800000000", "sms/send"),
}
SENDING = {
    "dingrobot": "/dingtalk/robot/send",
    "dingwork": "/dingtalk/topapi",
    "wecomrobot": "/wecom/cgi-bin/webhook",
    "wecomapp": "/wecom/cgi-bin/message",
    "wechatmp": "/wechat/cgi-bin/message",
    "smsgw": "/sms/send",
}
CHANNELS = sorted(PLACES)


@dataclass
class Exchange:
    """The vendors' server and one sender."""

    server: VendorServer
    sender: AppriseSender = field(init=False)

    def __post_init__(self) -> None:
        self.begin_again()

    def begin_again(self, seconds: float = 5.0) -> None:
        self.server.vendors.begin_again()
        self.sender = AppriseSender(NotifySettings(allow_loopback=True), seconds=seconds)

    def url(self, channel: str, *, login: str = "", to: str | None = None, **options: str) -> str:
        place, someone, vendor = PLACES[channel]
        base = {"base": f"{self.server.url}/{vendor}"}
        path = someone if to is None else "".join(f"/{quote(each, safe='')}" for each in to.split())
        return f"{channel}://{login or place}{path}?{urlencode(base | options)}"

    def send(
        self, channel: str, body: str = BODY, *, data: dict[str, Any] | None = None, **how: str
    ) -> Outcome:
        given = DATA if data is None else data
        return self.sender.send(self.url(channel, **how), TITLE, body, data=given)

    def ask(self, channel: str, receipt: str | None, **how: str) -> Receipt:
        assert receipt is not None
        return self.sender.ask(self.url(channel, **how), receipt)

    def fault(self, kind: Kind, path: str = "/", **more: Any) -> None:
        self.server.vendors.script.add(Fault(kind, path, **more))

    def time_passes(self, seconds: float) -> None:
        self.server.vendors.world.ahead += seconds

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.server.vendors.journal.newest()

    @property
    def requests(self) -> list[str]:
        return self.server.vendors.requests


@contextmanager
def running_vendors(file: Path) -> Iterator[Exchange]:
    vendors = Vendors(Journal(file), control=True)
    with VendorServer(vendors) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield Exchange(server)
        finally:
            vendors.closing.set()
            server.shutdown()
            thread.join()
