"""Dialogs that wait for an answer: shown, and let go of afterwards."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog


def ask(dialog: QDialog) -> int:
    """Show the dialog until it is answered and return how it ended, as `exec` does.

    Its window would keep it for as long as it lives; so it is deleted with the next turn of the event loop,
    and what it holds can be read until then.
    """
    answer = dialog.exec()
    dialog.deleteLater()
    return answer
