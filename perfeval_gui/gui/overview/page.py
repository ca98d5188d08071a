"""The overview page: a heading with the sums, the table of projects, the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.quantities import format_number, format_rate
from perfeval_gui.core.state import DRAFT as DRAFT_STATE
from perfeval_gui.core.summary import AMOUNT_LABELS, AMOUNTS, SummaryRow, totals
from perfeval_gui.core.summary_charts import Chart, severities_in_words
from perfeval_gui.gui import appearance
from perfeval_gui.gui.flow import FlowLayout
from perfeval_gui.gui.overview.chart_view import ChartView
from perfeval_gui.gui.overview.table_model import COLUMNS, OverviewModel, everything
from perfeval_gui.gui.roles import DRAFT
from perfeval_gui.gui.themes import Theme

KINDS: Mapping[str, Callable[[SummaryRow], bool]] = {
    "全部项目": everything,
    "有错误": lambda row: bool(row.findings and row.findings[0]),
    "有备注": lambda row: bool(row.remarks),
    "执行率低于90%": lambda row: row.rate is not None and row.rate < 90,
    "总分低于90": lambda row: row.score is not None and row.score < 90,
    "还是草稿": lambda row: row.state == DRAFT_STATE,
}
_REMARKS = len(COLUMNS) - 1
_CHARTS = "overview.charts"
_CHARTS_HEIGHT = 236
_CHARTS_SHARE = 0.55
"""However low the window, the table keeps nearly half of it."""
_KEEP_MS = 400
_NO_PROJECTS = "这里还没有项目。点工具栏上的“导入去年的表”（Ctrl+O），或“新建项目”（Ctrl+N）。"
_NONE_FOUND = "没有符合筛选条件的项目。清空上面的查找文字，或改选“全部项目”。"


class OverviewPage(QWidget):
    """Shows rows and charts; which, is told from outside."""

    project_asked = Signal(str)
    selection_changed = Signal()
    filter_changed = Signal()
    """Other rows than before are let through."""
    widths_chosen = Signal(dict)
    """Columns or the charts were given other sizes by hand; holds these in pixels at 100 %, by their names."""

    def __init__(
        self, theme: Theme, widths: Mapping[str, int] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._widths = dict(widths or {})
        self._chosen: dict[str, int] = {}
        self._is_fitting = True
        self.setObjectName("overviewPage")
        self.setAccessibleName("总览")
        self.filter = OverviewModel(theme, self)
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)  # a long unit's name must not make the window wide
        self.sums = QLabel(self)
        self.sums.setTextFormat(Qt.TextFormat.PlainText)
        self.sums.setWordWrap(True)
        self.words = QLineEdit(self)
        self.kind = QComboBox(self)
        self.table = self._make_table()
        self._empty = self._make_empty()
        self.charts = [ChartView(theme, self) for _ in range(3)]
        self._lay_out()
        self._fit_columns()
        self.words.textChanged.connect(self._look)
        self.kind.currentTextChanged.connect(self._look)
        for chart in self.charts:
            chart.project_asked.connect(self.project_asked)

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("overviewTable")
        table.setAccessibleName("项目一览")
        table.setModel(self.filter)
        table.setSortingEnabled(True)
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAlternatingRowColors(True)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(COLUMNS):
            table.setColumnWidth(place, column.width)
        header.setSectionResizeMode(_REMARKS, QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setDefaultSectionSize(24)
        self._late = QTimer(self)  # one pull is many steps, and each keeping writes a file
        self._late.setSingleShot(True)
        self._late.setInterval(_KEEP_MS)
        self._late.timeout.connect(self._tell_widths)
        header.sectionResized.connect(self._note_width)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        table.activated.connect(self._activated)
        table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        return table

    def _make_empty(self) -> QLabel:
        """Make the sentence that stands in a table without rows."""
        said = QLabel(self.table.viewport())
        said.setWordWrap(True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        appearance.set_tone(said, "muted", "empty")
        QVBoxLayout(self.table.viewport()).addWidget(said)
        return said

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()
            self._fit_charts()

    def _fit_columns(self) -> None:
        """Give the columns the widths of their words' size; they are meant for the usual one."""
        scale = self._scale()
        self._is_fitting = True
        for place, column in enumerate(COLUMNS):
            width = self._widths.get(_width_name(place), column.width)
            self.table.setColumnWidth(place, round(width * scale))
        self._is_fitting = False
        self.table.verticalHeader().setDefaultSectionSize(round(24 * scale))

    def _scale(self) -> float:
        return self.font().pointSizeF() / appearance.POINTS

    def _fit_charts(self) -> None:
        """Give the charts the height that the clerk chose or what the rows leave of it, and the table the rest."""
        room = sum(self.splitter.sizes())
        if _CHARTS in self._widths:
            wanted = round(self._widths[_CHARTS] * self._scale())
        else:
            whole = max(chart.sizeHint().height() for chart in self.charts)
            rows = self.table.verticalHeader().defaultSectionSize() * (self.filter.rowCount() + 2)
            wanted = max(round(_CHARTS_HEIGHT * self._scale()), min(whole, room - rows))
        charts = min(wanted, round(room * _CHARTS_SHARE))
        self.splitter.setSizes([room - charts, charts])

    def _note_charts(self) -> None:
        """Remember how high the clerk pulled the charts."""
        self._chosen[_CHARTS] = self._widths[_CHARTS] = round(self.splitter.sizes()[1] / self._scale())
        self._late.start()

    def _note_width(self, place: int, _before: int, width: int) -> None:
        """Remember what the clerk pulled, which she does in sight; the last column only takes what is left."""
        if not self._is_fitting and self.isVisible() and place != _REMARKS:
            self._chosen[_width_name(place)] = round(width / self._scale())
            self._late.start()

    def _tell_widths(self) -> None:
        self._late.stop()
        chosen, self._chosen = self._chosen, {}
        if chosen:
            self._widths |= chosen
            self.widths_chosen.emit(chosen)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._tell_widths()

    def _lay_out(self) -> None:
        appearance.set_tone(self.heading, "", "heading")
        self.words.setPlaceholderText("按项目、单位、备注查找")
        self.words.setAccessibleName("筛选")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(190)
        self.words.setMaximumWidth(240)
        self.kind.addItems(list(KINDS))
        self.kind.setAccessibleName("只看")
        bar = QWidget(self)
        self._bar = FlowLayout(bar, (0, 0, 0, 0), 6)
        for part in (self.heading, self.kind, self.words):
            self._bar.addWidget(part)
        charts = QWidget(self)
        beside = QHBoxLayout(charts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(6)
        for chart, share in zip(self.charts, (5, 4, 5), strict=True):
            beside.addWidget(chart, share)
        self.splitter = _Frames(self)
        self.splitter.resized.connect(self._fit_charts)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(charts)
        self.splitter.splitterMoved.connect(lambda *_: self._note_charts())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.addWidget(bar)
        column.addWidget(self.sums)
        column.addWidget(self.splitter, 1)

    def add_buttons(self, buttons: Sequence[tuple[str, str, Callable[[], None]]]) -> None:
        """Put buttons (icon, text, function) behind the filter."""
        for icon, text, run in buttons:
            button = QToolButton(self)
            button.setIcon(appearance.icon(icon))
            button.setText(text)
            button.setToolButtonStyle(appearance.TOOL_STYLE)
            button.setAutoRaise(True)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._bar.addWidget(button)

    def show_rows(self, title: str, rows: Sequence[SummaryRow], remark: str = "") -> None:
        """Show the rows under a title; `remark` says what is still on its way."""
        self.heading.setText(title)
        chosen = self.selected()
        self.filter.show(rows)
        self._select(chosen)
        self._say_sums(remark)

    def show_charts(self, charts: Sequence[Chart]) -> None:
        """Show the three charts."""
        for view, chart in zip(self.charts, charts, strict=True):
            view.show_chart(chart)
        self._fit_charts()

    def _say_sums(self, remark: str = "") -> None:
        rows = self.filter.shown()
        filtered = bool(self.words.text()) or self.kind.currentIndex() > 0
        self._empty.setText(_NONE_FOUND if filtered else _NO_PROJECTS)
        self._empty.setVisible(not rows and not remark)
        sums = totals(rows)
        amounts = "　".join(f"{AMOUNT_LABELS[key]} {format_number(sums.amounts[key])}" for key in AMOUNTS)
        rate = "—" if sums.rate is None else format_rate(sums.rate)
        mean = "—" if sums.mean_score is None else format_number(sums.mean_score)
        grades = "、".join(f"{name} {count}" for name, count in sums.grades.items())
        words = f"{sums.count} 个项目　{amounts}（万元）　执行率 {rate}　平均 {mean} 分"
        found = severities_in_words(sums.findings) if any(row.findings is not None for row in rows) else ""
        self.sums.setText("　".join(part for part in (words, grades, found, remark) if part))

    def _look(self) -> None:
        chosen = self.selected()
        self.filter.look_for(self.words.text(), KINDS[self.kind.currentText()])
        self._select(chosen)
        self._say_sums()
        self.filter_changed.emit()

    def reset_filter(self) -> None:
        """Show all rows again."""
        for widget in (self.words, self.kind):
            blocker = QSignalBlocker(widget)
            widget.clear() if isinstance(widget, QLineEdit) else widget.setCurrentIndex(0)
            blocker.unblock()
        self.filter.look_for("", KINDS["全部项目"])

    def selected(self) -> list[str]:
        """Return the ids of the selected projects, as sorted."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [str(self.filter.index(place, 0).data(DRAFT)) for place in places]

    def _select(self, chosen: Sequence[str]) -> None:
        """Select these projects again where the table was built anew."""
        if not chosen or self.selected() == chosen:
            return
        rows = QItemSelection()
        for project in chosen:
            at = self.filter.row_of(project)
            if at >= 0:
                rows.select(self.filter.index(at, 0), self.filter.index(at, 0))
        whole = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(rows, whole)

    def _activated(self, index: QModelIndex) -> None:
        self.project_asked.emit(str(index.data(DRAFT)))


class _Frames(QSplitter):
    """Tells of its height, which the page knows too early."""

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


def _width_name(place: int) -> str:
    return f"overview.{COLUMNS[place].key}"
