"""Hostile uploads: what is no plain photo or PDF is refused in Chinese and leaves nothing on disk."""

import struct
import zlib
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from domain.evidence.files import MOST_BYTES
from domain.tables.core import EVIDENCE
from tests.api.papers import ACTIVE, paper
from tests.api.site import Site, picture

TAKEN, OFFSET, DETAILS = 0x9003, 0x9011, 0x8769
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>fetch('/api/me')</script></body></html>"
PDF = paper(2)
PLACE, MAKER, AUTHOR = 0x8825, 0x010F, 0x013B


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it is 60,000 pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def endless_gif(frames: int = 10_000) -> bytes:
    """A GIF that moves ten thousand times."""
    one = b"\x21\xf9\x04\x00\x01\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    return b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff" + frames * one + b"\x3b"


def moving_png() -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (8, 8), (n, 0, 0)) for n in range(40)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def told_all() -> bytes:
    """A photo that says where, with what and by whom it was taken."""
    exif = Image.Exif()
    exif[MAKER], exif[AUTHOR] = "Canary-Phone", "金丝雀".encode().decode("latin-1")
    exif.get_ifd(DETAILS).update({TAKEN: "2026:11:02 08:30:00"})
    exif.get_ifd(PLACE).update({1: "N", 2: (30.0, 15.0, 27.0), 3: "E", 4: (107.0, 20.0, 11.0)})
    out = BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def big_photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1600, 1200), "red").save(out, "JPEG")
    return out.getvalue()


HOSTILE = {
    "svg with a script": (SVG, "photo.svg", "image/svg+xml"),
    "svg called a photo": (SVG, "photo.jpg", "image/jpeg"),
    "page called a photo": (HTML, "photo.jpg", "image/jpeg"),
    "page behind a gif's head": (b"GIF89a/*" + HTML, "photo.gif", "image/gif"),
    "photo with a page in it": (picture()[:-2] + HTML, "photo.jpg", "image/jpeg"),
    "photo with an archive behind it": (picture() + b"PK\x05\x06" + bytes(18), "photo.jpg", "image/jpeg"),
    "photo with a pdf in its head": (picture()[:20] + PDF + picture()[20:], "photo.jpg", "image/jpeg"),
    "half a photo": (picture()[: len(picture()) // 2], "photo.jpg", "image/jpeg"),
    "half a png": (picture(kind="PNG")[:-20], "photo.png", "image/png"),
    "bomb": (bomb(), "photo.png", "image/png"),
    "bomb beyond pillow's own limit": (bomb(20_000), "photo.png", "image/png"),
    "nothing": (b"", "photo.jpg", "image/jpeg"),
    "a gif that moves": (endless_gif(), "photo.gif", "image/gif"),
    "a bitmap": (picture(kind="BMP"), "photo.jpg", "image/jpeg"),
    "a camera's own format, torn": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "photo.jpg", "image/jpeg"),
    **{f"pdf that {how}": (data, "a.pdf", "application/pdf") for how, data in ACTIVE.items()},
    "pdf without an end": (PDF.replace(b"%%EOF", b""), "a.pdf", "application/pdf"),
    "a program": (b"\x7fELF" + bytes(200), "photo.jpg", "image/jpeg"),
}


def send(site: Site, data: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> Any:
    return site.ask("nurse1", "POST", "/api/evidence", files={"file": (name, data, kind)})


def on_disk(site: Site) -> list[Path]:
    return [path for path in site.world.store.evidence.rglob("*") if path.is_file()]


def known(site: Site) -> int:
    with site.world.store.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(EVIDENCE)).scalar_one())


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_photo_is_refused_in_chinese_and_leaves_nothing(site: Site, name: str) -> None:
    answer = send(site, *HOSTILE[name])
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["field"]) == (422, "wrong_input", "file"), name
    assert problem["detail"].endswith("。")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in problem["detail"])
    assert (on_disk(site), known(site)) == ([], 0)


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "hidden in a stream"])
def test_more_than_twenty_megabytes_are_refused_before_they_are_kept(site: Site, announced: bool) -> None:  # noqa: FBT001 - a row
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="p.jpg"\r\n\r\n'
    body = [head, *[bytes(1024 * 1024)] * (MOST_BYTES // 1024 // 1024 + 1), b"\r\n--x--\r\n"]
    content = b"".join(body) if announced else iter(body)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = site.ask("nurse1", "POST", "/api/evidence", content=content, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "20 MB" in answer.json()["detail"]
    assert (on_disk(site), known(site)) == ([], 0)


def test_one_byte_too_much_is_refused_too(site: Site) -> None:
    answer = send(site, picture() + bytes(MOST_BYTES + 1 - len(picture())))
    assert (answer.status_code, answer.json()["field"]) == (413, "file")
    assert (on_disk(site), known(site)) == ([], 0)


@pytest.mark.parametrize(
    "name", ["../../../../etc/cron.d/x", "..\\..\\x.jpg", "/etc/passwd", "a\u202egpj.exe", "x" * 500]
)
def test_a_file_lies_where_its_content_says_whatever_it_is_called(site: Site, name: str) -> None:
    answer = send(site, picture(), name)
    digest = answer.json()["hash"]
    assert answer.status_code == 201
    folder = site.world.store.evidence
    copies = [folder / "shown" / digest[:2] / f"{digest[2:]}.{side}.jpg" for side in (2000, 320)]
    assert sorted(on_disk(site)) == sorted([folder / digest[:2] / digest[2:], *copies])
    assert name not in answer.text
    for path in ("..%2f..%2fetc%2fpasswd", digest[:-1] + "/", digest.upper(), "0" * 63 + "g"):
        assert site.ask("nurse1", "GET", f"/api/evidence/{path}").status_code in (404, 422)


def test_bytes_decide_and_not_the_label(site: Site) -> None:
    answer = send(site, picture(kind="PNG"), "page.html", "text/html")
    assert (answer.status_code, answer.json()["kind"]) == (201, "image/png")
    address = f"/api/evidence/{answer.json()['hash']}"
    assert site.ask("nurse1", "GET", address).headers["content-type"] == "image/jpeg"
    original = site.ask("nurse1", "GET", address, params={"original": True})
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"].startswith("attachment;")
    assert original.content == picture(kind="PNG")


def reported(site: Site, data: bytes, name: str = "p.jpg", kind: str = "image/jpeg") -> str:
    digest = str(send(site, data, name, kind).json()["hash"])
    site.report("nurse1", photos=[digest], no_photo_because="见所附文件")
    return digest


def test_a_page_never_shows_where_with_what_and_by_whom_a_photo_was_taken(site: Site) -> None:
    digest = reported(site, told_all())
    for who, size in product(("nurse1", "officer1", "office"), ("large", "small")):
        seen = site.ask(who, "GET", f"/api/evidence/{digest}", params={"size": size})
        assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
        with Image.open(BytesIO(seen.content)) as image:
            assert dict(image.getexif()) == {}
        assert b"Canary" not in seen.content


ORIGINAL = {"nurse1": 200, "officer1": 403, "chief1": 403, "office": 200, "leader": 200, "officer2": 404}


def test_the_original_is_for_its_sender_and_the_commissions_case_team(site: Site) -> None:
    digest = reported(site, told_all())
    for who, status in ORIGINAL.items():
        answer = site.ask(who, "GET", f"/api/evidence/{digest}", params={"original": True})
        assert answer.status_code == status, who
        assert (b"Canary" in answer.content) is (status == 200)


def test_of_a_direct_report_nobody_but_its_sender_gets_the_original(site: Site) -> None:
    digest = str(send(site, told_all()).json()["hash"])
    site.report("nurse1", photos=[digest], addressed_to="authority")
    assert site.ask("office", "GET", f"/api/evidence/{digest}").status_code == 200
    for who, status in (("office", 403), ("leader", 403), ("chief1", 404), ("nurse1", 200)):
        answer = site.ask(who, "GET", f"/api/evidence/{digest}", params={"original": True})
        assert answer.status_code == status, who


def test_lists_get_a_small_copy_that_the_browser_keeps_for_this_sign_in_alone(site: Site) -> None:
    digest = reported(site, big_photo())
    seen = site.ask("officer1", "GET", f"/api/evidence/{digest}", params={"size": "small"})
    with Image.open(BytesIO(seen.content)) as image:
        assert image.size == (320, 240)
    assert seen.headers["cache-control"].startswith("private, max-age=604800")
    assert "Cookie" in seen.headers["vary"]
    wrong = site.ask("officer1", "GET", f"/api/evidence/{digest}", params={"size": "huge"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "size")


def test_a_photo_is_seen_with_its_hazard_and_by_nobody_else(site: Site) -> None:
    before, after = site.upload("nurse1", "blue"), site.upload("nurse1", "green")
    site.report("nurse1", photos=[before], fixed={"photos": [after], "fixer": "fixer1"})
    unused = site.upload("nurse1", "yellow")
    seen = {
        who: [site.ask(who, "GET", f"/api/evidence/{d}").status_code == 200 for d in (before, after, unused)]
        for who in ("nurse1", "fixer1", "officer1", "office", "officer2", "clinic1", "expert")
    }
    assert seen == {
        "nurse1": [True, True, True],
        "fixer1": [True, True, False],
        "officer1": [True, True, False],
        "office": [True, True, False],
        "officer2": [False, False, False],
        "clinic1": [False, False, False],
        "expert": [False, False, False],
    }


def test_of_a_png_that_moves_others_see_one_still_picture(site: Site) -> None:
    digest = reported(site, moving_png())
    seen = site.ask("officer1", "GET", f"/api/evidence/{digest}")
    with Image.open(BytesIO(seen.content)) as image:
        assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)


def test_of_a_paper_others_see_pictures_of_its_pages_and_its_sender_the_file(site: Site) -> None:
    digest = reported(site, PDF, "notice.pdf", "application/pdf")
    address = f"/api/evidence/{digest}"
    for who, status in ORIGINAL.items():
        pages = [site.ask(who, "GET", address, params={"page": n}) for n in (1, 2, 3)]
        seen = status != 404
        assert [page.status_code for page in pages] == ([200, 200, 404] if seen else [404] * 3), who
        for page in pages[: 2 * seen]:
            with Image.open(BytesIO(page.content)) as image:
                assert (image.format, max(image.size)) == ("JPEG", 2000)
            assert b"Canary" not in page.content
        answer = site.ask(who, "GET", address, params={"original": True})
        assert answer.status_code == status, who
        if status == 200:
            assert answer.content == PDF
            assert answer.headers["content-type"] == "application/octet-stream"
            assert answer.headers["content-disposition"].startswith("attachment;")
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_upload_without_a_file_says_what_is_missing(site: Site) -> None:
    answer = site.ask("nurse1", "POST", "/api/evidence", data={"note": "x"})
    assert (answer.status_code, answer.json()["field"]) == (422, "file")


def test_a_file_that_is_gone_from_the_disk_is_said_to_be(site: Site) -> None:
    digest = reported(site, told_all())
    for path in on_disk(site):
        path.unlink()
    answer = site.ask("officer1", "GET", f"/api/evidence/{digest}")
    assert (answer.status_code, "不在存储中" in answer.json()["detail"]) == (404, True)
