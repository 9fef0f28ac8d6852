"""A file as it is shown."""

from domain.errors import NotFound, WrongInput
from domain.evidence.showing import pages_of
from domain.evidence.vault import DamagedError
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError


def pages_shown(store: Store, digest: str) -> int:
    """How many pictures show a file; raises NotFound in words when it cannot be shown any more."""
    try:
        return pages_of(store, digest)
    except (DamagedError, SealedForOthersError, WrongInput) as error:
        raise NotFound(f"{str(error).rstrip('。')}；请联系管理员。") from None
