"""The main window: frames, the tree, the form, the findings and the bars; commands live elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QChildEvent, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui import __version__
from perfeval_gui.gui import appearance
from perfeval_gui.gui.findings.panel import FindingsPanel
from perfeval_gui.gui.notice_bar import NoticeBar
from perfeval_gui.gui.paper.paper_bar import PaperPanel
from perfeval_gui.gui.paper.paper_view import PaperView
from perfeval_gui.gui.paper.ruler_bar import RulerBar
from perfeval_gui.gui.project_tree import ProjectTree
from perfeval_gui.gui.start_page import StartPage
from perfeval_gui.gui.table.form_view import FormView
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.totals_bar import TotalsBar

TITLE = "绩效自评表编辑器"

_TREE_MOST, _SIDE_MOST = 0.17, 0.26
"""No larger part of the window do tree and side take by growing with their texts."""
_PAPER_SHARE, _PAPER_MOST = 0.48, 0.62
_PAPER_WIDTH = 540
"""So many pixels make a page that can be read; the form is left a third of the room for it."""


class MainWindow(QMainWindow):
    """Lays the parts out; `closing` decides whether the window may close."""

    files_dropped = Signal(list)
    deactivated = Signal()
    dialog_opening = Signal(object)
    """A dialog over the window is about to show; holds it."""
    page_changed = Signal(bool)
    """Something else stands in the middle; says whether it is a page in the place of the form."""
    painted = Signal()
    """The window stands on the screen for the first time."""

    def __init__(
        self,
        tree: ProjectTree,
        form: FormView,
        findings: FindingsPanel,
        totals: TotalsBar,
        notices: NoticeBar,
        paper: PaperView,
        start: StartPage,
        theme: Theme,
    ) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle(f"{TITLE} {__version__}")
        self.setAcceptDrops(True)
        self.closing: Callable[[], bool] = lambda: True
        self.editor: object = None
        self._is_painted = False
        self.tree, self.form, self.findings, self.totals, self.notices = tree, form, findings, totals, notices
        self.paper = paper
        self.ruler = RulerBar(theme, self)
        self._start = start
        self._saved = QLabel("", self)
        self._saved.setAccessibleName("保存状态")
        self._selected = QLabel("", self)
        self._selected.setAccessibleName("所选单元格")
        self._desk = _Desk(self)
        self._desk.addWidget(start)
        self._desk.addWidget(self._sheet(form, totals))
        self._desk.currentChanged.connect(lambda place: self.page_changed.emit(place > 1))
        self._side = QTabWidget(self)
        self._side.setDocumentMode(True)
        self._side.addTab(findings, appearance.icon("list-check"), "检查")
        self.paper_panel = PaperPanel(paper, self)
        self._side.addTab(self.paper_panel, appearance.icon("file-text"), "纸面")
        self._side.currentChanged.connect(self._widen_for_paper)
        self._side_widths = [0, 0]
        self.splitter = self._frames(theme)
        QWidget.setTabOrder(form, self.ruler)
        self.setCentralWidget(self.splitter)
        self._scale = 1.0
        self.statusBar().addPermanentWidget(self._selected)
        self.statusBar().addPermanentWidget(self._saved)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(8, 0, 8, 0)

    def _sheet(self, form: FormView, totals: TotalsBar) -> QWidget:
        sheet = QWidget(self)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(form, 1)
        beside.addWidget(self.ruler)
        column.addLayout(beside, 1)
        column.addWidget(totals)
        return sheet

    def put_below_form(self, part: QWidget) -> None:
        """Put a line between the form and its sums."""
        sheet = self.totals.parentWidget()
        column = sheet.layout() if sheet else None
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.indexOf(self.totals), part)

    def _frames(self, theme: Theme) -> QSplitter:
        centre = QWidget(self)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._desk, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("frames")
        splitter.setHandleWidth(3)
        splitter.setChildrenCollapsible(False)
        for part, stretch in ((self.tree, 0), (centre, 1), (self._side, 0)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.indexOf(part), stretch)
        splitter.setSizes([230, 830, 300])
        return splitter

    def scale(self, scale: float) -> None:
        """Give the frames and the form the size of the texts; 1 is 100 %."""
        self.tree.setMinimumWidth(round(150 * scale))
        self._side.setMinimumWidth(round(220 * scale))
        self.form.set_usual_zoom(scale)
        self._grow_frames(scale / self._scale)
        self._scale = scale

    def _grow_frames(self, by: float) -> None:
        """Let tree and side grow and shrink with their texts, as long as the form keeps its larger part."""
        tree, centre, side = self.splitter.sizes()
        whole = tree + centre + side
        tree_then, side_then = (
            max(size, min(round(size * by), round(whole * most))) if by > 1 else round(size * by)
            for size, most in ((tree, _TREE_MOST), (side, _SIDE_MOST))
        )
        self.splitter.setSizes([tree_then, whole - tree_then - side_then, side_then])

    def show_form(self, *, visible: bool) -> None:
        """Show the form, or the start page."""
        if not visible:
            self._start.fill()
        self._desk.setCurrentIndex(1 if visible else 0)
        self._side.setVisible(visible)

    def add_page(self, page: QWidget) -> None:
        """Take in a page that can stand in the place of the form."""
        self._desk.addWidget(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page in the place of the form and of what stands beside it."""
        self._desk.setCurrentWidget(page)
        self._side.setVisible(False)

    def shows_page(self, page: QWidget) -> bool:
        """Return whether that page stands in the place of the form."""
        return self._desk.currentWidget() is page

    def focus_centre(self) -> None:
        """Put the keyboard into the form, or into the page that stands in its place."""
        page = self._desk.currentWidget()
        (self.form if page.isAncestorOf(self.form) else page.findChild(QTableView) or page).setFocus()

    def focus_side(self) -> None:
        """Put the keyboard into the findings or the paper, whichever is in front."""
        if self._side.isVisible():
            front = self.findings.view if self._side.currentWidget() is self.findings else self.paper
            (front if front.isVisible() else self._side).setFocus()

    def show_findings(self) -> None:
        """Bring the findings to the front of the side."""
        self._side.setCurrentWidget(self.findings)

    def toggle_paper(self) -> None:
        """Show the paper beside the form, or the findings again."""
        self._side.setCurrentIndex(1 - self._side.currentIndex())

    def _widen_for_paper(self, tab: int) -> None:
        """Give the paper nearly half of the room, in a narrow window more, and the findings back what they had."""
        sizes = self.splitter.sizes()
        self._side_widths[1 - tab] = sizes[-1]
        room = sizes[-2] + sizes[-1]
        usual = max(room * _PAPER_SHARE, min(room * _PAPER_MOST, _PAPER_WIDTH))
        wanted = self._side_widths[tab] or round(usual)
        self.splitter.setSizes([*sizes[:-2], sizes[-2] + sizes[-1] - wanted, wanted])

    def come_to_front(self) -> None:
        """Show the window above the others."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def tell(self, text: str) -> None:
        """Say something in the status line for some seconds."""
        self.statusBar().showMessage(text, 8000)

    def say_saved(self, text: str, *, problem: bool = False) -> None:
        """Say at the right of the status line how the saving stands."""
        self._saved.setText(text)
        appearance.set_tone(self._saved, "problem" if problem else "")

    def say_selected(self, text: str) -> None:
        """Say what the selected cells come to."""
        self._selected.setText(text)

    def selected_text(self) -> str:
        """Return what is said about the selected cells."""
        return self._selected.text()

    def saved_text(self) -> str:
        """Return what is said about the saving."""
        return self._saved.text()

    def name_project(self, name: str) -> None:
        """Put the project's name into the title."""
        whole = f"{TITLE} {__version__}"
        self.setWindowTitle(f"{name}[*] — {whole}" if name else f"{whole}[*]")

    # Qt's side

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self._say_painted)  # the parts are painted in this same turn

    def _say_painted(self) -> None:
        if self.isVisible():  # closed again in the same turn: nobody waits any more
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.closing():
            event.accept()
        else:
            event.ignore()

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.type() == QEvent.Type.ChildPolished and isinstance(event.child(), QDialog):
            self.dialog_opening.emit(event.child())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            QTimer.singleShot(0, self, self.deactivated.emit)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)


class _Desk(QStackedWidget):
    """Wants only the room of the page in sight: a wide page once seen would keep the window wide for all others."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else super().minimumSizeHint()


def sizes_of(window: MainWindow) -> Mapping[str, object]:
    """Return how the window stands, as JSON values."""
    return {
        "window": [window.width(), window.height()],
        "maximised": window.isMaximized(),
        "frames": window.splitter.sizes(),
        "zoom": window.form.zoom,
        "findings": window.findings.filters.preferences(),
    }
