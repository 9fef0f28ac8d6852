"""Copies for showing: pictures of a photo or of a paper's pages, made when a file arrives, without its own data."""

from pathlib import Path

from domain.darkroom import develop
from domain.darkroom.limits import SIDES
from domain.evidence.originals import arrival, create, original, private_folder
from domain.store.base import Store


def copy_of(store: Store, digest: str, size: str, page: int = 1) -> Path:
    """Where the copy of this size lies; of a photo there is one page."""
    which = "" if page == 1 else f".p{page}"
    return store.evidence / "shown" / digest[:2] / f"{digest[2:]}{which}.{SIDES[size]}.jpg"


def copies_of(store: Store, digest: str) -> list[Path]:
    """Every copy that lies there."""
    return sorted((store.evidence / "shown" / digest[:2]).glob(f"{digest[2:]}.*"))


def pages_of(store: Store, digest: str) -> int:
    """How many pictures show it; those of a file that has none any more are made anew.

    Raises what `original` does, and WrongInput for a file of an earlier release that cannot be shown.
    """
    large = f".{SIDES['large']}.jpg"
    if not copy_of(store, digest, "large").exists() or not copy_of(store, digest, "small").exists():
        with arrival(store) as folder:
            with create(folder / "file") as out:
                out.writelines(original(store, digest))
            develop(folder / "file", folder)
            put_copies(store, folder, digest)
    return sum(path.name.endswith(large) for path in copies_of(store, digest))


def put_copies(store: Store, folder: Path, digest: str) -> None:
    """From the darkroom's folder to where they are shown from; the first page last: it says that all are there."""
    sizes = {side: size for size, side in SIDES.items()}
    for path in sorted(folder.glob("*.jpg"), key=lambda path: -int(path.name.split(".")[0])):
        page, side = path.name.split(".")[:2]
        place = copy_of(store, digest, sizes[int(side)], int(page))
        private_folder(place.parent)
        path.replace(place)
