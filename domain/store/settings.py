"""What a person may set when starting: the data directory, the database and the ports."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

HIGHEST_PORT = 65535
SYSTEM_HOME = Path("/var/lib/bihuan")


class StartError(Exception):
    """The service cannot start; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Settings:
    """How this installation is started. Sources: command line, then environment, then these defaults."""

    data: Path = Path(".bihuan")
    data_was_chosen: bool = False
    database_url: str | None = None
    owner_database_url: str | None = None
    prefect_database_url: str | None = None
    port: int = 8080
    prefect_port: int = 4200

    @property
    def cluster_home(self) -> Path:
        """Where the embedded PostgreSQL lives: under the data directory, or as root under /var/lib/bihuan.

        Root's own directories are usually closed to the system user who runs the server.
        """
        if os.geteuid() != 0 or self.data_was_chosen:
            return self.data / "postgres"
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:10]
        return SYSTEM_HOME / "clusters" / name

    @property
    def inbox_port(self) -> int:
        """Where the demonstration's inbox listens: beside the web."""
        return self.port + 1 if self.port < HIGHEST_PORT else self.port - 1

    @property
    def mail_port(self) -> int:
        """Where the demonstration's mailbox listens: beside its inbox."""
        return self.port + 2 if self.port < HIGHEST_PORT - 1 else self.port - 2

    @property
    def logs(self) -> Path:
        """Where the children write their logs."""
        return self.data / "logs"

    def with_data(self, data: Path) -> "Settings":
        """Use this data directory, chosen by the person who starts."""
        return replace(self, data=data.expanduser().absolute(), data_was_chosen=True)

    def for_demo(self) -> "Settings":
        """Keep a demonstration's data apart from real data unless a directory was chosen."""
        return self if self.data_was_chosen else replace(self, data=self.data / "demo")

    def for_looking(self) -> "Settings":
        """Look at the demonstration when it is the only installation here and no directory was chosen."""
        demo = self.for_demo()
        is_only_demo = not (self.data / "logs").exists() and (demo.data / "logs").exists()
        return demo if is_only_demo else self


def read_port(name: str, text: str) -> int:
    """Read a TCP port; `StartError` names the option, the rule and the way out."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise StartError(f"{name} 应为 1 至 65535 的整数，现为“{text}” (must be a number from 1 to 65535)")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read BIHUAN_DATA, the three database addresses and the two ports."""
    root = Path(environ.get("BIHUAN_ROOT") or Path.cwd())
    settings = Settings(
        data=(root / ".bihuan").absolute(),
        database_url=environ.get("BIHUAN_DATABASE_URL") or None,
        owner_database_url=environ.get("BIHUAN_OWNER_DATABASE_URL") or None,
        prefect_database_url=environ.get("BIHUAN_PREFECT_DATABASE_URL") or None,
        port=read_port("BIHUAN_PORT", environ.get("BIHUAN_PORT") or "8080"),
        prefect_port=read_port("BIHUAN_PREFECT_PORT", environ.get("BIHUAN_PREFECT_PORT") or "4200"),
    )
    chosen = environ.get("BIHUAN_DATA")
    return settings.with_data(Path(chosen)) if chosen else settings
