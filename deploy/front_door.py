"""Writes the generated parts of the documents: `python -m deploy.front_door`. A test fails when they are stale."""

import re
from pathlib import Path

from domain.cases.diagram import as_markdown, as_mermaid
from domain.hazard.table import RECTIFICATION
from domain.kinds import EVERY_TRACK

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted((ROOT / "docs").glob("*.md")))
MARKED = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)

SETTINGS = {
    "BIHUAN_DATA": "data directory (`--data`); default `.bihuan`",
    "BIHUAN_DATABASE_URL": (
        "any PostgreSQL of at least 14, in the application's role; without it the embedded one runs"
    ),
    "BIHUAN_OWNER_DATABASE_URL": (
        "the same database in the role that owns the tables, for upgrades at a start; default: the application's"
    ),
    "BIHUAN_ADMIN_DATABASE_URL": "an administrator's address, for `prepare-database` alone",
    "BIHUAN_PREFECT_DATABASE_URL": "Prefect's own database; default: beside ours, `prefect` or our name + `_prefect`",
    "BIHUAN_PORT": "web port (`--port`); 8080",
    "BIHUAN_PREFECT_PORT": "Prefect's port (`--prefect-port`); 4200",
    "BIHUAN_HOST": "the address the web listens on; 127.0.0.1",
    "BIHUAN_WEB_PROCESSES": "how many processes answer on it; as many as cores, 4 at most",
    "BIHUAN_TRUSTED_PROXIES": (
        "proxies whose `X-Forwarded-For` and `-Proto` are believed, addresses or networks separated by commas, or "
        "`none`; default: this machine once the public address is https, else nobody"
    ),
    "BIHUAN_NOTIFY_PUBLIC_URL": "the address that links in messages begin with",
    "BIHUAN_NOTIFY_SENDER_NAME": "the sender's name in e-mails; 闭环",
    "BIHUAN_NOTIFY_SMTP_URL": "`mailtos://user:secret@example.cn?smtp=…`: a mail server for everybody",
    "BIHUAN_NOTIFY_ANCHORS_TO": (
        "where the day's code over the whole record (存证码) is kept outside: an Apprise address, such as "
        "`mailtos://user:secret@example.cn?to=auditor@example.org`"
    ),
    "BIHUAN_NOTIFY_WEBHOOK_HOSTS": "hosts that messages may reach beside the vendors' own, separated by commas",
    "BIHUAN_NOTIFY_ALLOW_LOOPBACK": "`yes` lets webhooks reach this machine (demonstrations)",
    "BIHUAN_NOTIFY_PACE": "`none` sends every message at once (measurements); otherwise windows and daily caps hold",
    "BIHUAN_SECRET_KEY": (
        "seals the secrets of channels and original files, at least 32 characters; several, separated by commas, "
        "rotate: the first seals, all open. Default: `secret.key` in the data directory, mode 0600"
    ),
    "BIHUAN_SIGN_IN_HOSTS": "hosts of sign-in services beside DingTalk's and WeCom's own, separated by commas",
    "BIHUAN_SIGN_IN": "rules of signing in: `default`, or `dengbao` (complexity, 90 days, 30 min idle, two factors)",
    "BIHUAN_DEMO_CLOCK": "set by `demo` for its own processes; `up` never hands it on",
    "BIHUAN_FAULTS": "named faults, for tests only",
    "BIHUAN_TEST_DATABASE_URL": "a PostgreSQL for `./bihuan test`; without it the embedded one",
    "BIHUAN_CHROMIUM": "the Chromium of `./bihuan test`; without it the one on the path",
    "BIHUAN_LIGHTHOUSE": "the program of `python -m tests.browser.lighthouse`; without it `npx lighthouse`",
}


def moves() -> str:
    """The way of a hazard: every act that moves it, in one diagram."""
    return f"```mermaid\n{as_mermaid(RECTIFICATION, moves_only=True)}\n```\n"


def life() -> str:
    """The diagrams and tables of the lifecycle."""
    parts = []
    for table in (track.table for track in EVERY_TRACK):
        parts.append(f"```mermaid\n{as_mermaid(table)}\n```\n")
        summary = f"<details><summary>{table.name}: {len(table.steps)} rows</summary>"
        parts.append(f"{summary}\n\n{as_markdown(table)}\n\n</details>\n")
    return "\n".join(parts)


def settings() -> str:
    """The table of settings."""
    rows = [f"| `{name}` | {meaning} |" for name, meaning in SETTINGS.items()]
    return "\n".join(["| setting | meaning |", "|---|---|", *rows]) + "\n"


PARTS = {"moves": moves, "life": life, "settings": settings}


def current(text: str) -> str:
    """A document with its generated parts as they are now."""
    return MARKED.sub(lambda found: found[1] + PARTS[found[2]]() + found[3], text)


if __name__ == "__main__":
    for document in DOCUMENTS:
        document.write_text(current(document.read_text(encoding="utf-8")), encoding="utf-8")
