"""The public id of a case."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ref(letter: str) -> str:
    """A short id that begins with the letter of its kind, not guessable from another."""
    return letter + "".join(secrets.choice(ALPHABET) for _ in range(9))
