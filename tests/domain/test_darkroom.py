"""What phones really write is taken and shown right, or refused at once in words; within memory whatever it is."""

import re
import resource
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import Image

from domain.darkroom import Developed, asking, develop
from domain.darkroom.asking import _room
from domain.errors import WrongInput
from tests import phones
from tests.api.papers import ACTIVE, paper
from tests.phones import BLUE, RED, WHITE

SHOWN = {
    "grey": ((29, 29, 29), (76, 76, 76)),
    "png of 16 bits": ((156, 156, 156), (156, 156, 156)),
    "png of one bit": (WHITE, WHITE),
    "webp that moves": (BLUE, RED),
}
NEAR = 12
MEGABYTES = 1024
MOST_MEGABYTES = 400


@pytest.fixture
def untraced(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A room whose lines are not counted for coverage: that takes memory of its own, within the same bounds."""
    monkeypatch.setattr(
        asking, "KEPT", tuple(name for name in asking.KEPT if not name.startswith("COVERAGE"))
    )
    _room.close()
    yield
    _room.close()


def given(data: bytes, folder: Path) -> Developed:
    (folder / "file").write_bytes(data)
    return develop(folder / "file", folder)


def pixels(folder: Path, side: int = 2000) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The colours of the left and right quarter, or of the upper and lower when it stands."""
    with Image.open(folder / f"1.{side}.jpg") as image:
        wide, high = image.size
        assert (image.mode, dict(image.getexif()), "icc_profile" in image.info) == ("RGB", {}, False)
        points = [(wide // 4, high // 2), (3 * wide // 4, high // 2)]
        if high > wide:
            points = [(wide // 2, high // 4), (wide // 2, 3 * high // 4)]
        first, second = (image.getpixel(point) for point in points)
        assert isinstance(first, tuple)
        assert isinstance(second, tuple)
        return first, second


def near(seen: tuple[int, ...], right: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(seen, right, strict=True))


@pytest.mark.parametrize("name", phones.PHOTOS)
def test_what_a_phone_writes_is_shown_as_it_is(name: str, tmp_path: Path) -> None:
    found = given(phones.PHOTOS[name](), tmp_path)
    assert found.kind.startswith("image/")
    assert found.kind != "image/mpo"
    for side in (2000, 320):
        for seen, right in zip(pixels(tmp_path, side), SHOWN.get(name, (BLUE, RED)), strict=True):
            assert near(seen, right), (seen, right)


@pytest.mark.parametrize("name", phones.CLEAR)
def test_what_is_transparent_stands_on_white(name: str, tmp_path: Path) -> None:
    given(phones.CLEAR[name](), tmp_path)
    assert pixels(tmp_path) == (WHITE, WHITE)


@pytest.mark.parametrize("name", phones.TORN)
def test_what_is_torn_is_refused_before_anything_is_kept(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongInput) as refused:
        given(phones.TORN[name](), tmp_path)
    assert "打不开" in refused.value.detail
    assert ("HEIC 照片" in refused.value.detail) == bool(re.search("he[iv].|m[is]f1", name))
    assert list(tmp_path.glob("*.jpg")) == []


@pytest.mark.parametrize("name", phones.NAMED)
def test_what_is_no_photo_is_called_by_its_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongInput) as refused:
        given(phones.NAMED[name](), tmp_path)
    assert name in refused.value.detail


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_shown_upright(orientation: int, tmp_path: Path) -> None:
    data = phones.saved(phones.halves(), exif=phones.tags(orientation=orientation), quality=95)
    given(data, tmp_path)
    with Image.open(tmp_path / "1.2000.jpg") as image:
        assert image.size == ((64, 48) if orientation < 5 else (48, 64))
    first = RED if orientation in (2, 3, 7, 8) else BLUE
    assert near(pixels(tmp_path)[0], first)


def test_a_heic_tells_where_and_when_like_any_photo(tmp_path: Path) -> None:
    found = given(phones.HEIC, tmp_path)
    assert (found.kind, found.width, found.height) == ("image/heic", 48, 64)
    assert found.taken_at is not None
    assert (found.taken_at.isoformat(), found.latitude) == ("2026-11-02T08:30:00+08:00", 30.2575)


LARGE = {"50 megapixels": (8192, 6144), "108 megapixels": (12000, 9008), "200 megapixels": (16384, 12288)}


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("name", LARGE)
def test_large_photos_are_shown_and_take_little_memory(name: str, tmp_path: Path) -> None:
    found = given(phones.huge(*LARGE[name]), tmp_path)
    assert (found.width, found.height) == LARGE[name]
    assert found.peak < MOST_MEGABYTES * MEGABYTES
    assert all(near(seen, BLUE) for seen in pixels(tmp_path))


@pytest.mark.parametrize("size", [(12000, 9000), (14000, 14000), (15000, 15000)])
def test_what_grows_too_large_is_refused_in_words_and_takes_no_more(
    size: tuple[int, int], tmp_path: Path
) -> None:
    """In a process of its own: what other tests had opened before is not counted."""
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:
        refusal, most = alone.submit(refused_alone, size, tmp_path).result()
    assert re.search(r"打不开|亿像素", refusal)
    assert 0 < most < MOST_MEGABYTES * MEGABYTES


def refused_alone(size: tuple[int, int], folder: Path) -> tuple[str, int]:
    """(why such a picture is refused, the most memory in kB of what opened it)."""
    try:
        given(phones.huge_png(*size), folder)
    except WrongInput as refusal:
        _room.close()
        return refusal.detail, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return "", 0


LONG = {
    "1080x20000": ((1080, 20000), (720, 13333)),
    "20000x1080": ((20000, 1080), (13333, 720)),
    "400x9000": ((400, 9000), (400, 9000)),
    "12000x1": ((12000, 1), (12000, 1)),
    "1x12000": ((1, 12000), (1, 12000)),
    "3000x1000": ((3000, 1000), (2000, 667)),
}


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("name", LONG)
def test_a_long_screenshot_stays_readable(name: str, kind: str, tmp_path: Path) -> None:
    size, shown = LONG[name]
    found = given(phones.saved(Image.new("RGB", size, BLUE), kind), tmp_path)
    assert found.peak < MOST_MEGABYTES * MEGABYTES
    with Image.open(tmp_path / "1.2000.jpg") as image:
        assert image.size == shown
    with Image.open(tmp_path / "1.320.jpg") as image:
        assert max(image.size) == 320


@pytest.mark.usefixtures("untraced")
@pytest.mark.parametrize("size", [(65000, 3200), (50000, 2000), (3300, 15000), (60000, 1)])
def test_the_longest_pictures_take_no_more_memory(size: tuple[int, int], tmp_path: Path) -> None:
    found = given(phones.saved(Image.new("RGB", size, BLUE)), tmp_path)
    assert found.peak < MOST_MEGABYTES * MEGABYTES
    with Image.open(tmp_path / "1.2000.jpg") as image:
        assert image.width * image.height <= 10_100_000


def test_many_at_once_are_opened_one_after_the_other(tmp_path: Path) -> None:
    data = phones.saved(Image.new("RGB", (3000, 2000), BLUE))
    done: list[Developed] = []

    def one(n: int) -> None:
        (tmp_path / str(n)).mkdir()
        done.append(given(data, tmp_path / str(n)))

    threads = [threading.Thread(target=one, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(threads)


def test_a_room_that_fell_is_followed_by_another(tmp_path: Path) -> None:
    given(phones.saved(phones.halves()), tmp_path)
    assert _room._process is not None  # noqa: SLF001 - to end it
    _room._process.kill()  # noqa: SLF001 - likewise
    _room._process.wait()  # noqa: SLF001 - likewise
    assert given(phones.saved(phones.halves()), tmp_path).kind == "image/jpeg"


def test_a_paper_is_shown_page_by_page_at_most_so_large(tmp_path: Path) -> None:
    found = given(paper(3, size=b"20000 14000"), tmp_path)
    assert (found.kind, found.pages) == ("application/pdf", 3)
    sizes = {}
    for path in tmp_path.glob("*.jpg"):
        with Image.open(BytesIO(path.read_bytes())) as image:
            sizes[path.name] = image.size
    large = (2000, 1400)
    assert sizes == {"1.2000.jpg": large, "1.320.jpg": (320, 224), "2.2000.jpg": large, "3.2000.jpg": large}


@pytest.mark.parametrize("name", ACTIVE)
def test_a_hostile_paper_is_refused_in_words(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongInput) as refused:
        given(ACTIVE[name], tmp_path)
    assert "PDF" in refused.value.detail
    assert ("密码" in refused.value.detail) == (name == "is locked")
