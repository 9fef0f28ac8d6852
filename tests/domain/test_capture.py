"""What a photo says of itself: kept only as the policy asks, and never believed when it is odd."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from domain.darkroom import develop
from domain.evidence.files import keep
from domain.policy import load_policy, policy_from_body
from domain.store import policies
from domain.tables.core import EVIDENCE
from tests.world import World, on

TAKEN, OFFSET, DETAILS, PLACE = 0x9003, 0x9011, 0x8769, 0x8825
HERE = {1: "N", 2: (30.0, 15.0, 27.0), 3: "E", 4: (107.0, 20.0, 11.0)}
MOMENT = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


def photo(details: dict[int, Any] | None = None, place: dict[int, Any] | None = None) -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif.get_ifd(DETAILS).update(details or {})
    exif.get_ifd(PLACE).update(place or {})
    Image.new("RGB", (64, 48), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


NOTHING = (None, None, None)
TOLD = {
    "nothing": (photo(), NOTHING),
    "a moment, in the time of the place": (photo({TAKEN: "2026:11:02 08:30:00"}), (MOMENT, None, None)),
    "a moment with its offset": (
        photo({TAKEN: "2026:11:02 09:30:00", OFFSET: "+09:00"}),
        (MOMENT, None, None),
    ),
    "no moment at all": (photo({TAKEN: "0000:00:00 00:00:00"}), NOTHING),
    "an offset of one digit": (photo({TAKEN: "2026:11:02 08:30:00", OFFSET: "+8:00"}), (MOMENT, None, None)),
    "an offset that is none": (photo({TAKEN: "2026:11:02 08:30:00", OFFSET: "noon"}), (MOMENT, None, None)),
    "a moment with something behind it": (photo({TAKEN: "2026:11:02 08:30:00\0 \0"}), (MOMENT, None, None)),
    "a place": (photo(place=HERE), (None, 30.2575, 107.336389)),
    "a place in the south and west": (
        photo(place={**HERE, 1: "S", 3: "W"}),
        (None, -30.2575, -107.336389),
    ),
    "half a place": (photo(place={1: "N", 2: (30.0, 15.0, 27.0)}), NOTHING),
    "a place beyond the pole": (photo(place={**HERE, 2: (95.0, 0.0, 0.0)}), NOTHING),
    "a place without a side": (photo(place={**HERE, 1: "X"}), NOTHING),
    "a place of two parts": (photo(place={**HERE, 2: (30.0, 15.0)}), NOTHING),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_a_photo_tells(name: str, tmp_path: Path) -> None:
    path = tmp_path / "photo"
    path.write_bytes(TOLD[name][0])
    told = develop(path, tmp_path)
    assert (told.taken_at, told.latitude, told.longitude) == TOLD[name][1]


def kept(world: World, data: bytes, **more: Any) -> tuple[Any, ...]:
    keep(world.store, BytesIO(data), by=world.actor("nurse1"), at=on("2026-11-02 09:00"), **more)
    told = select(EVIDENCE.c.taken_at, EVIDENCE.c.taken_from, EVIDENCE.c.latitude, EVIDENCE.c.longitude)
    with world.store.engine.connect() as connection:
        return tuple(connection.execute(told).one())


def asking(monkeypatch: pytest.MonkeyPatch, **wanted: bool) -> None:
    body = load_policy("default").body()
    policy = policy_from_body({**body, "evidence": {**body["evidence"], **wanted}})
    monkeypatch.setattr(policies, "load_policy", lambda _name: policy)


WHOLE = photo({TAKEN: "2026:11:02 08:30:00"}, HERE)


def test_the_moment_is_kept_and_the_place_is_not_unless_the_policy_asks(world: World) -> None:
    assert kept(world, WHOLE) == (MOMENT, "exif", None, None)


def test_the_place_is_kept_when_the_policy_asks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, keep_place=True)
    assert kept(world, WHOLE) == (MOMENT, "exif", 30.2575, 107.336389)


def test_a_policy_may_keep_neither(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asking(monkeypatch, keep_time=False)
    assert kept(world, WHOLE, taken_at=MOMENT) == (None, None, None, None)


def test_a_phone_that_stripped_the_photo_may_say_the_moment_itself(world: World) -> None:
    claimed = MOMENT - timedelta(hours=1)
    assert kept(world, photo(), taken_at=claimed) == (claimed, "device", None, None)


def test_what_the_photo_says_goes_before_what_the_phone_says(world: World) -> None:
    assert kept(world, WHOLE, taken_at=MOMENT - timedelta(days=400)) == (MOMENT, "exif", None, None)
