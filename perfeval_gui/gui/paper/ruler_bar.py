"""一页表尺: a slim bar beside the form that shows how full the page is and what would make room."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.turns import Turns

if TYPE_CHECKING:
    from perfeval_gui.core.layout.grid import Grid
    from perfeval_gui.core.layout.pages import PageFit
    from perfeval_gui.core.layout.ruler import Ruler

_LEAST_WIDTH = 26
_PAUSE_MS = 200
_MOST_TEXTS = 8
_INK_ALPHA = 150


_LONG = 300
"""Rows; a form that has more is measured in turns: one of 2,000 rows takes a tenth of a second."""


class RulerBar(QWidget):
    """Shows the rows as high as the largest size makes them, against the end of the page.

    A click tells what each squeeze would gain and leads to the cell.
    """

    cell_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageRuler")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("一页表尺")
        self._theme = theme
        self._ruler: Ruler | None = None
        self._laid: tuple[Project, Profile, Grid] | None = None
        self._turns = Turns(self)
        self._waiting: tuple[Project, Profile] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._measure)

    def show_project(self, project: Project | None, profile: Profile | None) -> None:
        """Measure a project soon, or show nothing."""
        self._waiting = (project, profile) if project is not None and profile is not None else None
        self._pause.start()

    @property
    def sentence(self) -> str:
        """What the ruler says in words."""
        return self._ruler.sentence if self._ruler else ""

    def _measure(self) -> None:
        if self._waiting is None:
            self._turns.stop()
            self._laid = None
            self._take(None)
            return
        from perfeval_gui.core.layout.ruler import ruler_steps

        project, profile = self._waiting
        grid = self._lay_out(project, profile)
        self._laid = (project, profile, grid)
        steps = ruler_steps(grid, profile.page)
        if len(project.form.indicators) <= _LONG:
            *_, ruler = steps
            self._take(ruler)
        else:
            self._turns.run(steps, lambda results: self._take(results[-1]))

    def _lay_out(self, project: Project, profile: Profile) -> Grid:
        """Return the page; after typing only the texts that changed are put in."""
        from perfeval_gui.core.layout.renewal import laid_out_again
        from perfeval_gui.core.layout.sheet import lay_out

        if self._laid is None or self._laid[1] is not profile:
            return lay_out(project, profile)
        before, _, grid = self._laid
        return laid_out_again(before, grid, project, profile)

    def _take(self, ruler: Ruler | None) -> None:
        self._ruler = ruler
        self.setAccessibleDescription(self.sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(_LEAST_WIDTH, self.fontMetrics().horizontalAdvance("10.5磅") + 4), 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.window))
        if self._ruler is None:
            return
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 2))
        painter.setFont(font)
        self._paint_rows(painter, self._ruler)
        self._paint_words(painter, self._ruler.fitted)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _glass(self) -> QRect:
        return self.rect().adjusted(6, 8, -6, -2 * self.fontMetrics().height() - 6)

    def _per_twip(self) -> float:
        """Return the pixels of the glass that a twip of the form at its largest size has."""
        largest = self._ruler.largest if self._ruler else None
        return self._glass().height() / max(largest.height, largest.limit) if largest else 1.0

    def _places(self) -> list[tuple[int, int]]:
        """Return top and bottom of every row of the form on the glass, in pixels."""
        if self._ruler is None:
            return []
        largest, scale = self._ruler.largest, self._per_twip()
        edges = accumulate(largest.rows, initial=largest.head)
        pixels = [self._glass().top() + round(edge * scale) for edge in edges]
        return list(pairwise(pixels))

    def _paint_rows(self, painter: QPainter, ruler: Ruler) -> None:
        """Paint the form row by row as it would be at the largest size, and the line where the page ends."""
        glass, scale = self._glass(), self._per_twip()
        largest, over = ruler.largest, ruler.over_row
        painter.fillRect(glass, QColor(self._theme.desk))
        for top, height in ((0, largest.head), (largest.height - largest.tail, largest.tail)):
            place = glass.top() + round(top * scale)
            painter.fillRect(
                glass.left(), place, glass.width(), round(height * scale) - 1, QColor(self._theme.line)
            )
        for row, (top, bottom) in enumerate(self._places()):
            fits = over is None or row < over
            ink = QColor(self._theme.good if fits else self._ink())
            ink.setAlpha(_INK_ALPHA)
            painter.fillRect(glass.left(), top, glass.width(), max(1, bottom - top - 1), ink)
        if over is not None:
            end = glass.top() + round(largest.limit * scale)
            painter.fillRect(0, end - 1, self.width(), 3, QColor(self._theme.text))

    def _paint_words(self, painter: QPainter, fitted: PageFit) -> None:
        painter.setPen(QColor(self._theme.text))
        below = self._glass().bottom() + 4
        room = QRect(0, below, self.width(), self.height() - below)
        words = f"{len(fitted.pages)}页\n{fitted.step.size.normalize():f}磅"
        painter.drawText(room, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), words)

    def _ink(self) -> str:
        is_one_page = self._ruler is not None and self._ruler.fitted.is_one_page
        return self._theme.warning if is_one_page else self._theme.error

    def row_at(self, y: int) -> int | None:
        """Return the row of the form that is painted at a height, or None."""
        return next((row for row, (top, bottom) in enumerate(self._places()) if top <= y < bottom), None)

    def words_at(self, y: int) -> str:
        """Return what a tip says at a height: how the page stands, which row is there, where it goes over."""
        if self._ruler is None:
            return ""
        ruler, row = self._ruler, self.row_at(y)
        said = [ruler.sentence]
        if row is not None:
            said.append(f"这一段是“{ruler.names[row]}”，高 {ruler.largest.rows[row] / 20:.0f} 磅。")
        if ruler.over_name:
            size = f"{ruler.largest.step.size.normalize():f}"
            said.append(f"粗线是页底：用 {size} 磅字，从“{ruler.over_name}”起就放不下签字了。")
        return "\n".join([*said, "单击（或按空格）看怎样省地方"])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(event.pos().y()), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._offer(event.globalPosition().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._offer(self.mapToGlobal(self.rect().center()))
        else:
            super().keyPressEvent(event)

    def _offer(self, place: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def menu(self) -> QMenu | None:
        """Return what can be done, as a menu whose lines lead to the cells; None without a form."""
        if self._ruler is None:
            return None
        menu = QMenu(self)
        head = menu.addAction(self._ruler.sentence)
        head.setEnabled(False)
        if self._ruler.over_cell is not None:
            cell = self._ruler.over_cell
            size = f"{self._ruler.largest.step.size.normalize():f}"
            over = menu.addAction(f"用 {size} 磅字，从“{self._ruler.over_name}”起放不下签字")
            over.triggered.connect(lambda: self.cell_chosen.emit(cell))
        for title, squeezes in (("字号", self._ruler.sizes), ("缩短文字", self._ruler.texts[:_MOST_TEXTS])):
            if squeezes:
                menu.addSection(title)
            for squeeze in squeezes:
                line = menu.addAction(f"{squeeze.label}　省 {squeeze.gain_pt:.0f} 磅")
                line.setEnabled(squeeze.cell is not None)
                if squeeze.cell is not None:
                    line.triggered.connect(
                        lambda _checked=False, cell=squeeze.cell: self.cell_chosen.emit(cell)
                    )
        return menu
