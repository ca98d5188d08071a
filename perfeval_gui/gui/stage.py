"""What is on show: keeps tree, form, sums and findings in step with the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QObject, QSignalBlocker, QTimer, Signal

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import FUNDING, HEAD, Cell, Form
from perfeval_gui.gui.findings.model import by_cell
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.project_tree import ProjectTreeModel
from perfeval_gui.gui.table.grid_model import GridModel
from perfeval_gui.gui.workspace import Workspace

_RELIST_MS = 300
"""A typed name or unit reaches the tree after this pause."""


class Stage(QObject):
    """Shows; changes nothing. It is the only one that tells the views what to show."""

    shown = Signal()
    """The form in hand, or its text, is another."""

    def __init__(
        self, desk: Workspace, library: Library, window: MainWindow, grid: GridModel, tree: ProjectTreeModel
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._library = library
        self._window = window
        self._grid = grid
        self._tree_model = tree
        self._listed: frozenset[str] = frozenset()
        self._grouped: tuple[Sequence[Finding], Mapping[Cell, Sequence[Finding]]] = ((), {})
        self._relist = QTimer(self)
        self._relist.setSingleShot(True)
        self._relist.setInterval(_RELIST_MS)
        self._relist.timeout.connect(self.list_projects)
        window.tree.project_chosen.connect(self._choose)
        window.ruler.cell_chosen.connect(self.jump)
        window.findings.jump_asked.connect(self.jump)
        desk.project_shown.connect(self._take_in_hand)
        desk.forms_changed.connect(lambda _change: self.refresh())
        desk.findings_changed.connect(self._show_findings)
        library.listing_changed.connect(self._listing_changed)

    def show_project(self, project_id: str, cell: Cell | None = None) -> None:
        """Take a project in hand, and put the cursor into a cell of it."""
        self._library.load_around(project_id)
        self.list_projects()
        if self._is_gone(project_id):
            return
        self._desk.show_project(project_id)
        self._window.tree.point_at(project_id)
        if cell is not None and self._window.form.go_to(cell):
            self._window.form.setFocus()

    def show_nth(self, number: int) -> None:
        """Take the project in hand that is the nth of the tree, from 1; nothing happens where there is none."""
        listed = self._tree_model.project_ids(QModelIndex())
        if 0 < number <= len(listed):
            self._desk.session.settle()
            self.show_project(listed[number - 1])
            self._window.show_form(visible=self._desk.current is not None)

    def beside(self, ids: Sequence[str]) -> str:
        """Return the project that the tree has below the last of these, else the nearest above; blank where none is left."""
        listed = self._tree_model.project_ids(QModelIndex())
        gone = [place for place, project in enumerate(listed) if project in ids]
        if not gone:
            return ""
        left = [
            project for project in (*listed[gone[-1] :], *reversed(listed[: gone[-1]])) if project not in ids
        ]
        return left[0] if left else ""

    def jump(self, cell: Cell) -> None:
        """Go to a cell of any open project; a page that stands in the place of the form makes room for it."""
        if cell.project in self._desk.session.filing:
            self._window.show_form(visible=True)
            self.show_project(cell.project, cell)

    def _choose(self, project_id: str) -> None:
        self._desk.session.settle()
        self._library.load_around(project_id)
        if self._is_gone(project_id):
            self.list_projects()
            return
        self._desk.show_project(project_id)

    def _is_gone(self, project_id: str) -> bool:
        """Return whether a project was undone, deleted or found damaged since the tree listed it."""
        return bool(project_id) and project_id not in self._desk.session.filing

    def _take_in_hand(self, project_id: str) -> None:
        self._grid.show(project_id)
        self._window.show_form(visible=bool(project_id))
        if project_id and not self._window.form.currentIndex().isValid():
            self._window.form.go_to(_first_to_fill(project_id, self._desk.session.filing[project_id].form))
            self._window.form.scrollToTop()
        self.refresh()
        self._show_findings()

    def refresh(self) -> None:
        """Show the form in hand as it is now, with its sums."""
        self._grid.refresh()
        project = self._desk.current
        profile = self._desk.profile_of(project) if project else None
        self._window.totals.show_form(project.form if project else None, profile, self._desk.sums())
        self._window.paper.show_project(project, profile)
        self._window.ruler.show_project(project, profile)
        name = " ".join(project.form.project_name.split()) or "（未填项目名称）" if project else ""
        self._window.name_project(name)
        self._mark_cells()
        self.shown.emit()

    def _show_findings(self) -> None:
        self._mark_cells()
        self._relist.start()

    def _mark_cells(self) -> None:
        project = self._desk.current
        found = self._desk.findings_of(project.id) if project else ()
        if found is not self._grouped[0]:
            self._grouped = (found, by_cell(found))
        self._grid.set_findings(self._grouped[1], self._desk.ghosts())

    def _listing_changed(self) -> None:
        self._window.setWindowModified(not self._library.autosave.is_clean)
        if self._library.ids() != self._listed:
            self.list_projects()
        else:
            self._relist.start()

    def list_projects(self) -> None:
        """Bring the tree up to date without changing what is in hand."""
        self._listed = self._library.ids()
        if self._tree_model.show(self._library.entries(self._desk)) and self._desk.current is not None:
            blocker = QSignalBlocker(self._window.tree)
            self._window.tree.point_at(self._desk.current.id)
            blocker.unblock()


def _first_to_fill(project_id: str, form: Form) -> Cell:
    """Return where the work on a form begins: 全年执行数 in one that was rolled over, else the name."""
    if form.project_name and form.funding and not form.funding[0].outturn:
        return Cell(project_id, FUNDING, form.funding[0].id, "outturn")
    return Cell(project_id, HEAD, "", "project_name")
