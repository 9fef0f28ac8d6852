"""The rules of signing in as data: `default`, or `dengbao` where 等保 asks for complexity and rotation."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from domain.store.settings import StartError
from domain.words import Role

VARIABLE = "BIHUAN_SIGN_IN"

Count = Annotated[int, Field(ge=1, le=100_000)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PasswordRules(_Part):
    """What a password must be; `lasts_days` 0 means that it does not grow old."""

    shortest: Annotated[int, Field(ge=8, le=64)]
    kinds: Annotated[int, Field(ge=1, le=4)]
    lasts_days: Annotated[int, Field(ge=0, le=3650)]
    temporary_hours: Count


class SessionRules(_Part):
    """How long a session lives without being used, and at most."""

    idle_minutes: Count
    absolute_hours: Count


class WaitRules(_Part):
    """After how many failures one waits, and how long at most. Nobody is ever locked out."""

    free_tries: Count
    free_tries_of_address: Count
    longest_seconds: Annotated[int, Field(ge=1, le=600)]
    forgotten_after_minutes: Count


class SecondFactorRules(_Part):
    """Whose roles must have a second factor."""

    required_for: frozenset[Role]


class Profile(_Part):
    """One whole set of rules."""

    name: str
    password: PasswordRules
    session: SessionRules
    wait: WaitRules
    second_factor: SecondFactorRules


def _read(name: str) -> dict[str, Any]:
    text = resources.files("domain.signing_in").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=4)
def load_profile(name: str = "default") -> Profile:
    """The rules of this name; raises ValueError naming what is wrong."""
    own = _read(name)
    base = _read(own.pop("extends")) if "extends" in own else {}
    merged = {**base, **{k: {**base.get(k, {}), **v} if isinstance(v, dict) else v for k, v in own.items()}}
    return Profile.model_validate(merged)


def profile_of(environ: Mapping[str, str]) -> Profile:
    """The rules that BIHUAN_SIGN_IN names; StartError when there are none of that name."""
    name = environ.get(VARIABLE) or "default"
    if name not in shipped_profiles():
        names = "、".join(shipped_profiles())
        raise StartError(f"{VARIABLE} 应为 {names} 之一，现为“{name}” (must be one of these)")
    return load_profile(name)


def shipped_profiles() -> list[str]:
    """The sets of rules this release ships."""
    files = resources.files("domain.signing_in").iterdir()
    return sorted(f.name.removesuffix(".toml") for f in files if f.name.endswith(".toml"))
