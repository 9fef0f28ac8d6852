"""What we keep is for our own user alone: folders 0700, files 0600."""

import os


def write_privately() -> None:
    """From now on whatever this process and its children make is closed to other users of the machine."""
    os.umask(0o077)
