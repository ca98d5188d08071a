"""What an import found, before anything is taken over: the list, the form as it will look, the choice of how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.rollover import roll_over
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui import appearance
from perfeval_gui.gui.importing.form_preview import FormPreview
from perfeval_gui.gui.importing.found import FoundForm, are_last_years, file_notes, next_year
from perfeval_gui.gui.importing.found_tree import FoundTree
from perfeval_gui.gui.importing.gathering import MOST_FILES, Gathered
from perfeval_gui.gui.importing.run import FileRead, ImportRun
from perfeval_gui.gui.themes import Theme

PROGRESS_AFTER_MS = 1000
"""Progress and its button come into sight when reading takes longer than this."""
YEARS = (1990, 2099)
_WORDS_MS = 200


class ImportPreview(QDialog):
    """Reads in the background and never holds up the window; `show()` it, then listen to the signals."""

    archive_asked = Signal(list)
    """Take the `FoundForm`s as they are."""
    template_asked = Signal(list, int)
    """Take the `FoundForm`s as templates of the year."""

    def __init__(
        self,
        parent: QWidget,
        run: ImportRun,
        profile_of: Callable[[Project], Profile],
        today: Callable[[], date],
        theme: Theme,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("导入预览")
        self.resize(1160, 700)
        self._today = today
        self._theme = theme
        self._chose_himself = False
        self._files = self._forms = self._empty = self._refused = 0
        self._is_reading = False
        self._gathered = Gathered(())
        self._run = run
        self.tree = FoundTree(theme, self)
        self.preview = FormPreview(profile_of, theme, self)
        self._build()
        self._connect()
        self._say()

    # How it is laid out

    def _build(self) -> None:
        self.summary = QLabel(self)
        self.summary.setWordWrap(True)
        self.summary.setAccessibleName("读取结果")
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("读取进度")
        self.stop = QPushButton("停止读取", self)
        self._progress = QWidget(self)
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop)
        self._progress.hide()
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self._list())
        halves.addWidget(self.preview)
        halves.setSizes([500, 660])
        whole = QVBoxLayout(self)
        whole.addWidget(self.summary)
        whole.addWidget(self._progress)
        whole.addWidget(halves, 1)
        whole.addLayout(self._choice())
        whole.addWidget(self._buttons())

    def _list(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        for text, ticked in (("全选", True), ("全不选", False)):
            button = QPushButton(text, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, ticked=ticked: self.tree.tick_all(ticked=ticked))
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return side

    def _choice(self) -> QHBoxLayout:
        self.as_template = QRadioButton("作为新年度的模板：", self)
        self.as_template.setToolTip("保留目标、指标、分值和单位，清空实际完成值、得分、偏差原因和日期")
        self.year = QSpinBox(self)
        self.year.setRange(*YEARS)
        self.year.setValue(self._today().year)
        self.year.setSuffix(" 年度")
        self.year.setAccessibleName("新年度")
        self.as_it_was = QRadioButton("按原样存档：年度和内容都不改", self)
        self.as_it_was.setChecked(True)
        row = QHBoxLayout()
        explained = QLabel("（保留目标、指标和分值，清空实际完成值、得分等）", self)
        appearance.set_tone(explained, "muted")
        row.addWidget(self.as_template)
        row.addWidget(self.year)
        row.addWidget(explained)
        row.addSpacing(24)
        row.addWidget(self.as_it_was)
        row.addStretch(1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = QPushButton(self)
        self.take.setDefault(True)
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.close)
        return buttons

    def _connect(self) -> None:
        self._run.gathered.connect(self._know_files)
        self._run.file_read.connect(self._add)
        self._run.finished.connect(self._finish)
        self._run.failed.connect(self._fail)
        self.stop.clicked.connect(self._run.cancel)
        self.tree.pointed_at.connect(self._show)
        self.tree.ticks_changed.connect(lambda: None if self._is_reading else self._name_button())
        for way in (self.as_template, self.as_it_was):
            way.clicked.connect(self._choose_way)
        self.as_template.toggled.connect(lambda _on: self._show_again())
        self.year.valueChanged.connect(lambda _year: self._show_again())
        self._patience = _once(self, PROGRESS_AFTER_MS, self._progress.show)
        self._soon = _once(self, _WORDS_MS, self._catch_up)

    # Reading

    def read(self, paths: Sequence[Path]) -> None:
        """Begin to read files and folders; what is found is listed file by file."""
        self._is_reading = True
        self.bar.setRange(0, 0)
        self._patience.start()
        self._say()
        self._run.start(paths)

    def _know_files(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self.bar.setRange(0, len(gathered.files))
        self.bar.setFormat("已读 %v / %m 个文件")
        self._say()

    def _add(self, outcome: FileRead) -> None:
        self._files += 1
        forms = outcome.result.forms if outcome.result else ()
        self._forms += len(forms)
        self._refused += bool(outcome.refusal)
        self._empty += not forms and not outcome.refusal
        self.bar.setValue(self._files)
        self.tree.add(outcome)
        if not self._soon.isActive():
            self._soon.start()

    def _catch_up(self) -> None:
        """Bring words and choice up to date; not for each file, as there may be a thousand."""
        self._suggest()
        self._say()

    def _suggest(self) -> None:
        """Choose the way that fits the years found, until the clerk has chosen."""
        forms = [found.form for found in self.tree.found()]
        following = next_year(forms)
        if self._chose_himself or following is None:
            return
        way = self.as_template if are_last_years(forms, self._today()) else self.as_it_was
        way.setChecked(True)
        self.year.setValue(following)

    def _finish(self) -> None:
        self._is_reading = False
        self._patience.stop()
        self._progress.hide()
        self._soon.stop()
        self._suggest()
        if not self._forms:
            self.preview.say(
                "没有找到可以导入的自评表。左边列出了每个文件的情况。"
                if self._files
                else "没有可以读取的文件。"
            )
        self._say()

    def _fail(self, error: PerfevalError) -> None:
        self._finish()
        self.preview.say(error.message)

    def _say(self) -> None:
        """Say what was read so far."""
        if self._is_reading and not self._files:
            self.summary.setText("正在读取……")
            return
        words = f"读了 {self._files} 个文件，找到 {self._forms} 张自评表"
        words += f"；{self._empty} 个文件里没有自评表" if self._empty else ""
        words += f"；{self._refused} 个文件读不了" if self._refused else ""
        words += (
            f"；另有 {self._gathered.passed_over} 个其他类型的文件没有读"
            if self._gathered.passed_over
            else ""
        )
        words += "。"
        if self._gathered.cut:
            words += f"文件太多，只读了前 {MOST_FILES} 个。"
        if self._run.is_cancelled and self._files < len(self._gathered.files):
            words += f"已停止，还有 {len(self._gathered.files) - self._files} 个文件没有读。"
        self.summary.setText(words + ("正在读取……" if self._is_reading else "原文件没有改动。"))
        self._name_button()

    # Showing and choosing

    def _choose_way(self) -> None:
        self._chose_himself = True
        self._name_button()

    def _name_button(self) -> None:
        count = len(self.tree.chosen())
        self.take.setEnabled(bool(count) and not self._is_reading)
        template = self.as_template.isChecked()
        self.take.setText(f"下一步：结转 {count} 张" if template else f"导入 {count} 张")
        self.year.setEnabled(template)

    def _show_again(self) -> None:
        line = self.tree.currentItem()
        if line is not None:
            self.tree.currentItemChanged.emit(line, line)
        self._name_button()

    def _show(self, chosen: object) -> None:
        if isinstance(chosen, FoundForm):
            form = chosen.form
            if self.as_template.isChecked():
                form = roll_over(form, str(self.year.value()))
            self.preview.show_project(Project("", form, 0, chosen.profile_id), chosen.notes)
        elif isinstance(chosen, FileRead):
            notes = "\n".join(note.message for note in file_notes(chosen))
            self.preview.say(chosen.refusal or notes or f"“{chosen.path.name}”里的自评表列在下面。")

    def _take(self) -> None:
        chosen = self.tree.chosen()
        template, year = self.as_template.isChecked(), self.year.value()
        self.close()
        if template:
            self.template_asked.emit(chosen, year)
        else:
            self.archive_asked.emit(chosen)

    # Leaving

    def done(self, result: int) -> None:
        """Close, by whatever way, and read no further."""
        self._run.cancel()
        super().done(result)


def _once(parent: QDialog, pause: int, run: Callable[[], None]) -> QTimer:
    """Return a timer that runs the function once, some milliseconds after its start."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(run)
    return timer
