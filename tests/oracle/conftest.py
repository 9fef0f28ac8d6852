"""What the oracle allows is pressed through the API."""

from tests.api.conftest import site

__all__ = ["site"]
