"""The way out: one message to one Apprise URL, bounded in time, its secrets kept."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlsplit

from apprise import AppriseAsset

from domain.outside import AllowedHosts
from notifications.channels import PLUGINS, VENDOR_HOSTS, Plugin
from notifications.channels.mail import MESSAGE_ID_HEADER, Mail
from notifications.channels.own import OwnChannel
from notifications.channels.tokens import MemoryTokens, Tokens
from notifications.channels.webhook import Webhook
from notifications.channels.words import with_link_below
from notifications.outcome import Outcome, Reached, Receipt
from notifications.quiet_logs import ear, guard
from notifications.settings import NotifySettings, from_environment
from notifications.workers import Workers

log = logging.getLogger(__name__)
SECONDS_FOR_ONE_SEND = 15.0
MOST_THREADS = 16
"""To one place: what hangs there for ever, byte by byte, takes no thread from the others."""
GRACE = 0.5


class Sender(Protocol):
    """Whatever can carry one message. It never raises for a receiver's fault and never logs the URL."""

    def send(self, url: str, title: str, body: str, *, data: Mapping[str, Any]) -> Outcome:
        """Send and tell what became of it. `data["id"]` is the same at every retry of a message.

        What a card may show: `link` and `button` (what the link does, up to four characters), `values` (short words
        by name: place, hazard, due, left, step, happened, by ...) and `rows` (pairs of label and value, in order).
        """
        ...

    def ask(self, url: str, receipt: str) -> Receipt:
        """Ask the vendor how far a message came that it took under this receipt."""
        ...


class AppriseSender:
    """Sends through Apprise, one object for each message, because its objects sleep between two sends.

    A send still running after `seconds` is cut, or abandoned where it cannot be cut, and counts as failed.
    """

    def __init__(
        self,
        settings: NotifySettings | None = None,
        *,
        seconds: float = SECONDS_FOR_ONE_SEND,
        tokens: Tokens | None = None,
    ) -> None:
        guard()
        self._tokens = tokens if tokens is not None else MemoryTokens()
        self._asset = AppriseAsset(app_id="Bihuan", app_desc="Bihuan", app_url="", http_redirects=False)
        settings = settings or from_environment()
        self._allowed = AllowedHosts(VENDOR_HOSTS, settings.webhook_hosts, settings.allow_loopback)
        self._seconds = seconds
        self._workers: defaultdict[str, Workers[Outcome]] = defaultdict(lambda: Workers(MOST_THREADS))

    def send(self, url: str, title: str, body: str, *, data: Mapping[str, Any]) -> Outcome:
        """Send within the time allowed, on a thread that does not keep the process alive."""
        plugin = self._plugin(url, data)
        if plugin is None:
            return Outcome(ok=False, detail="通知地址无法识别", final=True)
        if isinstance(plugin, Mail):
            body = with_link_below(body, str(data.get("link") or ""))
        bound = self._seconds + (GRACE if isinstance(plugin, OwnChannel) else 0)  # our own end by themselves
        outcome = self._workers[place_of(url)].run(lambda: _notify(plugin, title, body), bound)
        return outcome or self._cut(plugin)

    def ask(self, url: str, receipt: str) -> Receipt:
        """Ask within the time allowed; webhooks and mail never tell."""
        plugin = self._plugin(url, {})
        if not isinstance(plugin, OwnChannel):
            return Receipt(Reached.UNKNOWN)
        return plugin.ask(receipt)

    def _plugin(self, url: str, data: Mapping[str, Any]) -> Plugin | None:
        """Make the plugin for a URL, or None when it cannot be read."""
        kind = PLUGINS.get(url.partition(":")[0].lower())
        parts = kind.parse_url(url) if kind else None
        if not (kind and parts):
            return None
        try:
            plugin = kind(asset=self._asset, **parts)
        except TypeError:  # what Apprise raises for a URL without host, sender or recipient
            return None
        if isinstance(plugin, OwnChannel):
            plugin.data, plugin.allowed, plugin.tokens, plugin.seconds = (
                data,
                self._allowed,
                self._tokens,
                self._seconds,
            )
        elif isinstance(plugin, Webhook):
            plugin.data, plugin.may_reach_loopback = data, self._allowed.loopback
        elif isinstance(plugin, Mail):
            plugin.data, plugin.headers[MESSAGE_ID_HEADER] = data, str(data.get("id", ""))
        return plugin

    def _cut(self, plugin: Plugin) -> Outcome:
        """End a send that takes too long, as far as it can be ended."""
        if isinstance(plugin, Webhook):
            plugin.stop()
        asked = isinstance(plugin, Webhook | Mail) and plugin.asked
        return Outcome(ok=False, detail=f"{self._seconds:g} 秒内没有完成", lost=asked)


def place_of(url: str) -> str:
    """Name the machine a message goes to, without anything secret: its kind, and the host where one is written."""
    try:
        parts = urlsplit(url)
    except ValueError:  # a host that Apprise can read and nobody else
        return url.partition(":")[0]
    said = dict(parse_qsl(parts.query))
    robot = parts.scheme.endswith("robot")  # whose token stands where others have their host
    return f"{parts.scheme}:{said.get('base') or said.get('smtp') or ('' if robot else parts.hostname)}"


def _notify(plugin: Plugin, title: str, body: str) -> Outcome:
    """Run one send; whatever a plugin raises is a failed send."""
    with ear.listen():
        try:
            plugin.notify(body=body, title=title, body_format="text")
        except Exception as error:  # noqa: BLE001 - a plugin's fault is this message's failure, no other's
            log.warning("a plugin raised %s", type(error).__name__)
            return Outcome(ok=False, detail="发送时出错，请告知系统维护人员查看日志")
    return plugin.outcome
