"""一页表尺: a slim bar beside the form that shows how full the page is and what would make room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.ruler import Ruler, page_ruler
from perfeval_gui.core.layout.sheet import lay_out
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.themes import Theme

_LEAST_WIDTH = 26
_PAUSE_MS = 200
_MOST_TEXTS = 8


class RulerBar(QWidget):
    """Fills up like a glass; a click tells what each squeeze would gain and leads to the cell."""

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
            self._ruler = None
        else:
            project, profile = self._waiting
            self._ruler = page_ruler(lay_out(project, profile), profile.page)
        self.setToolTip(f"{self.sentence}\n单击（或按空格）看怎样省地方" if self._ruler else "")
        self.setAccessibleDescription(self.sentence)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(_LEAST_WIDTH, self.fontMetrics().horizontalAdvance("00页") + 2), 200)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.window))
        if self._ruler is None:
            return
        glass = self.rect().adjusted(8, 8, -8, -2 * self.fontMetrics().height() - 6)
        painter.fillRect(glass, QColor(self._theme.desk))
        fitted = self._ruler.fitted
        share = min(1.0, fitted.height / fitted.limit) if fitted.is_one_page else 1.0
        full = QRect(glass)
        full.setTop(glass.bottom() - round(glass.height() * share))
        painter.fillRect(full, QColor(self._ink()))
        painter.setPen(QColor(self._theme.text))
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 2))
        painter.setFont(font)
        size = f"{fitted.step.size.normalize():f}"
        pages = f"{len(fitted.pages)}页"
        room = QRect(0, glass.bottom() + 4, self.width(), 2 * self.fontMetrics().height() + 2)
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), f"{pages}\n{size}"
        )
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _ink(self) -> str:
        if self._ruler is None or not self._ruler.fitted.is_one_page:
            return self._theme.error
        return self._theme.good if self._ruler.over_row is None else self._theme.warning

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
            menu.exec(place)

    def menu(self) -> QMenu | None:
        """Return what can be done, as a menu whose lines lead to the cells; None without a form."""
        if self._ruler is None:
            return None
        menu = QMenu(self)
        head = menu.addAction(self._ruler.sentence)
        head.setEnabled(False)
        if self._ruler.over_cell is not None:
            cell = self._ruler.over_cell
            over = menu.addAction("从这一行起，大字号放不下签字了")
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
