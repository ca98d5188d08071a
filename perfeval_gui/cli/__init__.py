"""The commands that work without a window and without Qt."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from perfeval_gui import __version__
from perfeval_gui.cli import arguments

if TYPE_CHECKING:
    from perfeval_gui.cli.console import Console

__all__ = ["is_command", "main", "refuse"]

is_command = arguments.is_command

_MODULES = {
    "import": "importing",
    "drafts": "importing",
    "check": "checking",
    "export": "exporting",
    "rollover": "rollover",
    "summary": "summary",
    "report": "report",
}


def main(words: Sequence[str]) -> int:
    """Do what the words say, the command first, and return the exit status: 0 done, 1 errors found, 2 failed."""
    from perfeval_gui.cli.console import Console
    from perfeval_gui.cli.failures import reported

    console = Console()
    try:
        with reported(console):
            _run(words, console)
    except KeyboardInterrupt:
        console.fail("已中断，没有全部做完；已经列出的结果都是完整的。需要时请重新运行。")
    finally:
        console.close()
    return console.status


def refuse(message: str) -> int:
    """Say on standard error why something cannot be done and return the exit status for that."""
    from perfeval_gui.cli.console import Console

    console = Console()
    console.fail(message)
    console.close()
    return console.status


def _run(words: Sequence[str], console: Console) -> None:
    if "--version" in words[:1]:
        console.line(f"绩效自评表编辑器 {__version__}")
    elif {"-h", "--help"} & set(words):
        console.line(arguments.HELP)
    else:
        asked = arguments.parse(words)
        module = importlib.import_module(
            f"{__name__}.{_MODULES[asked.command]}"
        )  # each loads only what it needs
        module.COMMANDS[asked.command](asked, console)
