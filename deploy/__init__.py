"""How the service is started, upgraded, checked and watched; it may import everything."""

from domain.starting import collect_seldom

collect_seldom()
