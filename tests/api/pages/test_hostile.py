"""Hostile words and files in every field of every form: refused clearly or shown harmlessly, nothing typed is lost."""

import struct
import zlib
from html import escape
from io import BytesIO
from itertools import cycle

from PIL import Image

from tests.api.pages.browser import Browser, Form, form_of
from tests.api.site import Site
from tests.oracle.lives import Scene, all_scenes, live
from tests.oracle.situation import NOBODY
from tests.oracle.table import TABLE, who_may
from tests.world import PEOPLE

SCENES = {
    "unit-reported", "unit-assigned", "unit-rectifying", "unit-verifying", "unit-verified", "unit-closed",
    "authority-registered", "authority-received", "major-rectifying", "unit-paper-0", "unit-paper-2", "major-proposed",
    "unit-request", "unit-plan",
}  # fmt: skip
SCRIPT = "\"'><script>pwned()</script><img src=x onerror=pwned()>{{7*7}}"
TEXTS = {
    "long": "超" * 5000,
    "blank": "\u200b\u2060",
    "script": SCRIPT,
    "name": "王" * 300,
    "emoji": "👨‍👩‍👧‍👦🔥☠️ 走道",
    "invisible": "走\u200b道\u202e堆\ufeff放",
    "path": "../../../etc/passwd\r\nX-Injected: 1",
}
"""Sent one after the other; what is refused leaves the form for the next, what is taken leaves it outdated."""
NAMES = ("../../x.jpg", "王" * 300 + ".jpg", "a\x00b.jpg", "<img src=x>.jpg", "C:\\x\\y.jpg")
KEEPS_NO_TEXT = {"_csrf", "_key", "_titles", "_version", "paper"}


def png(width: int, height: int) -> bytes:
    """A PNG that says it is so large and carries almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (32, 24), "red").save(out, "JPEG")
    return out.getvalue()


FILES = {
    "svg": ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='pwned()'/>"),
    "html": ("x.jpg", b"<html><script>pwned()</script></html>"),
    "polyglot": ("x.gif", b"GIF89a/*\x01\x00\x01\x00*/=1;pwned()//"),
    "flood": ("x.png", png(65536, 65536)),
    "cut": ("x.jpg", jpeg()[:200]),
    "empty": ("x.jpg", b""),
}


def forms(browser: Browser, only: frozenset[str] = frozenset(TABLE)) -> list[tuple[str, Form]]:
    """(who, the form) of each action once, on hazards that were lived."""
    found: dict[str, tuple[str, Form]] = {}
    for scene in all_scenes(SCENES):
        ref = live(browser.site, scene)
        for action in sorted(only - set(found)):
            may = who_may(action, PEOPLE, scene.situation) - hidden_from(scene)
            if may:
                browser.sign_in(min(may))
                address = f"/h/{ref}/{action}"
                found[action] = (min(may), form_of(browser.read(address), address))
    return list(found.values())


def hidden_from(scene: Scene) -> frozenset[str]:
    return NOBODY if not scene.situation.addressed else frozenset(PEOPLE)


def texts_of(form: Form) -> list[str]:
    """The fields into which anything may be typed."""
    return [name for name in form.fields if name not in KEEPS_NO_TEXT and name not in form.choices]


def kept(page: str, said: str) -> bool:
    """Whether the page shows again what was typed, as text."""
    lines = escape(said.replace("\r\n", "\n"), quote=True)
    return any(way in page for way in (lines, lines.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")))


def send(browser: Browser, form: Form, said: str) -> None:
    """The same words in every field of a form."""
    names = texts_of(form)
    answer = browser.post(form, **dict.fromkeys(names, said))
    assert answer.status_code in (303, 403, 404, 409, 422), f"{form.action}: {answer.status_code}"
    shown = answer.text if answer.status_code != 303 else browser.read(answer.headers["location"])
    assert "<script>pwned" not in shown, form.action
    assert "x-injected" not in answer.headers
    if answer.status_code in (409, 422) and names:
        assert kept(answer.text, said), f"{form.action}: {said[:20]}"
        assert 'role="alert"' in answer.text


def test_hostile_words_do_nothing_and_are_not_lost(browser: Browser) -> None:
    found = forms(browser)
    assert len(found) > 30
    others = cycle(said for name, said in TEXTS.items() if name not in ("long", "script"))
    for who, form in found:
        browser.sign_in(who)
        for said in (TEXTS["long"], next(others), TEXTS["script"]):
            send(browser, form, said)


def test_hostile_files_are_refused_in_words_and_the_words_are_not_lost(browser: Browser) -> None:
    ((who, form),) = forms(browser, frozenset({"submit"}))
    browser.sign_in(who)
    for file in FILES.values():
        answer = browser.post(form, [("photos", file)], result="病床已清走")
        assert answer.status_code == 422, f"{file[0]}: {answer.text[:300]}"
        assert kept(answer.text, "病床已清走")
        assert "整改后照片" in answer.text
    assert "submit" not in browser.site.world.actions(form.action.split("/")[2])


def test_a_photo_of_any_name_is_kept_under_its_hash(browser: Browser, site: Site) -> None:
    ((who, form),) = forms(browser, frozenset({"report_progress"}))
    browser.sign_in(who)
    for n, name in enumerate(NAMES):
        said = {"note": f"第 {n} 张", "_key": f"key-{n}", "_version": ""}
        answer = browser.post(form, [("photos", (name, jpeg()))], **said)
        assert answer.status_code == 303, answer.text[:300]
        assert name not in browser.read(answer.headers["location"])
    assert site.world.actions(form.action.split("/")[2]).count("report_progress") == len(NAMES)
