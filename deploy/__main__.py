"""`python -m deploy`, which is what `./bihuan` runs."""

import sys
from io import TextIOWrapper

from deploy.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a terminal without Chinese still shows the English half
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
