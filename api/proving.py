"""What a session alone does not open: acts on one's own sign-in, on how one is told, and who stands in for one.

They ask for the password or a present code again, on pages and API alike.
"""

from fastapi import Request

from api.current import whence_of
from domain.channels import Ways, set_ways
from domain.directory.organisation import Actor
from domain.organisation import commands as c
from domain.signing_in.guessing import Proof, prove
from domain.store.base import Store

OWN_ACTS_TO_PROVE: tuple[type[c.Change], ...] = (
    c.ChangePerson,
    c.Delegate,
    c.GiveBindingCode,
    c.OpenSecondAccount,
)


def asks_for_proof(change: type[c.Change], target: str | None, own_key: str) -> bool:
    """Whether this act on this person is one of one's own that a stolen session must not do."""
    return change in OWN_ACTS_TO_PROVE and target == own_key


def refuse_unproven(
    request: Request, store: Store, who: Actor, change: c.Change, target: str | None, proof: Proof
) -> None:
    """Raise WrongInput where such an act comes without password or present code.

    A sign-in that waits for its owner's word is left to the writer, who says that this comes first.
    """
    if who.waits_for_a_yes:
        return
    with store.asking() as connection:
        people = store.directory(connection).people
    me = people.get(who.person_id or 0)
    if me is not None and asks_for_proof(type(change), target, me.key):
        prove(store, who, proof, whence_of(request))


def set_proven_ways(request: Request, store: Store, who: Actor, said: Ways, proof: Proof) -> None:
    """Change how one is told; raises WrongInput without password or present code, whatever is changed."""
    if not who.unconfirmed:
        prove(store, who, proof, whence_of(request))
    set_ways(store, said, by=who)
