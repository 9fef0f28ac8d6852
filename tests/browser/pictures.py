"""Pictures of the main pages for the README: `python -m tests.browser.pictures [DIR]`, at 360 and at 1280 px.

The invented county is seeded into a database of its own and served; every picture is taken as its own person.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import ARGUMENTS, path_of_chromium
from tests.browser.county import served_county

PHONE, DESK = (360, 740), (1280, 800)
COLOURS = 64
PASSWORD = "bihuan-demo"


class Picture(NamedTuple):
    """Who opens what, how wide; `then` is pressed first: a link's text."""

    name: str
    who: str
    path: str
    size: tuple[int, int]
    then: str = ""


PICTURES = (
    Picture("phone-tasks", "fixer1", "/", PHONE),
    Picture("phone-hazard", "fixer1", "/", PHONE, "a.task"),
    Picture("phone-report", "nurse1", "/report", PHONE),
    Picture("phone-notices", "chief1", "/notices", PHONE),
    Picture("desk-hazard", "leader", "/", DESK, "a.task"),
    Picture("desk-ledger", "office", "/hazards", DESK),
    Picture("desk-board", "office", "/board", DESK),
    Picture("desk-leader", "leader", "/leader", DESK),
    Picture("desk-organisation", "admin", "/organisation", DESK),
)


def take(browser: Browser, url: str, picture: Picture) -> bytes:
    """One picture as a PNG of few colours."""
    wide, high = picture.size
    context = browser.new_context(base_url=url, viewport={"width": wide, "height": high}, locale="zh-CN")
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("登录名").fill(picture.who)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.goto(picture.path)
    for step in filter(None, picture.then.split(" >> ")):
        page.locator(step).first.click()
        page.wait_for_load_state()
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot()))
    context.close()
    out = BytesIO()
    shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def main(folder: Path, only: list[str]) -> None:
    """Seed, serve, take each picture, say its size."""
    folder.mkdir(parents=True, exist_ok=True)
    with served_county() as live, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path_of_chromium(), args=ARGUMENTS)
        for picture in PICTURES:
            if not only or picture.name in only:
                made = take(browser, live.url, picture)
                (folder / f"{picture.name}.png").write_bytes(made)
                print(f"{picture.name}.png {len(made) / 1000:.0f} kB")  # noqa: T201 - a command
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"), sys.argv[2:])
