"""`python -m perfeval_gui`: a command without a window, or else the window."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments (the process's, without the program's name) say and return the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words == ["--import-worker"]:  # the program's own child process, see files/sandbox.py
        from perfeval_gui.files.import_worker import serve

        return serve()
    from perfeval_gui import cli

    if cli.is_command(words):
        return cli.main(words)
    from perfeval_gui import app

    return app.main(words)


if __name__ == "__main__":
    sys.exit(main())
