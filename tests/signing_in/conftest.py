"""The county behind the API, and people at its door."""

from tests.api.conftest import site

__all__ = ["site"]
