"""Secrets typed in a form that was refused: kept in the form itself, sealed, so that nobody types them twice."""

from collections.abc import Collection
from typing import Any

from api.pages.forms import Form
from api.pages.visitor import SentVisit, Visit
from domain.store.secrets import SealedForOthersError

KEPT = "kept"
WHOSE = "_whose"


def keep(page: Visit, form: Form[Any], names: Collection[str]) -> dict[str, Any]:
    """What the template needs: the sealed text for a hidden field, and the names of what it holds."""
    typed = {name: form.value(name) for name in names if form.value(name)}
    if not typed or not (form.errors or form.refusal):
        return {"kept_names": (), "kept_sealed": ""}
    sealed = page.store.keys.seal({**typed, WHOSE: str(page.who.person_id)}).decode()
    return {"kept_names": tuple(typed), "kept_sealed": sealed}


def restore(page: SentVisit, names: Collection[str]) -> None:
    """Put back what was typed before and left empty now; what somebody else typed is nothing."""
    sealed = next(iter(page.typed.get(KEPT, ())), "")
    try:
        held = page.store.keys.open(sealed.encode("ascii", "ignore"))
    except (SealedForOthersError, ValueError):
        return
    if held.get(WHOSE) != str(page.who.person_id):
        return
    for name in names:
        if name in held and not any(page.typed.get(name, ())):
            page.typed[name] = [held[name]]
