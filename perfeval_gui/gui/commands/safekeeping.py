"""Commands that keep work safe: versions, states, packages by stick, what came back after a crash."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval_gui.core.edits import AddProject, Batch, ChangeProject, Edit, ReplaceForm, SetCell
from perfeval_gui.core.form import Cell, Form, Project
from perfeval_gui.core.state import DRAFT, FILED, PROOFREAD, SIGNED, STATES, is_locked
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.merge import Conflict, Merged
    from perfeval_gui.drafts.package import Arrival
    from perfeval_gui.drafts.timeline import Moment

_PACKAGE = "自评表交换包 (*.zip)"


class SafekeepingCommands:
    """What is brought in never overwrites; what is put back can be undone."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        long_work: LongWork,
        chosen: Callable[[], Sequence[Project]],
        show: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._long_work = long_work
        self._chosen = chosen
        self._show = show

    # States

    def mark_draft(self) -> None:
        """Unlock the chosen projects."""
        self._mark(DRAFT)

    def mark_proofread(self) -> None:
        """Say that the chosen projects have been proofread."""
        self._mark(PROOFREAD)

    def mark_signed(self) -> None:
        """Say that the chosen projects are signed; they are locked."""
        self._mark(SIGNED)

    def mark_filed(self) -> None:
        """Say that the chosen projects are handed in; they are locked."""
        self._mark(FILED)

    def _mark(self, state: str) -> None:
        projects = [project for project in self._chosen() if project.state != state]
        edits = tuple(ChangeProject(project.id, {"state": state}) for project in projects)
        if edits:
            self._desk.session.do(Batch(edits), f"标记为{STATES[state]}")
            locked = "，表格已锁定" if state in (SIGNED, FILED) else ""
            self._window.tell(f"已把 {len(edits)} 张表标记为“{STATES[state]}”{locked}。")

    # Versions

    def show_recovered(self) -> None:
        """List what came back after a crash; each project can be opened or compared."""
        from perfeval_gui.gui.dialogs.recovered import Recovered, RecoveredDialog

        recovered = self._library.recovered
        self._library.load(recovered)
        projects = self._desk.session.filing.projects
        listed = [
            Recovered(key, projects[key].form.project_name.strip() or "（未填项目名称）", count)
            for key, count in recovered.items()
            if key in projects
        ]
        dialog = RecoveredDialog(self._window, listed)
        dialog.shown.connect(self._show)
        dialog.versions_asked.connect(self._show)
        dialog.versions_asked.connect(lambda _key: self.show_versions())
        ask(dialog)

    def show_versions(self) -> None:
        """Show the time line of the project in hand."""
        from perfeval_gui.drafts.timeline import timeline
        from perfeval_gui.gui.dialogs.versions import VersionsDialog

        project = self._desk.current
        if project is None:
            return
        self._library.autosave.flush()
        with self._library.reader() as store:
            moments = timeline(store, project.id)
        ask(
            VersionsDialog(
                self._window,
                project,
                moments,
                lambda moment: self._state_at(project.id, moment),
                self._put_cells_back,
                lambda form: self._put_form_back(project.id, form),
            )
        )

    def _state_at(self, project_id: str, moment: Moment) -> Project:
        from perfeval_gui.drafts.timeline import project_at

        with self._library.reader() as store:
            return project_at(store, project_id, moment)

    def _put_cells_back(self, cells: Sequence[tuple[Cell, str]]) -> None:
        self._desk.session.do(
            Batch(tuple(SetCell(cell, text) for cell, text in cells)), f"恢复 {len(cells)} 格"
        )

    def _put_form_back(self, project_id: str, form: Form) -> None:
        self._desk.session.do(ReplaceForm(project_id, form), "恢复历史版本")

    # Packages

    def send_package(self) -> None:
        """Write the chosen projects into a package for a stick."""
        from PySide6.QtWidgets import QFileDialog

        from perfeval_gui.drafts.package import write_package

        projects = list(self._chosen())
        if not projects:
            return
        year = projects[0].form.fiscal_year.strip()
        suggested = f"自评表{year}年度-{len(projects)}个项目.zip"
        name, _ = QFileDialog.getSaveFileName(self._window, "交换包存为", suggested, _PACKAGE)
        if name:
            path = Path(name)
            self._long_work.run(
                "正在写交换包",
                lambda progress: write_package(projects, path, progress),
                lambda _done: self._sent(path),
                self._refused,
            )

    def _sent(self, path: Path) -> None:
        self._window.notices.say(
            f"已写好交换包“{path.name}”。对方用“收回交换包”打开，改完再送回来，会逐行合并。"
        )

    def receive_package(self) -> None:
        """Take a package in: unknown projects are added, known ones merged row by row."""
        from PySide6.QtWidgets import QFileDialog

        from perfeval_gui.drafts.package import read_package

        name, _ = QFileDialog.getOpenFileName(self._window, "选择交换包", "", _PACKAGE)
        if name:
            self._long_work.run(
                "正在读交换包", lambda _progress: read_package(Path(name)), self.take_in, self._refused
            )

    def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Merge what came in one step; conflicts are decided by the clerk, cancelling changes nothing."""
        from perfeval_gui.core.merge import decided
        from perfeval_gui.drafts.package import as_new, merged_into, taken_back

        self._desk.session.settle()
        self._library.load([arrival.project.id for arrival in arrivals])
        edits: list[Edit] = []
        locked: list[str] = []
        added = merged = reviewed = 0
        for arrival in arrivals:
            mine = self._desk.session.filing.projects.get(arrival.project.id)
            if mine is None:
                edits.append(
                    AddProject(replace(as_new(arrival), position=self._library.next_position() + added))
                )
                added += 1
                continue
            outcome = merged_into(mine, arrival)
            if is_locked(mine.state) and (outcome.form != mine.form or outcome.conflicts):
                locked.append(" ".join(mine.form.project_name.split()) or "未命名项目")
                continue
            chosen = self._decided(outcome)
            if chosen is None:
                self._window.tell("没有合并，现有内容没有改动。")
                return
            changes = taken_back(mine, arrival, decided(outcome, chosen))
            reviewed += any(isinstance(item, ChangeProject) and "review" in item.changes for item in changes)
            edits += changes
            merged += bool(changes)
        if edits:
            self._desk.session.do(Batch(tuple(edits)), "收回交换包")
            self._show(arrivals[0].project.id)
        marked = f"（其中 {reviewed} 个带有复核意见，见“检查”菜单的“复核”）" if reviewed else ""
        left = (
            f"“{'”“'.join(locked)}”已签字或已报送，没有合并；要合并，请先标记为草稿，再收回一次。"
            if locked
            else ""
        )
        self._window.notices.say(
            f"收回交换包：新增 {added} 个项目，合并 {merged} 个{marked}，按 Ctrl+Z 可以撤销。{left}",
            problem=bool(locked),
        )

    def _decided(self, merged: Merged) -> list[Conflict] | None:
        from perfeval_gui.gui.dialogs.conflicts import ConflictsDialog

        if not merged.conflicts:
            return []
        dialog = ConflictsDialog(self._window, merged.form, merged.conflicts)
        return dialog.theirs() if ask(dialog) else None

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)
