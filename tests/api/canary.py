"""A canary: a reporter whose words, phone, name and moments must be found nowhere but with the commission."""

from io import BytesIO
from typing import NamedTuple

from PIL import Image

from tests.api.site import Site

CANARY = "nurse1"
WORDS, OWN = "金丝雀在三楼配药间亲眼看见的", "检查发现配电箱前堆放纸箱"
TAKEN = "2026:11:02 06:31:00"
SECRETS = (WORDS, "CanaryPhone", TAKEN, "06:31", "2026-11-01T22:31", "专程来拍的", "CanaryAuthor")
REPORTED, REGISTERED = "2026-11-02 09:00", "2026-11-03 10:00"


class Planted(NamedTuple):
    """What the canary left: by the name of what became of it; the files, those sent in confidence first."""

    refs: dict[str, str]
    photos: tuple[str, ...]


def photo_of_the_canary(taken: str, colour: str) -> bytes:
    """With the phone, its owner and the moment in its EXIF."""
    exif = Image.Exif()
    exif[0x010F], exif[0x013B] = "CanaryPhone", CANARY
    exif.get_ifd(0x8769).update({0x9003: taken})
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG", exif=exif)
    return out.getvalue()


def paper_of_the_canary(width: int) -> bytes:
    """A page whose properties name an author."""
    parts = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} 200]>>",
        "<</Author(CanaryAuthor)>>",
    )
    body, places = "%PDF-1.4\n", []
    for n, part in enumerate(parts, start=1):
        places.append(len(body))
        body += f"{n} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R/Info 4 0 R>>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF\n".encode()


def send_file(site: Site, who: str, name: str, data: bytes, kind: str) -> str:
    """A file that somebody sends up; gives its hash."""
    answer = site.ask(who, "POST", "/api/evidence", files={"file": (name, data, kind)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["hash"])


def plant(site: Site, reporter: str) -> Planted:
    """Past the unit: one registered, one left waiting, one given back, one dismissed; and one told to the unit."""
    photo, openly = (
        send_file(site, reporter, "p.jpg", photo_of_the_canary(taken, colour), "image/jpeg")
        for taken, colour in ((TAKEN, "yellow"), ("2026:11:02 08:40:00", "pink"))
    )
    paper, its_paper = (
        send_file(site, reporter, "p.pdf", paper_of_the_canary(width), "application/pdf")
        for width in (200, 210)
    )
    site.at(REPORTED)
    told = {"department": "001-01", "photos": [photo, paper], "found_at": "2026-11-02T06:31:00+08:00"}
    secret = {**told, "addressed_to": "authority", "description": WORDS, "interim": "专程来拍的"}
    refs = {
        name: site.report(reporter, **secret, place=f"{name}号配电间")
        for name in ("registered", "waiting", "given_back", "dismissed")
    }
    refs["plain"] = site.report(reporter, place="食堂", photos=[openly, its_paper])
    site.at(REGISTERED)
    own = {"description": OWN, "photos": [site.upload("office", "navy")], "found_at": "2026-11-03T01:30:00Z"}
    site.press(
        "office", refs["registered"], "register", **own, assign={"measures": "清走", "due": "2026-11-12"}
    )
    site.press("officer1", refs["registered"], "accept", fixer="dept1")
    back = {"description": OWN, "no_photo_because": "未到现场"}
    site.press("office", refs["given_back"], "give_back", reason="不属重大，请单位先办", **back)
    site.press("office", refs["dismissed"], "dismiss", reason="no_hazard", checked="到现场看过")
    site.press("officer1", refs["plain"], "register", assign={"to": "dept1", "measures": "清走"})
    return Planted(refs, (photo, paper, openly, its_paper))
