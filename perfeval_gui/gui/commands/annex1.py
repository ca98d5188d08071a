"""Commands on 附件1: show it, bring figures in, keep them, and let the checks know of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from perfeval_gui.core.annex1 import (
    Annex1,
    BudgetLine,
    CrossFoot,
    annex1_from_json,
    annex1_to_json,
    cross_foot,
)
from perfeval_gui.core.annex1_reading import Annex1Found, read_annex1
from perfeval_gui.core.checks.together import belongs_to, units_of, usual_unit
from perfeval_gui.core.form import Project
from perfeval_gui.core.quantities import is_blank, parse_amount
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.tsv import from_tsv
from perfeval_gui.drafts.companions import ANNEX1, Key
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.annex1.page import Annex1Page
from perfeval_gui.gui.annex1.table_model import NAME, REMARK, part_of
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

_KINDS = "附件1 (*.xlsx *.xls *.et *.docx *.doc *.wps *.ods *.odt *.rtf *.html *.htm);;所有文件 (*)"
_REFRESH_MS = 250


class Annex1Commands:
    """Shows one 附件1 in the place of the form; every change is kept at once and can be taken back."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        page: Annex1Page,
        background: Background,
        show_project: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._page = page
        self._background = background
        self._show_project = show_project
        self._year, self._unit = "", ""
        self._past: list[Annex1] = []
        self._future: list[Annex1] = []
        self._late = QTimer(page)
        self._late.setSingleShot(True)
        self._late.setInterval(_REFRESH_MS)
        self._late.timeout.connect(self._refresh)
        window.add_page(page)
        window.tree.project_chosen.connect(lambda _project: self.leave())
        desk.forms_changed.connect(lambda _change: self._late.start() if self.is_shown else None)
        page.project_asked.connect(self._jump)
        page.unit_chosen.connect(self._choose_unit)
        page.amount_unit_chosen.connect(
            lambda unit: self._change(replace(self.annex, amount_unit="" if unit == "万元" else unit))
        )
        page.model.edited.connect(self._change)
        table = page.table
        for asked, run in (
            (table.undo_asked, self.undo),
            (table.redo_asked, self.redo),
            (table.paste_asked, self.paste),
            (table.clear_asked, self.clear_cells),
        ):
            asked.connect(run)
        page.add_buttons(
            (
                ("file-import", "导入附件1…", self.import_file),
                ("clipboard", "粘贴", self.paste),
                ("plus", "加一行", self.add_line),
                ("trash", "删除所选行", self.remove_lines),
                ("arrow-back-up", "撤销", self.undo),
                ("x", "关闭", self.leave),
            )
        )

    @property
    def is_shown(self) -> bool:
        """Whether 附件1 is in sight."""
        return self._window.shows_page(self._page)

    @property
    def annex(self) -> Annex1:
        """The figures in sight as they are kept."""
        value = self._library.companions.get(self._key)
        return annex1_from_json(value) if value is not None else Annex1()

    @property
    def _key(self) -> Key:
        return Key(ANNEX1, self._year, self._unit)

    def show(self, fiscal_year: str, unit: str) -> None:
        """Show the 附件1 of a year; `unit` is an 实施单位, blank where the whole year is meant."""
        self._desk.session.settle()
        self._library.load(self._library.ids_of_year(fiscal_year))
        self._year = fiscal_year
        units = self._units()
        if not units:
            self._window.tell("还没有项目，不能核对附件1。")
            return
        self._unit = self._usual_unit(units, unit)
        self._past, self._future = [], []
        self._page.show_units(units, self._unit)
        self._refresh()
        self._window.show_page(self._page)
        self._page.table.setFocus()

    def leave(self) -> None:
        """Show the form in hand again."""
        if self.is_shown:
            self._window.show_form(visible=self._desk.current is not None)

    def _jump(self, project: str) -> None:
        self._show_project(project)
        self.leave()

    # Whose it is

    def _projects_of_year(self) -> list[Project]:
        projects = self._desk.session.filing.projects.values()
        return [item for item in projects if squeeze(item.form.fiscal_year) == self._year]

    def _units(self) -> list[str]:
        """Return departments and units of the year, and whatever there are figures of."""
        kept = [key.unit for key in self._library.companions.all() if key[:2] == (ANNEX1, self._year)]
        return list(dict.fromkeys((*units_of(item.form for item in self._projects_of_year()), *kept)))

    def _usual_unit(self, units: Sequence[str], unit: str) -> str:
        """Return the unit itself where it has figures of its own, else whoever hands its 附件1 in."""
        if self._library.companions.get(Key(ANNEX1, self._year, unit)) is not None:
            return unit
        return usual_unit([item.form for item in self._projects_of_year()], unit) or units[0]

    def _choose_unit(self, unit: str) -> None:
        self._unit = unit
        self._past, self._future = [], []
        self._refresh()

    def _projects(self) -> list[Project]:
        return [item for item in self._projects_of_year() if belongs_to(item.form, self._unit)]

    def compared(self) -> CrossFoot:
        """Return the figures beside the forms."""
        return cross_foot(self.annex, self._projects(), self._desk.profile_of)

    def _refresh(self) -> None:
        heading = f"附件1 核对　{self._year}年度" if self._year else "附件1 核对"
        self._page.show_figures(heading, self.annex, self.compared())

    # Changing it

    def _change(self, annex: Annex1) -> None:
        before = self.annex
        if annex != before:
            self._past.append(before)
            self._future.clear()
            self._keep(annex)

    def _keep(self, annex: Annex1) -> None:
        self._library.companions.keep(self._key, None if annex == Annex1() else annex1_to_json(annex))
        self._refresh()

    def undo(self) -> None:
        """Take the last change of 附件1 back."""
        if self._past:
            self._future.append(self.annex)
            self._keep(self._past.pop())

    def redo(self) -> None:
        """Make the change again that was taken back."""
        if self._future:
            self._past.append(self.annex)
            self._keep(self._future.pop())

    def add_line(self) -> None:
        """Add a blank line and go there."""
        annex = self.annex
        self._change(replace(annex, lines=(*annex.lines, BudgetLine())))
        index = self._page.model.index(len(annex.lines), NAME)
        self._page.table.setCurrentIndex(index)
        self._page.table.edit(index)

    def remove_lines(self) -> None:
        """Remove the lines in whose rows something is selected."""
        pairs = (self._page.model.pair_at(index.row()) for index in self._page.table.selectedIndexes())
        doomed = {pair.line for pair in pairs if pair is not None}
        lines = tuple(line for at, line in enumerate(self.annex.lines) if at not in doomed)
        self._change(replace(self.annex, lines=lines))

    def clear_cells(self) -> None:
        """Empty the selected cells of 附件1."""
        model, annex = self._page.model, self.annex
        for index in self._page.table.selectedIndexes():
            if index.data() and model.can_type(index.row(), index.column()):
                annex = model.changed(annex, index.row(), index.column(), "")
        self._change(annex)

    def paste(self) -> None:
        """Take in what is on the clipboard: amounts go where the cursor is, a table with names is read."""
        rows = from_tsv(QGuiApplication.clipboard().text())
        texts = [text for row in rows for text in row if not is_blank(text)]
        current = self._page.table.currentIndex()
        is_single = len(rows) == 1 and len(rows[0]) == 1
        if (
            texts
            and current.isValid()
            and (is_single or all(parse_amount(text) is not None for text in texts))
        ):
            self._paste_cells(rows, current.row(), current.column())
        else:
            self._take(read_annex1([rows], self._year))

    def _paste_cells(self, rows: Sequence[Sequence[str]], first: int, column: int) -> None:
        model, annex = self._page.model, self.annex
        start = column if part_of(column)[1] or column == NAME else 1
        columns = [at for at in range(start, REMARK) if model.can_type(first, at)]
        for down, row in enumerate(rows):
            for at, text in zip(columns, row, strict=False):
                if model.can_type(first + down, at):
                    annex = model.changed(annex, first + down, at, text.strip())
        self._change(annex)

    def import_file(self) -> None:
        """Ask for a file and read the 附件1 in it."""
        name, _ = QFileDialog.getOpenFileName(self._window, "选择附件1", "", _KINDS)
        if name:
            self.read_file(Path(name))

    def read_file(self, path: Path) -> None:
        """Read the 附件1 of a file in the background."""
        from perfeval_gui.files.sandbox import ImportWorker

        asked_for = self._key

        def read() -> Annex1Found:
            with ImportWorker() as worker:
                return read_annex1(worker.read_tables(path), asked_for.fiscal_year)

        def take(found: Annex1Found) -> None:
            if self._key == asked_for:
                self._take(found)
                return
            self._window.notices.say(  # another unit's figures must not be written over
                f"“{path.name}”读完时，页面已经换到别的单位或年度，没有填入。请回到“{asked_for.unit}”再读入一次。",
                problem=True,
            )

        self._background.run(read, take, self._refused)

    def _take(self, found: Annex1Found) -> None:
        if found.annex.is_empty:
            self._window.notices.say("".join(found.remarks), problem=True)
            return
        self._change(found.annex)
        count = len(found.annex.lines)
        self._window.notices.say(
            f"读入附件1 的 {count} 个项目，可以在这里改，按 Ctrl+Z 撤销。{''.join(found.remarks)}"
        )

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)
