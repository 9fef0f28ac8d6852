"""Which paper a command means, and who answers for it."""

from domain.commands import Command, PaperCommand
from domain.errors import NotPossible, WrongInput
from domain.rules.case import Case
from domain.rules.holders import paper_holder, signer_seat
from domain.tables import Paper
from domain.words import PaperKind, PaperState, Role

WANTED = {
    "sign_measure": PaperState.PROPOSED,
    "decline_measure": PaperState.PROPOSED,
    "serve_measure": PaperState.ISSUED,
    "answer_measure": PaperState.SERVED,
}


def candidates(case: Case, action: str) -> list[Paper]:
    """The papers of the hazard that stand where this action begins."""
    return [p for p in case.papers if p.state == WANTED.get(action)]


def paper_meant(case: Case, command: PaperCommand) -> Paper:
    """The paper named by `paper`, or the only one that fits; raises NotPossible or WrongInput."""
    found = candidates(case, command.action)
    if command.paper is not None:
        named = [p for p in found if p.seq == command.paper]
        if not named:
            raise WrongInput("这份文书不在可办理的状态，请在文书列表中选择。", field="paper")
        return named[0]
    if not found:
        raise NotPossible("没有处于这一步的文书。")
    if len(found) > 1:
        kinds = "、".join(f"{p.seq}（{PaperKind(p.kind).label}）" for p in found)
        raise WrongInput(f"有多份文书可办：{kinds}，请用 paper 指明一份。", field="paper")
    return found[0]


def paper_state(case: Case, action: str, command: Command | None) -> str | None:
    """Where the meant paper stands; None for a proposal yet to be made and when there is no paper."""
    if action not in WANTED:
        return None
    if isinstance(command, PaperCommand):
        return str(paper_meant(case, command).state)
    found = candidates(case, action) or list(case.papers)
    return str(found[0].state) if found else None


def the_signers(case: Case) -> tuple[int, ...]:
    """签发人"""
    found = [p for p in case.papers if p.state == PaperState.PROPOSED]
    people = [s for p in found for s in signer_seat(case, p.kind).people]
    heads = case.post(Role.HEAD) if any(signer_seat(case, p.kind).role is Role.LEADER for p in found) else ()
    chiefs = (
        case.post(Role.CHIEF) if any(signer_seat(case, p.kind).role is Role.DEPUTY for p in found) else ()
    )
    return tuple(dict.fromkeys([*people, *heads, *chiefs]))


def the_servers(case: Case) -> tuple[int, ...]:
    """送达人"""
    return _holders(case, PaperState.ISSUED)


def the_answerers(case: Case) -> tuple[int, ...]:
    """反馈人"""
    to_the_unit = any(p.kind != PaperKind.INTERNAL_ORDER for p in case.papers if p.state == PaperState.SERVED)
    chiefs = case.post(Role.CHIEF) if to_the_unit else ()
    return tuple(dict.fromkeys([*_holders(case, PaperState.SERVED), *chiefs]))


def _holders(case: Case, state: PaperState) -> tuple[int, ...]:
    seats = [paper_holder(case, p.kind, p.state) for p in case.papers if p.state == state]
    return tuple(dict.fromkeys(p for seat in seats if seat for p in seat.people))
