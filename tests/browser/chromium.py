"""Where Chromium is, and how it is started here."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "没有找到 Chromium，浏览器测试全部跳过"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path_of_chromium() -> str | None:
    """Where Chromium is: `BIHUAN_CHROMIUM`, else on the path."""
    named = os.environ.get("BIHUAN_CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)
