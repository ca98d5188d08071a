"""Presses the keys of all commands on the display's own keyboard and prints, as JSON, what each press did.

Arguments: a data directory and a file with forms. The commands themselves are not run.
"""

import json
import subprocess
import sys
import time

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from perfeval_gui.app import build
from perfeval_gui.gui.actions import COMMANDS
from perfeval_gui.gui.editor import Editor

SIGNS = {
    "=": "equal",
    "-": "minus",
    ";": "semicolon",
    "'": "apostrophe",
    ",": "comma",
    ".": "period",
    "/": "slash",
    "Del": "Delete",
    "PgUp": "Prior",
    "PgDown": "Next",
    "Esc": "Escape",
}


def presses(shortcut: str) -> list[str]:
    """Return the ways to press a shortcut, as xdotool names them: `+` is Shift and `=`, or the number pad's.

    Ctrl and Alt with the number pad is X's own.
    """
    head, plus, sign = shortcut.rpartition("+")
    if not sign:  # the shortcut ends with the sign +
        held = head.removesuffix("+").lower()
        return [f"{held}+shift+equal", *([] if "alt" in held else [f"{held}+KP_Add"])]
    name = SIGNS.get(sign, sign if len(sign) > 1 else sign.lower())
    return [f"{head.lower()}{plus}{name}"]


def wait(seconds: float, is_over: "list[str]") -> None:
    """Let the window go on until something was done, or so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not is_over:
        QCoreApplication.processEvents()
        time.sleep(0.005)


def main() -> None:
    """Press one key after another."""
    folder, forms = sys.argv[1:]
    window = build(["--data", folder, forms])
    window.show()
    wait(3, [])
    assert isinstance(window.editor, Editor)
    did: list[str] = []
    for name, action in window.editor.actions.items():
        action.triggered.disconnect()
        action.setEnabled(True)
        action.triggered.connect(lambda _checked=False, name=name: did.append(name))
    window.activateWindow()
    window.form.setFocus()
    wait(1, [])
    report: dict[str, dict[str, list[str]]] = {}
    for command in COMMANDS:
        for shortcut in command.shortcuts:
            for keys in presses(shortcut):
                did.clear()
                subprocess.run(["xdotool", "key", keys], check=True)
                wait(2, did)
                report.setdefault(command.name, {})[keys] = list(did)
    print(json.dumps({"has_focus": QApplication.focusWidget() is window.form, "pressed": report}))


if __name__ == "__main__":
    main()
