"""Signing a paper: for some kinds the signer names the password, or a code of the second factor, once more."""

from fastapi import Request

from api.current import whence_of
from domain.cases.case import Case
from domain.commands import Command, SignMeasure
from domain.errors import Refusal
from domain.hazard.paper_table import MEASURE
from domain.queries.reader import Reader
from domain.signing_in.guessing import Proof, prove
from domain.words import PaperKind


def asks_for_proof(case: Case, kind: str) -> bool:
    """Whether the policy of this hazard asks the signer of such a paper for proof."""
    return PaperKind(kind) in case.policy.papers.proof_for


def refuse_unproven_signature(
    request: Request, reader: Reader, case: Case, command: Command, proof: Proof
) -> None:
    """Raise WrongInput where such a paper is signed without password or present code.

    What may not be signed at all is left to the table, which says why.
    """
    if not isinstance(command, SignMeasure):
        return
    try:
        paper = MEASURE.focus(case, command, reader.who).paper
    except Refusal:
        return
    if (
        paper is None
        or not asks_for_proof(case, paper.kind)
        or MEASURE.why_not(case, command.action, reader.who)
    ):
        return
    prove(reader.store, reader.who, proof, whence_of(request))
