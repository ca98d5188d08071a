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
    Signal,
)
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


class OverviewPage(QWidget):
    """Shows rows and charts; which, is told from outside."""

    project_asked = Signal(str)
    selection_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overviewPage")
        self.setAccessibleName("总览")
        self.filter = OverviewModel(theme, self)
        self.heading = QLabel(self)
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.sums = QLabel(self)
        self.sums.setTextFormat(Qt.TextFormat.PlainText)
        self.sums.setWordWrap(True)
        self.words = QLineEdit(self)
        self.kind = QComboBox(self)
        self.table = self._make_table()
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
        table.activated.connect(self._activated)
        table.selectionModel().selectionChanged.connect(lambda *_: self.selection_changed.emit())
        return table

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _fit_columns(self) -> None:
        """Give the columns the widths of their words' size; they are meant for the usual one."""
        scale = self.font().pointSizeF() / appearance.POINTS
        for place, column in enumerate(COLUMNS):
            self.table.setColumnWidth(place, round(column.width * scale))
        self.table.verticalHeader().setDefaultSectionSize(round(24 * scale))

    def _lay_out(self) -> None:
        appearance.set_tone(self.heading, "", "heading")
        self.words.setPlaceholderText("按项目、单位、备注查找")
        self.words.setAccessibleName("筛选")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(190)
        self.words.setMaximumWidth(240)
        self.kind.addItems(list(KINDS))
        self.kind.setAccessibleName("只看")
        self._bar = QHBoxLayout()
        self._bar.addWidget(self.heading, 1)
        self._bar.addWidget(self.kind)
        self._bar.addWidget(self.words)
        charts = QWidget(self)
        beside = QHBoxLayout(charts)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(6)
        for chart, share in zip(self.charts, (5, 4, 5), strict=True):
            beside.addWidget(chart, share)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(charts)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.addLayout(self._bar)
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

    def _say_sums(self, remark: str = "") -> None:
        rows = self.filter.shown()
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
