"""A text that is surely one line is not wrapped to be measured; its height is the same."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.screen import screen_grid
from perfeval_gui.gui.table import measures
from perfeval_gui.resources import profile

FORMS = Path(__file__).resolve().parents[1] / "data" / "2024-forms.expected.json"


@pytest.mark.parametrize("points", [8, 10, 12.5, 18])
def test_every_box_is_as_high_as_its_wrapped_text(
    points: float, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grids = [
        screen_grid(Project("p", form_from_json(value)), profile())
        for value in json.loads(FORMS.read_text(encoding="utf-8"))
    ]

    def heights(typography: measures.Typography) -> list[int]:
        return [
            typography.height(box, sum(widths[box.column : box.column + box.columns]))
            for grid in grids
            for available in (600, 830, 1200)
            for widths in [measures.column_widths(grid, available, 10)]
            for box in grid.boxes
        ]

    calls: list[str] = []
    real = measures._wrapped

    def counted(metrics: QFontMetrics, text: str, width: int) -> int:
        calls.append(text)
        return real(metrics, text, width)

    monkeypatch.setattr(measures, "_wrapped", counted)
    quick = heights(measures.Typography(points))
    assert len(calls) < 0.6 * len(quick)
    slow = measures.Typography(points)
    monkeypatch.setattr(measures, "_PLAIN", re.compile("(?!)"))
    assert heights(slow) == quick
