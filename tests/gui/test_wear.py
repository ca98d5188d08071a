"""Much work leaves nothing behind, and closing in the middle of long work is quick and loses nothing.

Full counts: `python -m tests.gui.wear`.
"""

from pathlib import Path

import pytest

from tests.gui.wear import MIB, close_often, windows_left, worn

LOOKED_AT = (
    "about",
    "check_environment",
    "enter_online",
    "guide",
    "handbook",
    "key_map",
    "preview_proof_sheet",
    "print",
    "print_preview",
    "show_sensitive",
)

pytestmark = pytest.mark.timeout(300)  # these wait for children that import, and machines are shared


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_opening_asking_and_importing_again_and_again_leaves_nothing_behind(tmp_path: Path) -> None:
    wear = worn(tmp_path, opens=60, imports=6)
    assert wear.memory < 20 * MIB
    assert (wear.objects, wear.windows) == (0, 0)
    assert wear.threads <= 1  # a pool of one may have begun its worker: the phrases are read when it is quiet
    assert wear.handles <= 2  # the journal may have begun a file


@pytest.mark.usefixtures("qapp")
def test_windows_that_were_looked_at_are_gone_once_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinterInfo.availablePrinterNames", lambda: ["一台"])
    assert windows_left(tmp_path, LOOKED_AT, times=3) == {}


@pytest.mark.slow
@pytest.mark.usefixtures("qapp")
def test_closing_in_the_middle_of_long_work_loses_nothing(tmp_path: Path) -> None:
    closes = close_often(tmp_path, closes=6)
    assert closes.bad == ()
    assert closes.longest < 15  # 3 s where the machine is free
