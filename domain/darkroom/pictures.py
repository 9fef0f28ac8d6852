"""Photos decoded whole and once, as phones write them: the copies for showing are what was checked.

A JPEG is decoded at a part of its size, any other picture strip by strip into a smaller one, so that large photos stay
within the memory of the room. What the camera wrote beside the picture never decides whether it is taken.
"""

import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pi_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from domain.darkroom import whole_jpeg
from domain.darkroom.capture import Tags, read_tags
from domain.darkroom.kinds import AVIF, HEIC, JPEG, NAMES, PNG, WEBP
from domain.darkroom.limits import MOST_PIXELS, SIDES, RefusedError, longest_of

READERS: dict[str, Callable[[Path | BytesIO], ImageFile.ImageFile]] = {
    JPEG: JpegImagePlugin.JpegImageFile,  # never as MPO: what follows the first picture is of no concern
    PNG: PngImagePlugin.PngImageFile,
    WEBP: WebPImagePlugin.WebPImageFile,
    AVIF: AvifImagePlugin.AvifImageFile,
}
STRIP = 256
LARGE = 20_000_000
"""Pixels from which a failure may be for want of memory."""
ALPHA = ("LA", "La", "PA", "RGBA", "RGBa")
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What turns a photo upright, by its EXIF orientation."""
SMALLER = "请重新拍照，仍不行的请在相机设置中选“兼容性最佳”或较低像素（安卓：关闭“高效图片”或“HEIF”）"
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.options.DECODE_THREADS = 1
Image.MAX_IMAGE_PIXELS = None  # ours is asked first


@dataclass(frozen=True)
class Opened:
    """A picture: its size, how its rows are got (from, how many), colour profile and tags."""

    size: tuple[int, int]
    rows: Callable[[int, int], Image.Image]
    profile: bytes | None
    tags: Tags


def develop_picture(path: Path, kind: str, folder: Path) -> dict[str, Any]:
    """Write the copies for showing into the folder; what the photo is and tells. Raises RefusedError."""
    size = (0, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            size = _size_of(path, kind)
            opened = _heic(path) if kind == HEIC else _by_pillow(path, kind)
            sheet = _in_common_colours(_fit(opened), opened.profile)
    except RefusedError:
        raise
    except Exception:  # noqa: BLE001 - a decoder may fail in any way on a hostile file
        raise RefusedError(_why_not(kind, size)) from None
    turn = TURNS.get(opened.tags.orientation)
    write_copies(sheet if turn is None else sheet.transpose(turn), folder, 1, SIDES)
    return {"kind": kind, "width": size[0], "height": size[1], "pages": 1} | opened.tags.as_answer()


def write_copies(sheet: Image.Image, folder: Path, page: int, sides: dict[str, int]) -> None:
    """The picture at each size, without anything beside its pixels."""
    plain = Image.frombytes("RGB", sheet.size, sheet.tobytes())
    for side in sorted(sides.values(), reverse=True):
        longest = longest_of(*plain.size) if side == SIDES["large"] else side
        plain.thumbnail((longest, longest))
        plain.save(folder / f"{page}.{side}.jpg", "JPEG", quality=85)


def _size_of(path: Path, kind: str) -> tuple[int, int]:
    """Width and height as its head says, before anything is decoded."""
    if kind == HEIC:
        found = pi_heif.open_heif(path).size
    else:
        with READERS[kind](path) as image:
            found = image.size
            if kind == PNG:
                image.verify()  # every checksum
    if found[0] * found[1] > MOST_PIXELS:
        raise RefusedError(f"照片超过 {MOST_PIXELS / 10**8:g} 亿像素，请缩小后上传")
    return int(found[0]), int(found[1])


def _by_pillow(path: Path, kind: str) -> Opened:
    image = _whole_jpeg(path) if kind == JPEG else _loaded(READERS[kind](path))
    tags = read_tags(image.getexif)

    def rows(top: int, many: int) -> Image.Image:
        return image.crop((0, top, image.width, min(image.height, top + many)))

    return Opened(image.size, rows, image.info.get("icc_profile"), tags)


def _loaded(image: ImageFile.ImageFile) -> ImageFile.ImageFile:
    """Decoded; a large JPEG at a part of its size."""
    width, height = size = image.size
    share = _decoded(size) / max(size)
    if share < 1:
        image.draft("RGB", (max(1, round(width * share)), max(1, round(height * share))))
    image.load()
    return image


def _whole_jpeg(path: Path) -> ImageFile.ImageFile:
    """A JPEG, its end marker missing or not; raises OSError where part of the picture is."""
    data = path.read_bytes()
    shape = whole_jpeg.shape_of(data)
    otherwise = whole_jpeg.bands(_loaded(READERS[JPEG](BytesIO(whole_jpeg.ended_otherwise(data, shape)))))
    image = _loaded(READERS[JPEG](path if shape.is_ended else BytesIO(whole_jpeg.ended(data, shape))))
    if not whole_jpeg.is_whole(shape, whole_jpeg.bands(image), otherwise):
        raise OSError
    return image


def _heic(path: Path) -> Opened:
    """The library has turned it upright; its pixels are never copied whole."""
    file = pi_heif.open_heif(path, convert_hdr_to_8bit=True)
    frame = file[file.primary_index]
    data, stride, (width, height) = frame.data, frame.stride, frame.size
    exif = Image.Exif()

    def tags() -> Image.Exif:
        exif.load(frame.info.get("exif") or b"")
        return exif

    def rows(top: int, many: int) -> Image.Image:
        part = data[top * stride : min(height, top + many) * stride]
        size = (width, len(part) // stride)
        return Image.frombuffer(frame.mode, size, part, "raw", frame.mode, stride, 1)

    told = read_tags(tags).upright()
    return Opened((width, height), rows, frame.info.get("icc_profile"), told)


def _decoded(size: tuple[int, int]) -> int:
    """The longest side to decode: twice that of the copy; once of a long one, for want of memory."""
    longest = longest_of(*size)
    return 2 * longest if longest == SIDES["large"] else longest


def _fit(opened: Opened) -> Image.Image:
    """On white ground, at most so wide or high; first by whole steps, strip by strip."""
    longest = longest_of(*opened.size)
    (width, height), step = opened.size, max(1, max(opened.size) // _decoded(opened.size))
    sheet = Image.new("RGB", (-(-width // step), -(-height // step)), "white")
    for top in range(0, height, STRIP * step):
        strip = _on_white(opened.rows(top, STRIP * step))
        sheet.paste(strip.reduce(step) if step > 1 else strip, (0, top // step))
    sheet.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return sheet


def _on_white(strip: Image.Image) -> Image.Image:
    """Plain colours; what is transparent shows a white ground, as a page does."""
    if strip.mode.startswith("I"):  # 16 bits
        return strip.point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    if strip.mode not in ALPHA and "transparency" not in strip.info:
        return strip.convert("RGB")
    colours = strip.convert("RGBA")
    ground = Image.new("RGB", strip.size, "white")
    ground.paste(colours, mask=colours.getchannel("A"))
    return ground


def _in_common_colours(sheet: Image.Image, profile: bytes | None) -> Image.Image:
    """From the wider colours of newer phones to sRGB; a profile that cannot be read changes nothing."""
    if profile:
        with suppress(OSError, ValueError, TypeError, ImageCms.PyCMSError):
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            if own.profile.xcolor_space.strip() == "RGB":
                changed = ImageCms.profileToProfile(
                    sheet, own, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                return changed or sheet
    return sheet


def _why_not(kind: str, size: tuple[int, int]) -> str:
    """What is true of a picture that could not be decoded."""
    name, pixels = NAMES[kind], size[0] * size[1]
    if pixels > LARGE or not pixels or kind in (HEIC, AVIF):
        many = f"有 {pixels // 10_000} 万像素，" if pixels else ""
        return f"这张 {name} 照片{many}打不开：可能不完整，或展开后太大。{SMALLER}"
    return f"这张 {name} 照片不完整或已损坏，打不开，请重新拍照或选择文件"
