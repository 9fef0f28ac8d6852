"""Photos as phones write them, made here by their structure: what follows the picture, what stands beside it."""

import base64
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)
DETAILS, GPS, ORIENTATION, TAKEN, OFFSET = 0x8769, 0x8825, 0x0112, 0x9003, 0x9011


def halves(mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Blue on the left, red on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def tags(**more: Any) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Canary-Phone"
    exif.get_ifd(DETAILS).update({TAKEN: "2026:11:02 08:30:00"})
    for name, value in more.items():
        exif[{"orientation": ORIENTATION}[name]] = value
    return exif


def with_tags(body: bytes) -> bytes:
    """A JPEG with these bytes for its EXIF."""
    plain = saved(halves())
    return plain[:2] + segment(0xE1, b"Exif\0\0" + body) + plain[2:]


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def directory(*entries: bytes, following: int = 0) -> bytes:
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", len(entries))
        + b"".join(entries)
        + struct.pack("<I", following)
    )


def video() -> bytes:
    """The short film behind a motion photo."""
    return (
        struct.pack(">I4s4sI4s", 20, b"ftyp", b"mp42", 0, b"isom")
        + struct.pack(">I4s", 5008, b"mdat")
        + bytes(5000)
    )


def with_xmp(data: bytes, about: str) -> bytes:
    body = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {about}/></x:xmpmeta>'.encode()
    return data[:2] + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + body) + data[2:]


def png(*before: bytes, data: bytes | None = None) -> bytes:
    """A PNG of red and blue with chunks before its picture."""
    whole = saved(halves(), "PNG")
    at = whole.index(b"IDAT") - 4
    return (
        whole[:at] + b"".join(before) + (whole[at:] if data is None else chunk(b"IDAT", data) + whole[-12:])
    )


def huge(width: int, height: int) -> bytes:
    """A blue JPEG of so many pixels, written as the same row of blocks again and again."""
    row = saved(Image.new("RGB", (width, 16), BLUE), restart_marker_rows=1)
    frame, scan = row.index(b"\xff\xc0"), row.index(b"\xff\xda")
    begin = scan + 2 + int.from_bytes(row[scan + 2 : scan + 4], "big")
    blocks = row[begin:-2]
    head = row[: frame + 5] + struct.pack(">H", height) + row[frame + 7 : begin]
    return (
        head
        + b"".join(blocks + bytes([0xFF, 0xD0 + n % 8]) for n in range(height // 16 - 1))
        + blocks
        + row[-2:]
    )


def huge_png(width: int, height: int) -> bytes:
    """A black PNG of so many pixels; its picture is there as far as the tenth row."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compress(bytes((3 * width + 1) * 10))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def wide_colours() -> bytes:
    """A JPEG with a colour profile beside it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(halves(), icc_profile=profile, quality=95)


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAchtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB7AABAAAAAAAAAJYAAgAAAAACggABAAAAAAAAAPYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAABB2lwcnAAAADmaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAAAlpcm90AwAAABlpcG1hAAAAAAAAAAEA"
    "AQaBAgMFhIYAAAAaaXJlZgAAAAAAAAAOY2RzYwACAAEAAQAAAZRtZGF0AAAAkigBrwT4cWTTt//Hkf/I/2RmP/+0mj3u+/TAaf/+"
    "oxLwv9zbL2nLXnf23h5ZeuJE2t8jPbJ9gPYcNRoRrw9umuXxfAHYI7kAYUSJbny2DmBPdnsT7J3D8biyICeNDnVCjHmWyyqXi1V4"
    "nsKE3y+X12Y8eU33aD6eVOm4jgswg5qtTLR4grv3n7whe2mSRXl2V1+AAAAABkV4aWYAAE1NACoAAAAIAAQBDwACAAAADQAAAD4B"
    "EgADAAAAAQAGAACHaQAEAAAAAQAAAEyIJQAEAAAAAQAAAIYAAAAAQ2FuYXJ5LVBob25lAAAAApADAAIAAAAUAAAAapARAAIAAAAH"
    "AAAAfgAAAAAyMDI2OjExOjAyIDA4OjMwOjAwACswODowMAAAAAQAAQACAAAAAk4AAAAAAgAFAAAAAwAAALwAAwACAAAAAkUAAAAA"
    "BAAFAAAAAwAAANQAAAAAAAAAHgAAAAEAAAAPAAAAAQAAABsAAAABAAAAawAAAAEAAAAUAAAAAQAAAAsAAAAB"
)
"""64 × 48, lying on its side (shown 48 × 64), blue above and red below, with place, time and maker."""

PHOTOS: dict[str, Callable[[], bytes]] = {
    "plain": lambda: saved(halves(), quality=95),
    "progressive": lambda: saved(halves(), progressive=True, quality=95),
    "grey": lambda: saved(halves("L"), quality=95),
    "four colours for print": lambda: saved(halves("CMYK"), quality=95),
    "a second picture inside (MPO)": lambda: saved(
        halves(), "MPO", save_all=True, append_images=[halves(size=(16, 12))], quality=95
    ),
    "a gain map behind it (Ultra HDR)": lambda: with_xmp(
        saved(halves(), "MPO", save_all=True, append_images=[halves("L", (16, 12))], quality=95),
        'hdrgm:Version="1.0"',
    ),
    "a film behind it (motion photo)": lambda: (
        with_xmp(saved(halves(), quality=95), 'GCamera:MotionPhoto="1"') + video()
    ),
    "half a film behind it": lambda: saved(halves(), quality=95) + video()[:-2000],
    "zeros behind it": lambda: saved(halves(), quality=95) + bytes(4096),
    "a colour profile": wide_colours,
    "a broken colour profile": lambda: saved(halves(), icc_profile=b"x" * 500, quality=95),
    "a tag that points outside": lambda: with_tags(directory(entry(0x010F, 2, 500, 60_000))),
    "a tag that points at itself": lambda: with_tags(directory(entry(DETAILS, 4, 1, 8))),
    "a directory without end": lambda: with_tags(directory(entry(0x010E, 2, 4, 0), following=8)),
    "more tags than there are": lambda: with_tags(b"II*\0\x08\0\0\0\xff\xff" + bytes(20)),
    "a tag of no known kind": lambda: with_tags(directory(entry(ORIENTATION, 99, 1, 6))),
    "an orientation that is none": lambda: with_tags(directory(entry(ORIENTATION, 3, 1, 77))),
    "an orientation in words": lambda: with_tags(directory(entry(ORIENTATION, 2, 4, 0x00787878))),
    "tags that are none": lambda: with_tags(b"garbage!"),
    "no tags where some should be": lambda: with_tags(b""),
    "a place of zero parts": lambda: with_tags(directory(entry(GPS, 4, 1, 8))),
    "png": lambda: saved(halves(), "PNG"),
    "png of a palette": lambda: saved(halves().quantize(4), "PNG"),
    "png of 16 bits": lambda: saved(Image.new("I;16", (64, 48), 40_000), "PNG"),
    "png of one bit": lambda: saved(Image.new("1", (64, 48), 1), "PNG"),
    "png with tags that are none": lambda: png(chunk(b"eXIf", b"garbage!")),
    "png with half a profile": lambda: png(chunk(b"iCCP", b"x\0\0garbage")),
    "webp": lambda: saved(halves(), "WEBP", quality=95),
    "webp that moves": lambda: saved(
        halves(), "WEBP", save_all=True, append_images=[halves("L").convert("RGB")]
    ),
    "avif": lambda: saved(halves(), "AVIF", quality=95),
    "heic": lambda: HEIC,
}
CLEAR: dict[str, Callable[[], bytes]] = {
    f"{kind} {mode}": lambda kind=kind, mode=mode: saved(Image.new(mode, (64, 48), 0), kind)
    for kind, mode in (("PNG", "RGBA"), ("PNG", "LA"), ("WEBP", "RGBA"), ("AVIF", "RGBA"))
} | {
    "PNG palette": lambda: saved(Image.new("P", (64, 48), 0), "PNG", transparency=0),
    "PNG one clear colour": lambda: saved(Image.new("RGB", (64, 48), 0), "PNG", transparency=(0, 0, 0)),
    "PNG one clear grey": lambda: saved(Image.new("L", (64, 48), 0), "PNG", transparency=0),
}
"""Wholly transparent; shown, they are white."""
TORN: dict[str, Callable[[], bytes]] = {
    "half a jpeg": lambda: (data := saved(halves(size=(640, 480))))[: len(data) // 2],
    "the beginning of a jpeg": lambda: saved(halves())[:300],
    "half a progressive jpeg": lambda: (data := saved(halves(size=(640, 480)), progressive=True))[
        : len(data) // 2
    ],
    "half a png": lambda: (data := saved(halves(), "PNG"))[: len(data) // 2],
    "a png whose picture is half a stream": lambda: png(
        data=zlib.compress(b"".join(bytes([n * n % 251]) for n in range(193 * 48)))[:3000]
    ),
    "a png without an end": lambda: saved(halves(), "PNG")[:-20],
    "a png with a wrong sum": lambda: (
        (data := saved(halves(), "PNG"))[:-13] + bytes([data[-13] ^ 1]) + data[-12:]
    ),
    "half a webp": lambda: (data := saved(halves(), "WEBP"))[: len(data) // 2],
    "half an avif": lambda: (data := saved(halves(), "AVIF"))[: len(data) // 2],
    "half a heic": lambda: HEIC[: len(HEIC) // 2],
    **{
        f"a {brand} that is none": lambda brand=brand: b"\0\0\0\x18ftyp" + brand.encode() + bytes(100)  # type: ignore[misc] # a default binds the name
        for brand in (
            "heic",
            "heix",
            "heim",
            "heis",
            "hevc",
            "hevx",
            "hevm",
            "hevs",
            "mif1",
            "msf1",
            "avif",
            "avis",
        )
    },
}
NAMED: dict[str, Callable[[], bytes]] = {
    "GIF": lambda: saved(halves().quantize(4), "GIF"),
    "BMP": lambda: saved(halves(), "BMP"),
    "TIFF": lambda: saved(halves(), "TIFF"),
    "视频": video,
    "压缩包": lambda: b"PK\x03\x04" + bytes(60),
    "JPEG XL": lambda: b"\xff\x0a" + bytes(60),
}
"""What is no photo we take is called by its name."""
