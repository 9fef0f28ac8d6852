"""Keeps the whole service running on one machine: PostgreSQL, web, Prefect's server and the worker."""

import contextlib
import signal
import socket
import time
from collections.abc import Callable
from types import FrameType

from deploy.children import Child
from deploy.demo_time import HEARTBEAT_SECONDS, DemoTime
from deploy.postgres.embedded import Cluster, start
from deploy.postgres.processes import is_postmaster_of
from deploy.readiness import answers
from deploy.terminal import say
from domain.store.settings import Settings, StartError

TICK_SECONDS = 0.5
HURRIED_SECONDS = 1.0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Supervisor:
    """Keeps the children and the embedded PostgreSQL running until it is asked to stop."""

    def __init__(
        self,
        settings: Settings,
        children: list[Child],
        cluster: Cluster | None,
        listening: socket.socket | None = None,
    ) -> None:
        self.settings = settings
        self.listening = listening
        self.children = children
        self.cluster = cluster
        self.signals = 0
        self.waited_for = {
            "web": (settings.port, "/healthz"),
            "prefect": (settings.prefect_port, "/api/health"),
        }

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.signals += 1  # no lock: the thread it interrupts might hold it

    def run(self, announce: Callable[[], None], demo: DemoTime | None) -> None:
        """Start everything, watch it, and on INT, TERM or HUP stop it: web, worker, Prefect, PostgreSQL."""
        for number in STOPPING:
            signal.signal(number, self._on_signal)
        began = time.monotonic()
        try:
            for child in self.children:
                child.start()
            beat = 0.0
            while not self.signals:
                time.sleep(TICK_SECONDS)
                self._report_readiness(began, announce)
                for child in self.children:
                    child.watch()
                if time.monotonic() - beat > HEARTBEAT_SECONDS:
                    beat = time.monotonic()
                    self._heartbeat(demo)
        finally:
            self._stop(demo)

    def _heartbeat(self, demo: DemoTime | None) -> None:
        if self.cluster is not None and not is_postmaster_of(self.cluster.data):
            say("PostgreSQL 已停止，正在重新启动 (PostgreSQL stopped; starting it again)")
            with contextlib.suppress(StartError):  # the next beat tries again
                start(self.cluster.home)
        if demo is not None:
            with contextlib.suppress(Exception):  # the database is away; the next beat writes a later moment
                demo.keep()

    def _report_readiness(self, began: float, announce: Callable[[], None]) -> None:
        for name, (port, path) in list(self.waited_for.items()):
            if answers(port, path, 0.3):
                del self.waited_for[name]
                say(f"{name} 就绪，用时 {time.monotonic() - began:.1f} 秒 ({name} is ready)")
                if name == "web":
                    announce()

    def _stop(self, demo: DemoTime | None) -> None:
        say("正在停止 (stopping)")
        if self.listening is not None:
            self.listening.close()  # once the web processes end, nobody waits in vain
        for child in self.children:
            child.stop(HURRIED_SECONDS if self.signals > 1 else None)
        if demo is not None:
            with contextlib.suppress(Exception):
                demo.keep_exactly()
            demo.engine.dispose()
        if self.cluster is not None:
            self.cluster.stop()
        say("已停止 (stopped)")
