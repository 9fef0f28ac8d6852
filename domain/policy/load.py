"""Reading policy files: a region's file overrides the one it extends; the version names exactly this content."""

import hashlib
import json
from functools import lru_cache
from typing import Any

from domain import shipped
from domain.policy.model import Policy


def policy_from_body(body: dict[str, Any]) -> Policy:
    """Check a policy's content and give it its version, e.g. `default@2026.1#1a2b3c4d`."""
    checked = Policy.model_validate(body)
    digest = hashlib.sha256(json.dumps(checked.body(), sort_keys=True).encode()).hexdigest()[:8]
    return checked.model_copy(update={"version": f"{checked.name}@{checked.edition}#{digest}"})


@lru_cache(maxsize=16)
def load_policy(name: str) -> Policy:
    """The shipped policy of this name, with what it extends; raises ValueError naming what is wrong."""
    return policy_from_body(shipped.values("domain.policy", name))
