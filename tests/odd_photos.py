"""Photos that end too early, and photos whose tags say odd things: taken when the picture is whole, else refused."""

from collections.abc import Callable
from typing import Any

from tests.phones import chunk, halves, png, saved, with_tags, with_xmp

PAGE = "<html ><script>alert(1)</script>"
HTML = b"<!DOCTYPE html><html><body><script>fetch('/api/me')</script></body></html>"
END = b"\xff\xd9"


def large(**how: Any) -> bytes:
    return saved(halves(size=(640, 480)), quality=95, **how)


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


WHOLE: dict[str, Callable[[], bytes]] = {
    "a jpeg without its end marker": lambda: large()[:-2],
    "a jpeg with half an end marker": lambda: large()[:-1],
    "a progressive jpeg without its end marker": lambda: large(progressive=True)[:-2],
    "a jpeg with restarts without its end marker": lambda: large(restart_marker_rows=1)[:-2],
    "a grey jpeg without its end marker": lambda: saved(halves(), quality=95)[:-2],
    "zeros where the end marker should be": lambda: large()[:-2] + bytes(4096),
    "a page in its XMP": lambda: with_xmp(saved(halves(), quality=95), f"about='{PAGE}'"),
    "a page in its tags": lambda: with_tags(PAGE.encode()),
    "a page in its comment": lambda: saved(halves(), quality=95, comment=PAGE),
    "a page in the XMP of a png": lambda: png(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PAGE.encode())),
    "a page in the XMP of a webp": lambda: saved(halves(), "WEBP", quality=95, xmp=PAGE.encode()),
    "a paper's first words in its comment": lambda: saved(halves(), quality=95, comment=b"%PDF-1.7"),
    "an archive's mark among its bytes": lambda: saved(halves(), quality=95) + b"PK\x05\x06" + bytes(300),
}
"""Blue on the left and red on the right, every one."""
TORN: dict[str, Callable[[], bytes]] = {
    "half a jpeg with an end marker": lambda: half(large()) + END,
    "half a jpeg filled up with zeros": lambda: half(large()) + bytes(100_000),
    "half a jpeg filled up with zeros to its end marker": lambda: half(large()) + bytes(100_000) + END,
    "half a jpeg with restarts": lambda: half(large(restart_marker_rows=1)),
    "a jpeg without its last restart": lambda: (data := large(restart_marker_rows=1))[
        : data.rindex(b"\xff", 0, -2)
    ],
    "a progressive jpeg without its last scan": lambda: (data := large(progressive=True))[
        : data.rindex(b"\xff\xc4")
    ],
    "a jpeg without its last row": lambda: large()[:-40],
}
SECOND: dict[str, Callable[[], bytes]] = {
    "a page before the picture": lambda: (data := saved(halves()))[:20] + HTML + data[20:],
    "a page in place of the end marker": lambda: saved(halves())[:-2] + HTML,
    "a page behind a jpeg": lambda: saved(halves()) + HTML,
    "a page behind a png": lambda: saved(halves(), "PNG") + HTML,
    "a page behind a webp": lambda: saved(halves(), "WEBP") + HTML,
    "an archive behind a png": lambda: saved(halves(), "PNG") + b"PK\x05\x06" + bytes(18),
}
"""Something else as well."""
