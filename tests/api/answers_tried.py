"""Requests made from `/openapi.json` by schemathesis, and what its checks say of the answers: seeded, in process."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.python import asgi

ADDRESS = "https://testserver"
NOBODY = "nobody"
ROLES = ("nurse1", "officer1", "office", "head", "admin", NOBODY)
NOT_OF_ANSWERS = (
    "positive_data_acceptance",  # what has the right shape, the process may still refuse with 422
    "use_after_free",
    "ensure_resource_availability",
    "missing_required_header",
    "ignored_auth",  # tests/api/test_visibility.py asks every address without a session
)
GENERATION = {"deterministic": True, "no-shrink": True, "with-security-parameters": False, "database": "none"}
ENDS_THE_SESSION = {"path": "/api/session", "method": "DELETE"}


def configuration(generation: dict[str, Any] | None = None, **more: object) -> SchemathesisConfig:
    """The checks that compare an answer with the document; `more` is schemathesis's own configuration."""
    checks = {name: {"enabled": False} for name in NOT_OF_ANSWERS}
    whole = {"base-url": ADDRESS, "seed": 1, "continue-on-failure": True, "checks": checks}
    return SchemathesisConfig.from_dict({**whole, "generation": {**GENERATION, **(generation or {})}, **more})


def described(app: FastAPI, config: SchemathesisConfig) -> Any:
    """What the application says of itself."""
    return schemathesis.openapi.from_asgi("/openapi.json", app, config=config)


def cases_of(app: FastAPI, examples: int) -> list[Case[Any]]:
    """Some requests for each operation as it wants them, and one as it does not."""
    cases: list[Case[Any]] = []
    for found in described(app, configuration()).get_all_operations():
        operation = found.ok()
        cases += _drawn(operation, GenerationMode.POSITIVE, examples)
        if operation.body or operation.query:
            cases += _drawn(operation, GenerationMode.NEGATIVE, 1)
    return cases


def point_at(cases: list[Case[Any]], known: dict[str, str]) -> None:
    """Let what is asked rightly be asked of what is there."""
    for case in cases:
        if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
            case.path_parameters |= {name: known[name] for name in known.keys() & case.path_parameters.keys()}


def _drawn(operation: Any, mode: GenerationMode, examples: int) -> list[Case[Any]]:
    drawn: list[Case[Any]] = []

    @seed(1)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def draw(case: Case[Any]) -> None:
        drawn.append(case)

    with suppress(Unsatisfiable):  # nothing that can be said to it is wrong
        draw()
    return drawn


def complaints(app: Any, cases: list[Case[Any]], headers: dict[str, str]) -> Iterator[str]:
    """What is wrong with the answers to these requests, each with the way to ask again."""
    with asgi.get_client(app) as client:
        for case in cases:
            try:
                case.call_and_validate(session=client, headers=headers)
            except FailureGroup as wrong:
                yield str(wrong)
