"""结转到新年度: what of last year is cleared, and which years in the texts move on, before new projects are made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from perfeval_gui.core.form import SIGN_OFF, Filing, Project
from perfeval_gui.core.leftovers import agreed, leftovers
from perfeval_gui.core.proposals import Proposal
from perfeval_gui.core.rollover import Clearing, next_project
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.dialogs.change_list import ChangeList
from perfeval_gui.gui.library import new_id
from perfeval_gui.gui.turns import Turns

YEARS = (1990, 2099)
_OPTIONS = (
    ("results", "清空全年执行数、执行率和实际完成情况"),
    ("scores", "清空得分和总分"),
    ("reasons", "清空偏差原因"),
    ("filing_date", "清空填报日期"),
    ("budgets", "清空年初预算数和全年预算数"),
)

Known = tuple[str, str, str]
"""Year, unit and name of a project, without white space."""


@dataclass(frozen=True, slots=True)
class Rolled:
    """The new projects, and what in their texts could be moved on."""

    projects: tuple[Project, ...]
    proposals: tuple[Proposal, ...]


class RollOverDialog(QDialog):
    """Asks; makes new projects out of last year's. `show()` it and listen to `agreed_on`."""

    agreed_on = Signal(list, bool)
    """The new projects, changed as agreed; and whether last year's forms are to be kept as an archive."""

    def __init__(
        self,
        parent: QWidget,
        sources: Sequence[Project],
        year: int,
        position: int,
        known: Collection[Known],
        *,
        offers_archive: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rollOver")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("结转到新年度")
        self.resize(900, 620)
        self._sources = sources
        self._position = position
        self._known = known
        self._turns = Turns(self)
        self._year = year
        self._rolled: Rolled | None = None
        self._build(year, offers_archive=offers_archive)
        self._roll()

    def _build(self, year: int, *, offers_archive: bool) -> None:
        self.year = QSpinBox(self)
        self.year.setRange(*YEARS)
        self.year.setValue(year)
        self.year.setSuffix(" 年度")
        self.year.setAccessibleName("新年度")
        self.year.valueChanged.connect(self._change_year)
        line = QHBoxLayout()
        line.addWidget(QLabel(f"用这 {len(self._sources)} 张表新建", self))
        line.addWidget(self.year)
        line.addWidget(QLabel("的表。目标、指标、分值和单位保留，去年的表不会改动。", self))
        line.addStretch(1)
        self.skip = QCheckBox(self)
        self.skip.setChecked(True)
        self.skip.toggled.connect(self._roll)
        self.archive = QCheckBox("去年的表也原样存一份，放在去年的年度下", self)
        self.archive.setVisible(offers_archive)
        self._years_said = QLabel(self)
        self._years_said.setWordWrap(True)
        self.changes = ChangeList("文字里留下的去年痕迹", self)
        self.changes.ticks_changed.connect(self._count)
        whole = QVBoxLayout(self)
        whole.addLayout(line)
        whole.addWidget(self._options())
        whole.addWidget(self.archive)
        whole.addWidget(self.skip)
        whole.addSpacing(6)
        whole.addWidget(self._years_said)
        whole.addWidget(self.changes, 1)
        whole.addLayout(self._buttons())

    def _options(self) -> QGroupBox:
        box = QGroupBox("去年填的内容", self)
        grid = QGridLayout(box)
        self.options: dict[str, QCheckBox] = {}
        default = Clearing()
        for number, (name, text) in enumerate(_OPTIONS):
            tick = QCheckBox(text, box)
            tick.setChecked(bool(getattr(default, name)))
            tick.toggled.connect(self._roll)
            grid.addWidget(tick, number // 2, number % 2)
            self.options[name] = tick
        return box

    def _buttons(self) -> QHBoxLayout:
        row = self.changes.tick_buttons()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = QPushButton(self)
        self.go.setDefault(True)
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        row.addWidget(buttons)
        return row

    # What would come of it

    def _change_year(self, year: int) -> None:
        """Roll over to another year; Enter in the field says the same one again and means 新建."""
        if year != self._year:
            self._roll()

    def clearing(self) -> Clearing:
        """Return what the ticks say is to be cleared."""
        return Clearing(**{name: tick.isChecked() for name, tick in self.options.items()})

    def _wanted(self) -> list[Project]:
        """Return the projects to roll over, and offer to leave out those that the new year has already."""
        year = str(self.year.value())
        there = [source for source in self._sources if (year, *_name_of(source)) in self._known]
        self.skip.setVisible(bool(there))
        self.skip.setText(f"跳过 {year} 年度已有的 {len(there)} 个同名项目")
        if not (there and self.skip.isChecked()):
            return list(self._sources)
        left_out = {id(source) for source in there}
        return [source for source in self._sources if id(source) not in left_out]

    def _roll(self) -> None:
        """Make the new projects anew, in turns; the last asked for counts."""
        self._year = self.year.value()
        self._rolled = None
        self._count()
        wanted = self._wanted()
        self._turns.run(
            _rolled(wanted, str(self._year), self.clearing(), self._position),
            self._show,
            lambda made: self.go.setText(f"正在准备：{made}/{len(wanted)}"),
        )

    def _show(self, made: Sequence[tuple[Project, tuple[Proposal, ...]]]) -> None:
        rolled = Rolled(
            tuple(project for project, _ in made), tuple(item for _, found in made for item in found)
        )
        self._rolled = rolled
        projects = {project.id: project for project in rolled.projects}
        self.changes.show_proposals(rolled.proposals, Filing(projects))
        self.changes.setVisible(bool(rolled.proposals))
        self._years_said.setText(
            "这些地方还留着去年的内容，勾选的会照“改为”修改，没有勾选的保持原样："
            if rolled.proposals
            else "文字里没有发现去年的年份。"
        )
        self._count()

    def _count(self) -> None:
        ready = self._rolled
        count = len(ready.projects) if ready else 0
        self.go.setEnabled(count > 0)
        changes = len(self.changes.chosen()) if ready else 0
        extra = f"，修改 {changes} 处" if changes else ""
        self.go.setText(f"新建 {count} 张表{extra}" if ready else "正在准备……")

    def _agree(self) -> None:
        if self._rolled is None:
            return
        keeps = self.archive.isChecked()
        self.go.setEnabled(False)

        def finish(projects: list[Project]) -> None:
            self.agreed_on.emit(projects, keeps)
            self.accept()

        self._turns.run(agreed(self._rolled.projects, self.changes.chosen()), finish)

    def done(self, result: int) -> None:
        """Close, by whatever way, and prepare no further."""
        self._turns.stop()
        super().done(result)


def _rolled(
    sources: Sequence[Project], year: str, clearing: Clearing, position: int
) -> Iterator[tuple[Project, tuple[Proposal, ...]]]:
    """Yield each new project with what in its texts could be moved on."""
    for number, source in enumerate(sources):
        project = next_project(source, new_id(), position + number, year, clearing)
        found = (
            item for item in leftovers([project]) if item.after != item.before and item.cell.block != SIGN_OFF
        )
        yield project, tuple(found)


def _name_of(project: Project) -> tuple[str, str]:
    return squeeze(project.form.implementing_unit), squeeze(project.form.project_name)
