"""The page of 附件1: whose it is, how it stands to the forms, the table, and ways to bring figures in."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from perfeval_gui.core.annex1 import Annex1, CrossFoot, in_words
from perfeval_gui.gui.annex1.table_model import Annex1Model
from perfeval_gui.gui.annex1.table_view import Annex1View
from perfeval_gui.gui.roles import DRAFT
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.work_page import WorkPage

_UNITS = ("万元", "元", "千元", "亿元")
_HINT = (
    "有底色的格子是附件1 的数：可以直接填，也可以整列粘贴或导入文件；“附件1 写的合计”填附件1 里“项目支出”一行，"
    "不填就按各行相加核对。双击自评表的数，打开那张表。"
)


class Annex1Page(WorkPage):
    """Shows what it is told; what a clerk does comes out as signals."""

    project_asked = Signal(str)
    amount_unit_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("annex1Page", "附件1 核对", parent)
        self.model = Annex1Model(theme, self)
        self.table = Annex1View(self.model, self)
        self.offer_units("附件1 是哪个部门或单位的")
        self.amount_units = QComboBox(self)
        self.amount_units.addItems(_UNITS)
        self.put_beside_heading("金额单位", self.amount_units, "附件1 的金额单位")
        self.lay_out(self.table, _HINT)
        self.amount_units.currentTextChanged.connect(self.amount_unit_chosen)
        self.table.doubleClicked.connect(self._double_clicked)

    def show_figures(self, heading: str, annex: Annex1, found: CrossFoot) -> None:
        """Show the figures and how they stand to the forms."""
        self.heading.setText(heading)
        self.words.setText(in_words(found))
        blocker = QSignalBlocker(self.amount_units)
        unit = annex.amount_unit or _UNITS[0]
        if self.amount_units.findText(unit) < 0:
            self.amount_units.addItem(unit)
        self.amount_units.setCurrentText(unit)
        blocker.unblock()
        place = self.table.currentIndex()
        at = (place.row(), place.column())
        self.model.show(annex, found)
        if at[0] >= 0 and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(min(at[0], self.model.rowCount() - 1), at[1]))

    def _double_clicked(self, index: QModelIndex) -> None:
        project = index.data(DRAFT)
        if project and not self.model.can_type(index.row(), index.column()):
            self.project_asked.emit(str(project))
