"""表样比对: what a form that the finance bureau sent prints otherwise than ours, and a rule pack from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.sample import SampleDifference
from perfeval_gui.gui.dialogs.plain_table import PlainTable


class SampleView(QDialog):
    """Shows the differences from one rule pack at a time; what its buttons ask for is done by whoever listens."""

    pack_chosen = Signal(str)
    make_asked = Signal(str)
    """These hold the id of the pack that is compared."""

    def __init__(
        self, parent: QWidget, file_name: str, packs: Sequence[tuple[str, str]], chosen: str
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("表样比对")
        self.setObjectName("sampleView")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 520)
        self._file = QLabel(f"表样：{file_name}", self)
        self._file.setTextFormat(Qt.TextFormat.PlainText)
        self.packs = QComboBox(self)
        self.packs.setAccessibleName("与哪个规则包比")
        for pack_id, words in packs:
            self.packs.addItem(words, pack_id)
        self.packs.setCurrentIndex(self.packs.findData(chosen))
        self.packs.activated.connect(lambda _index: self.pack_chosen.emit(self.pack_id))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.list = PlainTable("不同之处", ["什么地方", "本程序", "表样"], self)
        self.make = QPushButton("由表样做一个规则包…", self)
        self.make.setToolTip("标题、备注、落款、标签用词、分值和列宽照表样，其余照所比的规则包")
        self.make.clicked.connect(lambda: self.make_asked.emit(self.pack_id))
        self._differences: tuple[SampleDifference, ...] = ()
        self._arrange()

    def _arrange(self) -> None:
        copy, close = QPushButton("复制清单", self), QPushButton("关闭", self)
        copy.clicked.connect(self.copy_list)
        close.clicked.connect(self.close)
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(QLabel("与哪个规则包比：", self))
        top.addWidget(self.packs, 1)
        bottom.addWidget(self.make)
        bottom.addWidget(copy)
        bottom.addStretch(1)
        bottom.addWidget(close)
        whole = QVBoxLayout(self)
        whole.addWidget(self._file)
        whole.addLayout(top)
        whole.addWidget(self.said)
        whole.addWidget(self.list, 1)
        whole.addLayout(bottom)

    @property
    def pack_id(self) -> str:
        """The id of the pack that is compared."""
        return str(self.packs.currentData())

    def show_differences(self, differences: Sequence[SampleDifference], nearer: str = "") -> None:
        """Show what differs; `nearer` names a pack that is more like the sample."""
        self._differences = tuple(differences)
        self.list.show_rows([(item.what, *map(_shown, (item.ours, item.theirs))) for item in differences])
        said = (
            f"共 {len(differences)} 处不同。" if differences else "标题、标签、列、列宽、备注和落款都一样。"
        )
        self.said.setText(said + (f"“{nearer}”与表样更接近，可以在上面换成它再比。" if nearer else ""))
        self.make.setEnabled(bool(differences))

    def copy_list(self) -> None:
        """Put the list on the clipboard as sentences, one a line."""
        QGuiApplication.clipboard().setText("\n".join(item.sentence for item in self._differences))


def _shown(text: str) -> str:
    return text.replace("\n", "") or "（没有）"
