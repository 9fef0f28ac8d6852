"""What people read of a rule's people: an attribute beside the rule, so that no comment is shown to anybody."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def called(name: str) -> Callable[[F], F]:
    """Give a predicate the name that refusals, tables and diagrams show, in Chinese."""

    def with_name(function: F) -> F:
        function.called = name  # type: ignore[attr-defined] # functions bear attributes
        return function

    return with_name


def name_of(function: Callable[..., Any]) -> str:
    """What it is called; raises AttributeError where nobody gave a name."""
    name: str = function.called  # type: ignore[attr-defined] # given by `called`
    return name
