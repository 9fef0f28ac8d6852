"""/organisation: units and people, and a form for each act on them."""
