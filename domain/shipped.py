"""Rules that this release ships as TOML beside the code that reads them: a file may extend another and override it."""

import tomllib
from importlib import resources
from typing import Any

ENDING = ".toml"


def names(package: str) -> list[str]:
    """What a package ships, by name."""
    files = resources.files(package).iterdir()
    return sorted(file.name.removesuffix(ENDING) for file in files if file.name.endswith(ENDING))


def values(package: str, name: str) -> dict[str, Any]:
    """What the file of this name says, laid over the one it extends."""
    own = tomllib.loads(resources.files(package).joinpath(name + ENDING).read_text(encoding="utf-8"))
    base = own.pop("extends", None)
    return laid_over(values(package, base), own) if base else own


def laid_over(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The first with every value that the second names, table by table."""
    merged = dict(base)
    for name, value in change.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = laid_over(merged[name], value) if both else value
    return merged
