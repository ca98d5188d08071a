"""What the program has loaded when the clerk first sees her forms: nothing that only a later action needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORMS = ROOT / "tests" / "data" / "2024-forms.expected.json"
MOST_OF_OURS = 135
"""Own modules at the first paint, with a few to spare; whoever passes it should import in the action instead."""

HEAVY = (
    "lxml docx openpyxl xlrd pypinyin pydantic asyncio email http xml html.parser unittest "
    "PySide6.QtPrintSupport PySide6.QtTest PySide6.QtNetwork "
    "perfeval_gui.core.checks.catalogue perfeval_gui.core.recognise "
    "perfeval_gui.gui.overview perfeval_gui.files perfeval_gui.gui.printing perfeval_gui.gui.dialogs.import_preview"
).split()

PAINTED = """
import json, os, sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from perfeval_gui.app import build

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched is window.form.viewport():
            print(json.dumps(sorted(sys.modules)), flush=True)
            os._exit(0)
        return False

window = build(["--data", sys.argv[1]])
watch = Watch()
QCoreApplication.instance().installEventFilter(watch)
QCoreApplication.instance().exec()
"""

SAVED = """
import sys
from pathlib import Path
from perfeval_gui.app import build
window = build(["--data", sys.argv[1], sys.argv[2]])
window.editor.keeper.save_now()
window.close()
"""


def python(*arguments: str) -> str:
    """Run a program that opens a window; a hang would be a failure of its own."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", *arguments], capture_output=True, timeout=50, env=environment, check=True
    )
    return done.stdout.decode()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return the modules loaded when a form of an earlier sitting is first painted."""
    folder = str(tmp_path_factory.mktemp("drafts") / "data")
    python(SAVED, folder, str(FORMS))
    return list(json.loads(python(PAINTED, folder)))


@pytest.mark.parametrize("name", HEAVY)
def test_the_first_paint_does_not_wait_for(name: str, loaded: list[str]) -> None:
    assert [module for module in loaded if module == name or module.startswith(name + ".")] == []


def test_the_first_paint_loads_few_of_our_modules(loaded: list[str]) -> None:
    ours = [module for module in loaded if module.startswith("perfeval_gui")]
    assert len(ours) <= MOST_OF_OURS, ours
