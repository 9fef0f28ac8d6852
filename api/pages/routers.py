"""A router for pages: nothing of it stands in /openapi.json, and each answer is HTML."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse


def pages_router() -> APIRouter:
    """A router for a group of pages."""
    return APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
