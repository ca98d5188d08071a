"""A form as PDF, and many in one file, beside a bare QPainter script."""

from __future__ import annotations

import os
from collections.abc import Sequence

from benchmarks import samples
from benchmarks.documents import RULES
from benchmarks.timing import Row, side_by_side, timed
from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.grid import Grid
from perfeval_gui.core.layout.sheet import lay_out

_INCH = 1440


def pdfs(rounds: int, many: int) -> list[Row]:
    """Return what a PDF of one form and one of many forms take."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from perfeval_gui.gui.printing import pdf_bytes

    application = QGuiApplication.instance() or QGuiApplication([])

    def contest(item: str, projects: Sequence[Project], goal: str) -> list[Row]:
        grids = [lay_out(project, RULES) for project in projects]
        contenders = {
            "bare QPainter script": timed(lambda: _bare(grids)),
            "product, text made findable": timed(lambda: pdf_bytes(projects, lambda _: RULES)),
        }
        return side_by_side(item, contenders, rounds, {"product, text made findable": goal})

    rows = contest("one form as PDF", samples.projects(1), "≤ 1.2")
    rows += contest(f"{many} forms in one PDF", samples.projects(many), "≤ 1.5")
    del application
    return rows


def _bare(grids: Sequence[Grid]) -> bytes:
    """Paint grids with one writer and one font, rows as high as their texts; no page is ever fitted."""
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    font = QFont("Noto Serif CJK SC")
    font.setPixelSize(180)
    painter.setFont(font)
    metrics = QFontMetricsF(font, writer)
    wrapped = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
    for number, grid in enumerate(grids):
        if number:
            writer.newPage()
        edges = [sum(grid.columns[:count]) for count in range(len(grid.columns) + 1)]
        heights = [260.0] * len(grid.kinds)
        for box in grid.boxes:
            width = edges[box.column + box.columns] - edges[box.column]
            if box.rows == 1 and metrics.horizontalAdvance(box.text) > width:
                room = QRectF(0, 0, width, 1e6)
                heights[box.row] = max(
                    heights[box.row], metrics.boundingRect(room, wrapped, box.text).height() + 60
                )
        tops = [sum(heights[:count]) for count in range(len(heights) + 1)]
        for box in grid.boxes:
            top, left = tops[box.row], edges[box.column]
            frame = QRectF(left, top, edges[box.column + box.columns] - left, tops[box.row + box.rows] - top)
            painter.drawRect(frame)
            painter.drawText(frame, wrapped, box.text)
    painter.end()
    return bytes(buffer.data().data())
