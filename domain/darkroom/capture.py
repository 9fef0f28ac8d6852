"""What a camera wrote beside a photo (EXIF): when, where, and which way up. Nothing of it is believed when odd."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from PIL import Image

DETAILS, GPS = 0x8769, 0x8825
ORIENTATION, TAKEN, OFFSET = 0x0112, 0x9003, 0x9011
LATITUDE, LONGITUDE = (1, 2), (3, 4)
FORM = "%Y:%m:%d %H:%M:%S"
SHARE = 60
MOST_LATITUDE, MOST_LONGITUDE = 90, 180


@dataclass(frozen=True)
class Tags:
    """Moment (ISO text; without a zone, the time of the place), degrees (WGS 84), orientation. None: not told."""

    taken: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    orientation: int = 1

    def upright(self) -> "Tags":
        """The same of a picture that its decoder has turned already."""
        return replace(self, orientation=1)

    def as_answer(self) -> dict[str, Any]:
        """As it is handed out of the room."""
        told = asdict(self)
        del told["orientation"]
        return told


def read_tags(get: Callable[[], Image.Exif]) -> Tags:
    """What the photo tells; each part that cannot be read tells nothing, and the others still do."""
    try:
        exif = get()
    except Exception:  # noqa: BLE001 - a reader may fail in any way on broken tags
        return Tags()
    place = _part(exif, GPS)
    latitude, longitude = _degrees(place, LATITUDE, MOST_LATITUDE), _degrees(place, LONGITUDE, MOST_LONGITUDE)
    if latitude is None or longitude is None:
        latitude = longitude = None
    return Tags(_moment(_part(exif, DETAILS)), latitude, longitude, _orientation(exif))


def _part(exif: Image.Exif, name: int) -> dict[int, Any]:
    try:
        return dict(exif.get_ifd(name))
    except Exception:  # noqa: BLE001 - as above
        return {}


def _orientation(exif: Image.Exif) -> int:
    try:
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - as above
        return 1


def _moment(tags: dict[int, Any]) -> str | None:
    """A camera without an offset, or with one that is none, tells the time of the place."""
    try:
        local = datetime.strptime(_text(tags[TAKEN]), FORM)  # noqa: DTZ007 - the zone follows
    except (KeyError, ValueError):
        return None
    try:
        return local.replace(tzinfo=datetime.strptime(_text(tags[OFFSET]), "%z").tzinfo).isoformat()
    except (KeyError, ValueError):
        return local.isoformat()


def _text(value: object) -> str:
    return (value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)).strip("\0 ")


def _degrees(tags: dict[int, Any], names: tuple[int, int], most: int) -> float | None:
    """Degrees from degrees, minutes and seconds; negative in the south and west."""
    reference, parts = _text(tags.get(names[0])), tags.get(names[1])
    try:
        degrees = _sum(parts)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    if reference not in ("N", "E", "S", "W") or not 0 <= degrees <= most:
        return None
    return -degrees if reference in ("S", "W") else degrees


def _sum(parts: Sequence[Any] | None) -> float:
    degrees, minutes, seconds = (float(part) for part in parts or ())
    return round(degrees + minutes / SHARE + seconds / SHARE / SHARE, 6)
