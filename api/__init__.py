"""How people and machines reach the service over HTTP."""

from domain.starting import collect_seldom

collect_seldom()
