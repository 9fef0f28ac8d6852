"""Who hears of an act on a sign-in, a contact or a delegation: its owner, and for a deciding post the commission."""

from collections.abc import Iterable

from domain.clock import in_words
from domain.directory.organisation import PersonCard
from domain.organisation.work import Work
from domain.roles import DECIDING
from domain.signing_in.given import mark_given, who_had_a_hand
from domain.signing_in.telling import OBJECT, SECURITY, tell, tell_with_code
from domain.words import Role

BY_THE_TERMINAL = "系统运维人员（命令行）"
WATCHING = (Role.HEAD, Role.LEADER)


def tell_owner(work: Work, person: PersonCard, done: str) -> None:
    """Say what was done, by whom and when; of an own act too, so that a stolen session is noticed."""
    tell(work.connection, person.id, SECURITY, _sentence(work, person, done))


def give_to_owner(work: Work, person: PersonCard, account: int, done: str) -> None:
    """The password is somebody else's: its owner gets a code to confirm with, and a deciding post is watched."""
    code = mark_given(work.connection, account, work.by, work.at)
    words = _sentence(work, person, done)
    if code is None:
        tell(work.connection, person.id, SECURITY, words)
    else:
        kept_from = who_had_a_hand(work.connection, account)
        tell_with_code(work.connection, work.store.keys, person.id, words, code, kept_from=kept_from)
    tell_the_commission(work, person, done)


def tell_the_commission(work: Work, person: PersonCard, done: str) -> None:
    """The commission's heads hear what happens to the sign-in of a deciding post."""
    held = [(u, role) for u, role in work.directory.roles_to_come(person.id, work.at) if role in DECIDING]
    tell_heads(work, person, held, done)


def tell_heads(work: Work, person: PersonCard, held: list[tuple[int, Role]], done: str) -> None:
    """The same of posts that are told: such as one that has just ended."""
    if not held:
        return
    post = "、".join(f"{work.directory.units[u].name}{role.label}" for u, role in held)
    top = work.directory.authority_of(person.unit_id).id
    heads = (p for role in WATCHING for p in work.directory.holders(top, role, work.at))
    for head in _others(heads, person.id, work.by.person_id):
        tell(work.connection, head, SECURITY, f"{post}{person.name}：{_sentence(work, person, done)}")


def _others(people: Iterable[int], *but: int | None) -> list[int]:
    return [person for person in dict.fromkeys(people) if person not in but]


def _sentence(work: Work, person: PersonCard, done: str) -> str:
    who = work.directory.name_of(work.by.person_id) if work.by.person_id else BY_THE_TERMINAL
    whose = "本人" if work.by.person_id == person.id else who
    return f"{in_words(work.at)}，{whose}{done}。{OBJECT}"
