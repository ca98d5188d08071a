"""目标—指标对照: every number of the goal texts beside the indicator that speaks of the same thing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from perfeval_gui.core.checks.rule import Severity
from perfeval_gui.core.form import GOAL, INDICATORS, Cell, Project
from perfeval_gui.core.goals import GoalNumber
from perfeval_gui.core.likeness import without_numbering
from perfeval_gui.core.quantities import format_number
from perfeval_gui.gui import appearance
from perfeval_gui.gui.themes import Theme

_CELL = Qt.ItemDataRole.UserRole + 20
_SAID, _NUMBER, _ROW, _VALUE, _RESULT = range(5)
_LABELS = {"expected": "预期目标", "achieved": "实际完成情况"}


class GoalMatchWindow(QDialog):
    """Stays open beside the form; a click on a line leads to the indicator, or to the goal where there is none."""

    jump_asked = Signal(object)

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: object = None
        self.setWindowTitle("目标—指标对照")
        self.setObjectName("goalMatch")
        self.setModal(False)
        self.resize(820, 420)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName("目标里的数与指标的对照")
        self.list.setHeaderLabels(["目标里怎么说", "数", "对应的三级指标", "表中的值", "对照"])
        self.list.setWordWrap(True)
        self.list.itemClicked.connect(self._clicked)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_SAID, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_NUMBER, 90), (_ROW, 210), (_VALUE, 110), (_RESULT, 130)):
            self.list.setColumnWidth(column, appearance.sized(width, self))
        self._summary = QLabel(self)
        self._summary.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.addWidget(self._summary)
        whole.addWidget(self.list, 1)

    def show_numbers(self, project: Project, numbers: Sequence[GoalNumber]) -> None:
        """List the numbers of a project's goal texts; a list that stays the same keeps its place."""
        names = [row.name for row in project.form.indicators]
        if self._shown == (project.id, numbers, names):
            return
        self._shown = (project.id, numbers, names)
        self.list.clear()
        for field, label in _LABELS.items():
            of_field = [number for number in numbers if number.field == field]
            if of_field:
                group = QTreeWidgetItem(self.list, [label])
                group.setFirstColumnSpanned(True)
                for number in of_field:
                    self._add(group, project, number)
        self.list.expandAll()
        self._summary.setText(_summary(numbers))

    def _add(self, group: QTreeWidgetItem, project: Project, number: GoalNumber) -> None:
        row = project.form.indicators[number.row] if number.row is not None else None
        figure = f"{format_number(number.number)}{number.unit}"
        name = without_numbering(row.name) if row else "—"
        words, severity = _result(number)
        item = QTreeWidgetItem(group, [number.clause, figure, name, number.value.strip(), words])
        item.setToolTip(_SAID, number.clause)
        icon = (
            appearance.severity_icon(severity, self._theme)
            if severity
            else appearance.icon("circle-check", self._theme, "good")
        )
        item.setIcon(_RESULT, icon)
        column = "target" if number.field == "expected" else "actual"
        cell = (
            Cell(project.id, INDICATORS, row.id, column) if row else Cell(project.id, GOAL, "", number.field)
        )
        item.setData(_SAID, _CELL, cell)

    def _clicked(self, item: QTreeWidgetItem) -> None:
        cell = item.data(_SAID, _CELL)
        if isinstance(cell, Cell):
            self.jump_asked.emit(cell)


def _result(number: GoalNumber) -> tuple[str, Severity | None]:
    if number.row is None:
        return "没有对应的指标", Severity.HINT
    if number.agrees:
        return "一致", None
    return ("不一致", Severity.ERROR) if number.is_sure else ("请核对", Severity.WARNING)


def _summary(numbers: Sequence[GoalNumber]) -> str:
    if not numbers:
        return "年度总体目标里没有带单位的数，无法对照。目标宜写明数量，如“举办培训班12期”。"
    agree = sum(number.agrees for number in numbers)
    alone = sum(number.row is None for number in numbers)
    differ = len(numbers) - agree - alone
    return f"目标里共有 {len(numbers)} 个数：一致 {agree} 个，不一致或要核对 {differ} 个，没有对应指标 {alone} 个。"
