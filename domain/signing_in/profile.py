"""The rules of signing in as data: `default`, or `dengbao` where 等保 asks for complexity and rotation."""

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain import shipped
from domain.store.base import Store
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
    free_tries_when_crowded: Count
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


@lru_cache(maxsize=4)
def load_profile(name: str = "default") -> Profile:
    """The rules of this name; raises ValueError naming what is wrong."""
    return Profile.model_validate(shipped.values("domain.signing_in", name))


def profile_of(store: Store) -> Profile:
    """The rules of signing in, of this installation."""
    return store.remembered("sign-in rules", 0, lambda: profile_in(os.environ))


def profile_in(environ: Mapping[str, str]) -> Profile:
    """The rules that BIHUAN_SIGN_IN names; StartError when there are none of that name."""
    name, known = environ.get(VARIABLE) or "default", shipped.names("domain.signing_in")
    if name not in known:
        raise StartError(f"{VARIABLE} 应为 {'、'.join(known)} 之一，现为“{name}” (must be one of these)")
    return load_profile(name)
