"""The loopback sink: a process that writes down every message it gets, then answers 200."""

import asyncio
import json
import multiprocessing
import os
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self, cast

from deploy.bench.stopping import KEYBOARD, held_back

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: %b\r\n\r\n"
END_OF_HEAD = b"\r\n\r\n"


class Receiver(asyncio.Protocol):
    """Reads requests of one connection, journals each, answers it."""

    def __init__(self, journal: int) -> None:
        self.journal = journal
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way to answer."""
        self.transport = cast("asyncio.Transport", transport)  # TCP gives nothing else

    def data_received(self, data: bytes) -> None:
        """Answer every request that has come whole."""
        self.received += data
        while END_OF_HEAD in self.received:
            head, _, rest = self.received.partition(END_OF_HEAD)
            words = head.lower()
            length = int(words.partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if len(rest) < length:
                return
            self.received = rest[length:]
            # Machine time, as the rows it is compared with have it.
            line = f"{time.time():.6f} {json.loads(rest[:length])['id']}\n"
            os.write(self.journal, line.encode())
            closes = b"connection: close" in words
            self.transport.write(ANSWER % (b"close" if closes else b"keep-alive"))
            if closes:
                self.transport.close()


def receive(journal: Path, pipe: Connection) -> None:
    """Serve until the process is ended; tells its port first."""
    asyncio.run(_serve(journal, pipe))


async def _serve(journal: Path, pipe: Connection) -> None:
    file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Receiver(file), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


@dataclass
class Sink:
    """The sink's process, its port and its journal."""

    process: multiprocessing.process.BaseProcess
    port: int
    journal: Path

    @classmethod
    def open(cls, journal: Path) -> Self:
        """Start it and wait for its port."""
        spawn = multiprocessing.get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=receive, args=(journal, theirs), daemon=True)
        with held_back(KEYBOARD):
            process.start()
        return cls(process, ours.recv(), journal)

    def close(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.join()

    def accepted(self) -> list[tuple[float, str]]:
        """(machine time in seconds, message id) of every message, in order."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [(float(at), name) for at, _, name in (line.partition(" ") for line in lines)]

    def times_accepted(self) -> Counter[str]:
        """How often each message came."""
        return Counter(name for _, name in self.accepted())
