"""Reading policy files: a region's file overrides the one it extends; the version names exactly this content."""

import hashlib
import json
import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from domain.policy.model import Policy


def _read(name: str) -> dict[str, Any]:
    text = resources.files("domain.policy").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _laid_over(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in change.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _laid_over(merged[name], value) if both else value
    return merged


def policy_from_body(body: dict[str, Any]) -> Policy:
    """Check a policy's content and give it its version, e.g. `default@2026.1#1a2b3c4d`."""
    checked = Policy.model_validate(body)
    digest = hashlib.sha256(json.dumps(checked.body(), sort_keys=True).encode()).hexdigest()[:8]
    return checked.model_copy(update={"version": f"{checked.name}@{checked.edition}#{digest}"})


@lru_cache(maxsize=16)
def load_policy(name: str) -> Policy:
    """The shipped policy of this name, with what it extends; raises ValueError naming what is wrong."""
    own = _read(name)
    parent = own.pop("extends", None)
    return policy_from_body(_laid_over(_read(parent), own) if parent else own)


def shipped_names() -> list[str]:
    """The policies this release ships."""
    files = resources.files("domain.policy").iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))
