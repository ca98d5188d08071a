"""Filters, list and repairs of findings: activating a line leads to the exact cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import Cell, Filing
from perfeval_gui.gui import appearance
from perfeval_gui.gui.findings.delegate import FindingDelegate
from perfeval_gui.gui.findings.filters import Filters
from perfeval_gui.gui.findings.model import LINE, FindingsModel, Line
from perfeval_gui.gui.flow import FlowLayout
from perfeval_gui.gui.themes import Theme


class FindingsPanel(QWidget):
    """Shows lines and says what the clerk wants done with one; it does nothing itself."""

    jump_asked = Signal(object)
    """Holds the `Cell`."""
    repair_asked = Signal(object)
    repair_kind_asked = Signal(object)
    waive_asked = Signal(object)
    unwaive_asked = Signal(object)
    help_asked = Signal(object)
    """These five hold the `Finding`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all: tuple[Line, ...] = ()
        self._filing = Filing()
        self._none_at_all = ""
        self.filters = Filters(theme, self)
        self.model = FindingsModel(self)
        self.view = QListView(self)
        self._empty = QLabel(self)
        self._remark = QLabel(self)
        self._source = QLabel(self)
        self._last: Finding | None = None
        self._repair = self._button("修复", "wand", "按提示改好这一处，可以撤销", self.repair_asked.emit)
        self._kind = self._button(
            "修同类", "list-check", "列出同类问题的修改前后，勾选后一次改好", self.repair_kind_asked.emit
        )
        self._waive = self._button("已阅", "circle-check", "情况属实，写明原因后不再提示", self._ask_waiver)
        self._help = self._button(
            "说明", "help-circle", "这条规则的要求、例子和常见错误（F1）", self.help_asked.emit
        )
        self._build()
        self._connect()
        self._refresh()

    def _button(self, text: str, icon: str, tip: str, asked: Callable[[Finding], object]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setAccessibleDescription(tip)
        button.setIcon(appearance.icon(icon))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda: self._ask(asked))
        return button

    def _build(self) -> None:
        appearance.give_viewport(self.view)
        self.view.setObjectName("findingsView")
        self.view.setAccessibleName("检查结果")
        self.view.setModel(self.model)
        self.view.setItemDelegate(FindingDelegate(self._theme, self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setLayoutMode(QListView.LayoutMode.Batched)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        appearance.set_tone(self._empty, "muted", "empty")
        for label in (self._remark, self._source):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            appearance.set_tone(label, "muted", "remark")
        offers = QWidget(self)
        buttons = FlowLayout(offers, (6, 2, 6, 6), 2)
        for button in (self._repair, self._kind, self._waive, self._help):
            button.setAutoRaise(True)
            buttons.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part, stretch in ((self.filters, 0), (self._remark, 0), (self.view, 1), (self._empty, 1)):
            whole.addWidget(part, stretch)
        whole.addWidget(self._source)
        whole.addWidget(offers)

    def _connect(self) -> None:
        self.view.activated.connect(self._jump)
        self.view.clicked.connect(self._jump)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_offers())
        self.filters.changed.connect(self._refresh)

    # What is shown

    def show_lines(self, lines: Sequence[Line], filing: Filing, empty: str, remark: str = "") -> None:
        """List the lines; `empty` is the sentence for when there are none, `remark` stands above the list."""
        self._all, self._filing, self._none_at_all = tuple(lines), filing, empty
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))
        self._refresh()

    def note_filing(self, filing: Filing) -> None:
        """Take in that texts have changed while the lines stay the same."""
        self._filing = filing
        self.model.note_filing(filing)

    def _refresh(self) -> None:
        open_ones = [line.finding for line in self._all if not line.reason]
        waived = len(self._all) - len(open_ones)
        self.filters.count(open_ones, waived)
        kept = self.current()
        wanted = self.filters.shown_severities()
        shown = [
            line
            for line in self._all
            if (self.filters.shows_waived if line.reason else line.finding.severity in wanted)
        ]
        before, here = self.model.lines, self.view.currentIndex()
        top = self.view.visualRect(here).top() if here.isValid() else -1
        self.model.show(shown, self._filing)
        row = self.model.row_of(kept)
        if row < 0 and kept is not None:
            row = _next_left(before, here.row(), self.model.lines)
            self._keep_in_place(row, top)
        elif row >= 0 and row != self.view.currentIndex().row():
            self.view.setCurrentIndex(self.model.index(row))
        hidden = len(self._all) - len(shown)
        left_out = f"还有 {hidden} 条按上面的选择没有列出。" if hidden else ""
        self._empty.setText(self._none_at_all if hidden == waived else left_out)
        self.view.setVisible(bool(shown))
        self._empty.setVisible(not shown)
        self._show_offers()

    def _keep_in_place(self, row: int, top: int) -> None:
        """Make a line current where the one stood that is gone, so that the list does not jump."""
        if row < 0:
            return
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        if 0 <= top < self.view.viewport().height():
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.visualRect(index).top() - top)

    def _show_offers(self) -> None:
        line = self._line()
        open_one = line is not None and not line.is_waived
        can_repair = open_one and line is not None and line.finding.fix is not None
        self._repair.setEnabled(can_repair)
        self._kind.setEnabled(can_repair)
        self._waive.setEnabled(line is not None)
        self._waive.setText("已阅" if line is None or open_one else "取消已阅")
        self._help.setEnabled(line is not None)
        said = f"{line.finding.check} · 依据：{line.finding.source}" if line is not None else ""
        self._source.setText(said)
        self._source.setVisible(bool(said))

    # The line in hand

    def _line(self) -> Line | None:
        found = self.view.currentIndex().data(LINE)
        return found if isinstance(found, Line) else None

    def current(self) -> Finding | None:
        """Return the finding whose line is current, or None."""
        line = self._line()
        return line.finding if line else None

    def point_at(self, finding: Finding) -> None:
        """Make the line of a finding current where it is listed."""
        row = self.model.row_of(finding)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    @property
    def listed(self) -> list[Finding]:
        """The open findings that are listed, in the order of the list."""
        return [line.finding for line in self.model.lines if not line.is_waived]

    def step(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) open finding, jump to its cell; return whether there was one."""
        lines = self.model.lines
        open_rows = [row for row, line in enumerate(lines) if not line.is_waived]
        if not open_rows:
            return False
        here = self.view.currentIndex().row()
        # The finding visited last may have been repaired away: the line now in its place is the next one.
        ahead = here if self.current() == self._last else here - 1
        if direction > 0:
            row = next((row for row in open_rows if row > ahead), open_rows[0])
        else:
            row = next((row for row in reversed(open_rows) if 0 <= row < here), open_rows[-1])
        index = self.model.index(row)
        self.view.setCurrentIndex(index)
        self._jump(index)
        return True

    def _jump(self, index: QModelIndex) -> None:
        line = index.data(LINE)
        if isinstance(line, Line):
            self._last = line.finding
            self.jump_asked.emit(line.finding.cell)

    def _ask(self, asked: Callable[[Finding], object]) -> None:
        found = self.current()
        if found is not None:
            asked(found)

    def ask_waiver(self) -> None:
        """Ask for what the button 已阅 asks for."""
        self._waive.click()

    def _ask_waiver(self, finding: Finding) -> None:
        line = self._line()
        waived = line is not None and line.is_waived
        (self.unwaive_asked if waived else self.waive_asked).emit(finding)

    def _show_menu(self, place: QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid():
            return
        self.view.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("转到这一格", lambda: self._jump(self.view.currentIndex()))
        for button in (self._repair, self._kind, self._waive, self._help):
            action = menu.addAction(button.icon(), button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.popup(self.view.viewport().mapToGlobal(place))


def _next_left(before: Sequence[Line], row: int, after: Sequence[Line]) -> int:
    """Return where the line stands that is left of those from a row on, else of those above it, or -1."""
    places = {_key(line): place for place, line in enumerate(after)}
    order = (*before[row:], *reversed(before[:row]))
    return next((places[key] for key in map(_key, order) if key in places), -1)


def _key(line: Line) -> tuple[str, Cell, str]:
    return line.finding.check, line.finding.cell, line.finding.message
