"""When and where a photo says it was taken (EXIF). Nothing it says is believed: what is odd is left out."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image

from domain.clock import SITE_ZONE

EXIF, GPS = 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011
LATITUDE, LONGITUDE = (1, 2), (3, 4)
FORM = "%Y:%m:%d %H:%M:%S"
SHARE = 60
MOST_LATITUDE, MOST_LONGITUDE = 90, 180


@dataclass(frozen=True)
class Capture:
    """The moment and the place (degrees, WGS 84) as the photo tells them; None where it does not."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def read_capture(path: Path) -> Capture:
    """What the photo tells; an unreadable tag tells nothing."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as image:
                tags = image.getexif()
                inside, place = tags.get_ifd(EXIF), tags.get_ifd(GPS)
    except Exception:  # noqa: BLE001 - a decoder may fail in any way on a hostile file
        return Capture()
    latitude, longitude = _degrees(place, LATITUDE, MOST_LATITUDE), _degrees(place, LONGITUDE, MOST_LONGITUDE)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Capture(_moment(inside), latitude, longitude)


def _moment(tags: dict[int, Any]) -> datetime | None:
    """A camera without an offset tells the time of the place."""
    try:
        local = datetime.strptime(str(tags[TAKEN]), FORM)  # noqa: DTZ007 - the zone follows
        offset = datetime.strptime(str(tags[OFFSET]), "%z").tzinfo if OFFSET in tags else SITE_ZONE
        return local.replace(tzinfo=offset)
    except (KeyError, ValueError):
        return None


def _degrees(tags: dict[int, Any], names: tuple[int, int], most: int) -> float | None:
    """Degrees from degrees, minutes and seconds; negative in the south and west."""
    reference, parts = tags.get(names[0]), tags.get(names[1])
    try:
        degrees = _sum(parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if reference not in ("N", "E", "S", "W") or not 0 <= degrees <= most:
        return None
    return -degrees if reference in ("S", "W") else degrees


def _sum(parts: Sequence[Any] | None) -> float:
    degrees, minutes, seconds = (float(part) for part in parts or ())
    return round(degrees + minutes / SHARE + seconds / SHARE / SHARE, 6)
