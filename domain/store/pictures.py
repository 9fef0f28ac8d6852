"""What a file really is: its bytes decide, never its name. JPEG, PNG, WebP and PDF are kept, all else refused."""

import re
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from domain.errors import WrongInput

MOST_PIXELS = 50_000_000
KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PDF = "application/pdf"
# Markup that a browser could be talked into running, or a second format inside the first.
MARKUP = re.compile(rb"<html[\s>]|<script[\s>/]|<!doctype\s+html|<iframe\s|<\?php", re.IGNORECASE)
ACTIVE_PDF = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)\b")
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 66_000
PDF_HEAD = 1024
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Verdict:
    """The media type, and for a picture its pixels."""

    kind: str
    width: int | None = None
    height: int | None = None


def judge(path: Path) -> Verdict:
    """What the file is; raises WrongInput saying why it cannot be kept."""
    with _one_at_a_time:
        return _judge(path, path.read_bytes())


def _judge(path: Path, data: bytes) -> Verdict:
    if not data:
        raise _refused("文件是空的，请重新拍照或选择文件")
    if MARKUP.search(data):
        raise _refused("文件中夹带网页代码，不能保存")
    if data.startswith(b"%PDF-"):
        return _pdf(data)
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypmsf1"):
        raise _refused("暂不支持 HEIC 照片，请在手机相机设置中选择“兼容性最佳”后重拍")
    if b"%PDF-" in data[:PDF_HEAD] or ZIP_END in data[-ZIP_TAIL:]:
        raise _refused("文件中夹带另一种格式，不能保存")
    return _picture(path)


def _pdf(data: bytes) -> Verdict:
    if b"%%EOF" not in data[-PDF_HEAD:]:
        raise _refused("PDF 不完整，请重新导出后上传")
    if ACTIVE_PDF.search(data):
        raise _refused("PDF 含有脚本或附件，请打印成 PDF 后再上传")
    return Verdict(PDF)


def _picture(path: Path) -> Verdict:
    """Read the picture to its end, so that a torn one is refused while the person can still take another."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(path, formats=list(KINDS)) as image:
                kind, (width, height) = KINDS[image.format or ""], image.size
                if width * height <= MOST_PIXELS:
                    _read_to_the_end(image)
    except Exception:  # noqa: BLE001 - a decoder may fail in any way on a hostile file
        raise _refused("不是完整的照片（JPEG、PNG、WebP）或 PDF，请重新拍照或选择文件") from None
    if width * height > MOST_PIXELS:
        raise _refused(f"照片超过 {MOST_PIXELS // 10_000} 万像素，请缩小后上传")
    return Verdict(kind, width, height)


def _read_to_the_end(image: Image.Image) -> None:
    """A JPEG is decoded at an eighth of its size; the checksums of a PNG cover it; WebP is checked when opened."""
    if image.format == "JPEG":
        image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
        image.load()
    else:
        image.verify()


def make_showable(path: Path, shown: Path, pixels: int) -> None:
    """Write a copy for showing: turned upright, at most so wide or high, without place, device or author."""
    with _one_at_a_time, Image.open(path, formats=list(KINDS)) as image:
        image.draft("RGB", (pixels, pixels))
        image.thumbnail((pixels, pixels))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        plain = Image.frombytes("RGB", upright.size, upright.tobytes())
    shown.parent.mkdir(parents=True, exist_ok=True)
    arriving = shown.with_suffix(f".{threading.get_ident()}")
    plain.save(arriving, "JPEG", quality=85)
    arriving.replace(shown)


def _refused(why: str) -> WrongInput:
    return WrongInput(f"{why}。", field="file")
