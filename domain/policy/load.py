"""Reading policy files: a region's file overrides the one it extends; the version names exactly this content."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from domain import shipped
from domain.policy.model import Policy


def policy_from_body(body: dict[str, Any]) -> Policy:
    """Check a policy's content and give it its version, e.g. `default@2026.1#1a2b3c4d`."""
    checked = Policy.model_validate(body)
    version = f"{checked.name}@{checked.edition}#{digest_of_body(checked.body())}"
    return checked.model_copy(update={"version": version})


def digest_of_body(body: dict[str, Any]) -> str:
    """What names exactly this content, at the end of a version."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:8]


def frozen_policy(version: str, body: dict[str, Any]) -> Policy:
    """A policy as a hazard froze it, perhaps under an earlier release, under the version it was frozen by.

    A term added since has the value its field declares for old hazards, or, where it declares none, today's; one
    that is no longer read is left aside. So no release stops what was begun under another.
    """
    known = _known(Policy, body)
    try:
        policy = Policy.model_validate(known)
    except ValidationError:
        policy = Policy.model_validate(shipped.laid_over(shipped.values("domain.policy", "default"), known))
    return policy.model_copy(update={"version": version})


def _known(model: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    """What of the body this release reads."""
    kept = {}
    for name, field in model.model_fields.items():
        value, part = body.get(field.alias or name, ...), field.annotation
        if isinstance(value, dict) and isinstance(part, type) and issubclass(part, BaseModel):
            value = _known(part, value)
        if value is not ...:
            kept[field.alias or name] = value
    return kept


@lru_cache(maxsize=16)
def load_policy(name: str) -> Policy:
    """The shipped policy of this name, with what it extends; raises ValueError naming what is wrong."""
    return policy_from_body(shipped.values("domain.policy", name))
