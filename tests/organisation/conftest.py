"""The county behind the API, for those who manage it."""

from tests.api.conftest import site

__all__ = ["site"]
