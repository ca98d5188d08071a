"""The program ends without a crash report, whatever was open, copied or under way; full counts: `python -m tests.gui.leaving`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples import ROOT
from tests.gui.conftest import FORMS
from tests.gui.leaving import leave_often

_COPIES = """
import sys
from PySide6.QtCore import QTimer
from perfeval_gui import app

real = app.open_editor

def opened(*arguments):
    editor = real(*arguments)
    def leave():
        editor.window.form.selectAll()
        editor.actions["copy"].trigger()
        if sys.argv[3] == "guide":
            editor.actions["guide"].trigger()
        editor.window.close()
    QTimer.singleShot(100, leave)
    return editor

app.open_editor = opened
sys.exit(app.main(["--data", sys.argv[1], sys.argv[2]]))
"""


@pytest.mark.parametrize("open_too", ["nothing", "guide"])
def test_closing_with_cells_on_the_clipboard_is_no_crash(tmp_path: Path, open_too: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COPIES, str(tmp_path / "data"), str(FORMS), open_too],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-500:]


@pytest.mark.slow
def test_ends_at_random_moments_are_ends_and_keep_what_was_typed(tmp_path: Path) -> None:
    assert leave_often(tmp_path, 5) == []
