"""Commands on a whole year or unit: the overview, its 汇总表, its charts as pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from perfeval_gui.core.profile import Profile
from perfeval_gui.core.summary import SummaryRow, title_of
from perfeval_gui.core.summary_table import LANDSCAPE, notes_of, summary_grid
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.exporting import open_path
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.overview.page import OverviewPage
from perfeval_gui.gui.overview.pictures import png_bytes
from perfeval_gui.gui.overview.presenter import OverviewPresenter
from perfeval_gui.gui.project_tree import NO_YEAR
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.paper.printing_job import Pages

_NOTHING_YET = "还没有项目，总览是空的。请先“导入去年的表”（Ctrl+O）或“新建项目”（Ctrl+N）。"


class OverviewCommands:
    """Shows the overview in the place of the form; what it writes holds what it shows."""

    def __init__(
        self,
        desk: Workspace,
        window: MainWindow,
        page: OverviewPage,
        presenter: OverviewPresenter,
        background: Background,
        show_project: Callable[[str], None],
        default_profile: Callable[[], Profile],
        more_buttons: Sequence[tuple[str, str, Callable[[], None]]] = (),
    ) -> None:
        self._desk = desk
        self._window = window
        self._page = page
        self._presenter = presenter
        self._background = background
        self._show_project = show_project
        self._default_profile = default_profile
        self._node: tuple[str, ...] = ()
        window.add_page(page)
        window.tree.model().modelReset.connect(self._listed_anew)
        window.tree.project_chosen.connect(lambda _project: self.leave())
        page.project_asked.connect(self.jump)
        page.add_buttons(
            (
                ("table", "汇总表", self.export_summary),
                ("printer", "打印", self.preview_summary),
                ("file-export", "保存图表", self.save_charts),
                *more_buttons,
            )
        )

    @property
    def is_shown(self) -> bool:
        """Whether the overview is in sight."""
        return self._window.shows_page(self._page)

    @property
    def year_and_unit(self) -> tuple[str, str]:
        """The year and the unit of the tree that are in sight, or were last; the unit is blank for a whole year."""
        year, unit = (*self._node, "", "")[:2]
        return year.removesuffix("年度") if year != NO_YEAR else "", unit

    def show_overview(self) -> None:
        """Show the overview of the year in hand, or the form again."""
        if self.is_shown:
            current = self._desk.current
            self.jump(current.id) if current else self.leave()
            return
        tree = self._window.tree
        index = tree.currentIndex()
        while index.parent().isValid():
            index = index.parent()
        if not index.isValid():
            index = tree.model().index(0, 0)
        if index.isValid():
            tree.setCurrentIndex(index)
        else:
            self._window.tell(_NOTHING_YET)

    def show_year(self, year: str) -> None:
        """Show the overview of a year."""
        model = self._window.tree.model()
        wanted = f"{year}年度" if year else NO_YEAR
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if _plain(index) == wanted:
                self._window.tree.setCurrentIndex(index)
                self.show_group(index)

    def show_group(self, index: QModelIndex) -> None:
        """Show the year or unit that the tree has there."""
        self._desk.session.settle()
        above = index.parent()
        self._node = (_plain(index),) if not above.isValid() else (_plain(above), _plain(index))
        self._presenter.show(f"总览　{' '.join(self._node)}", self._window.tree.projects_below(index))
        self._window.show_page(self._page)

    def _listed_anew(self) -> None:
        """The tree was built anew: what is shown is looked for in it again."""
        tree, index = self._window.tree, QModelIndex()
        for name in self._node if self.is_shown else ():
            children = (tree.model().index(row, 0, index) for row in range(tree.model().rowCount(index)))
            index = next((child for child in children if _plain(child) == name), QModelIndex())
        if index.isValid():
            self._presenter.take(tree.projects_below(index))

    def leave(self) -> None:
        """Show the form in hand, or the start page, again."""
        if self.is_shown:
            self._window.show_form(visible=self._desk.current is not None)

    def jump(self, project_id: str) -> None:
        """Show a project's form."""
        self._show_project(project_id)
        self.leave()

    def selected(self) -> list[str]:
        """Return the ids of the rows selected in the overview while it is in sight."""
        return self._page.selected() if self.is_shown else []

    # What is written

    def _rows(self) -> Sequence[SummaryRow]:
        """The rows as filtered and sorted; without an overview, those of the projects chosen in the tree."""
        if not self.is_shown:
            self.show_overview()
        return self._page.filter.shown()

    def _profile_of(self) -> Callable[[SummaryRow], Profile]:
        projects = self._desk.session.filing.projects
        found = {key: self._desk.profile_of(projects[key]) for key in self._presenter.ids if key in projects}
        return lambda row: found.get(row.project, self._default_profile())

    def export_summary(self) -> None:
        """Ask where, and write the 汇总表 of what is shown."""
        from perfeval_gui.files.file_names import file_name

        rows = self._rows()
        if not rows:
            self._window.tell("没有可以汇总的项目。")
            return
        suggested = file_name(title_of(rows), "xlsx")
        name, _ = QFileDialog.getSaveFileName(self._window, "汇总表存为", suggested, "Excel 工作簿 (*.xlsx)")
        if name:
            self.write_summary(Path(name))

    def write_summary(self, path: Path) -> None:
        """Write the 汇总表 of what is shown in the background."""
        from perfeval_gui.files.replace import replace_file
        from perfeval_gui.files.summary_writer import summary_bytes

        rows, profile_of, profile = self._rows(), self._profile_of(), self._default_profile()

        def write() -> Path:

            replace_file(path, summary_bytes(rows, profile_of, profile))
            return path

        self._background.run(write, self._say_written, self._refused)

    def _say_written(self, path: Path) -> None:
        offers = [("打开文件", lambda: open_path(path)), ("打开所在文件夹", lambda: open_path(path.parent))]
        self._window.notices.say(f"已写好“{path.name}”。", offers)

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)

    def summary_pages(self) -> Pages:
        """Return the 汇总表 of what is shown as pages of paper."""
        from perfeval_gui.gui.printing import list_pages

        return list_pages(summary_grid(self._rows(), notes_of(self._default_profile())), LANDSCAPE)

    def preview_summary(self) -> None:
        """Show the 汇总表 as it will print."""
        from perfeval_gui.gui.paper.printing_job import Preview

        if self._rows():
            ask(Preview(self._window, self.summary_pages()))

    def save_charts(self) -> None:
        """Ask for a folder and save the charts there as pictures."""
        folder = QFileDialog.getExistingDirectory(self._window, "图表保存到文件夹")
        if folder:
            self.write_charts(Path(folder))

    def write_charts(self, folder: Path) -> None:
        """Save the charts as pictures."""
        pictures = [(view.chart.title, view.picture()) for view in self._page.charts if view.chart]
        self._background.run(lambda: _saved(pictures, folder), self._say_saved, self._refused)

    def _say_saved(self, paths: Sequence[Path]) -> None:
        folder = paths[0].parent
        self._window.notices.say(
            f"已保存 {len(paths)} 张图表。", [("打开所在文件夹", lambda: open_path(folder))]
        )


def _saved(pictures: Sequence[tuple[str, QImage]], folder: Path) -> list[Path]:
    from perfeval_gui.files.file_names import file_name, free_path
    from perfeval_gui.files.replace import replace_file

    paths = []
    for title, image in pictures:
        path = free_path(folder / file_name(title, "png"))
        replace_file(path, png_bytes(image))
        paths.append(path)
    return paths


def _plain(index: QModelIndex) -> str:
    """The node's text without the number of its projects."""
    return str(index.data()).rpartition("（")[0]
