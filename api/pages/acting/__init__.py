"""One form for each action, derived from its command: fields become widgets by their type.

Reading order: recipes (what is special about an action), choices (whom one may name), suggestions (dates with their
sum), widgets (the general rule), routes.
"""
