"""Commands that keep work safe: versions, states, backups, packages by stick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from perfeval_gui import settings
from perfeval_gui.core.edits import AddProject, Batch, ChangeProject, Edit, ReplaceForm, SetCell
from perfeval_gui.core.form import Cell, Form, Project, write
from perfeval_gui.core.state import DRAFT, FILED, PROOFREAD, SIGNED, STATES
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library, new_id
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.merge import Conflict
    from perfeval_gui.drafts.backup import Contents
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
        background: Background,
        chosen: Callable[[], Sequence[Project]],
        show: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._background = background
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
        VersionsDialog(
            self._window,
            project,
            moments,
            lambda moment: self._state_at(project.id, moment),
            self._put_cells_back,
            lambda form: self._put_form_back(project.id, form),
        ).exec()

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

    # Backup and handing over

    def back_up(self) -> None:
        """Write everything into one file on another drive, and remember the place for backups on closing."""
        preferences = settings.load(self._library.folder, datetime.now().astimezone()).settings
        folder = QFileDialog.getExistingDirectory(
            self._window, "备份到哪个文件夹（最好是另一块盘）", preferences.backup_folder
        )
        if folder:
            kept = replace(preferences, backup_folder=folder, backup_on_close=True)
            settings.save(self._library.folder, kept)
            self._window.notices.say("正在备份……")
            self._background.run(lambda: self.write_backup(Path(folder)), self._backed_up, self._refused)

    def write_backup(self, folder: Path) -> Path:
        """Write the backup of the day into a folder and return its path; any thread may call it."""
        from perfeval_gui.drafts import backup

        self._library.autosave.flush()
        now = datetime.now().astimezone()
        with DraftStore.open(self._library.folder, read_only=True) as store:
            return backup.write_backup(store, folder / backup.backup_name(now), now)

    def _backed_up(self, path: Path) -> None:
        self._note_backup()
        self._window.notices.say(
            f"已备份到“{path.name}”，并核对无误。以后每次退出时会自动备份到这里，可在设置里关闭。"
        )

    def _note_backup(self) -> None:
        now = datetime.now().astimezone()
        preferences = settings.load(self._library.folder, now).settings
        settings.save(
            self._library.folder, replace(preferences, last_backup=now.isoformat(timespec="minutes"))
        )

    def back_up_on_close(self) -> None:
        """Back up quietly when the clerk chose so and the drive is there; a failure is said at the next start."""
        preferences = settings.load(self._library.folder, datetime.now().astimezone()).settings
        if preferences.backup_on_close and preferences.backup_folder:
            try:
                self.write_backup(Path(preferences.backup_folder))
                self._note_backup()
            except PerfevalError as error:
                self._library.autosave.remember({"backup_failed": error.message})

    def restore_backup(self) -> None:
        """Take the projects of a backup in; what is here already stays as it is."""
        from perfeval_gui.drafts import backup

        name, _ = QFileDialog.getOpenFileName(self._window, "选择备份文件", "", "自评表备份 (*.zip)")
        if name:
            self._background.run(
                lambda: backup.read_backup(Path(name), self._library.folder), self._restore, self._refused
            )

    def _restore(self, contents: Contents) -> None:
        from perfeval_gui.drafts.backup import plan

        self._library.load_all()
        self._library.companions.add(contents.papers)
        planned = plan(contents, self._desk.session.filing.projects, new_id)
        added = [*planned.new, *planned.copies]
        if added:
            self._desk.session.do(Batch(tuple(AddProject(project) for project in added)), "从备份恢复")
        copies = f"其中 {len(planned.copies)} 个与现有的不同，作为另一份并排放着。" if planned.copies else ""
        self._window.notices.say(f"从备份恢复了 {len(added)} 个项目，{planned.same} 个本来就一样。{copies}")

    # Packages

    def send_package(self) -> None:
        """Write the chosen projects into a package for a stick."""
        from perfeval_gui.drafts.package import write_package

        projects = list(self._chosen())
        if not projects:
            return
        year = projects[0].form.fiscal_year.strip()
        suggested = f"自评表{year}年度-{len(projects)}个项目.zip"
        name, _ = QFileDialog.getSaveFileName(self._window, "交换包存为", suggested, _PACKAGE)
        if name:
            path = Path(name)
            self._background.run(
                lambda: write_package(projects, path), lambda _done: self._sent(path), self._refused
            )

    def _sent(self, path: Path) -> None:
        self._window.notices.say(
            f"已写好交换包“{path.name}”。对方用“收回交换包”打开，改完再送回来，会逐行合并。"
        )

    def receive_package(self) -> None:
        """Take a package in: unknown projects are added, known ones merged row by row."""
        from perfeval_gui.drafts.package import read_package

        name, _ = QFileDialog.getOpenFileName(self._window, "选择交换包", "", _PACKAGE)
        if name:
            self._background.run(lambda: read_package(Path(name)), self.take_in, self._refused)

    def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Merge what came in one step; conflicts are decided by the clerk, cancelling changes nothing."""
        from perfeval_gui.core.review import with_review
        from perfeval_gui.drafts.package import as_new, merged_into

        self._library.load([arrival.project.id for arrival in arrivals])
        edits: list[Edit] = []
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
            chosen = self._decided(mine, outcome.conflicts)
            if chosen is None:
                self._window.tell("没有合并，现有内容没有改动。")
                return
            form = _with_theirs(outcome.form, chosen)
            changes: list[Edit] = [ReplaceForm(mine.id, form)] if form != mine.form else []
            review = with_review(mine, arrival.project)
            if review != mine.review:
                changes.append(ChangeProject(mine.id, {"review": review}))
                reviewed += 1
            edits += changes
            merged += bool(changes)
        if edits:
            self._desk.session.do(Batch(tuple(edits)), "收回交换包")
            self._show(arrivals[0].project.id)
        marked = f"（其中 {reviewed} 个带有复核意见，见“检查”菜单的“复核”）" if reviewed else ""
        self._window.notices.say(
            f"收回交换包：新增 {added} 个项目，合并 {merged} 个{marked}，按 Ctrl+Z 可以撤销。"
        )

    def _decided(self, mine: Project, conflicts: Sequence[Conflict]) -> list[Conflict] | None:
        from perfeval_gui.gui.dialogs.conflicts import ConflictsDialog

        if not conflicts:
            return []
        dialog = ConflictsDialog(self._window, mine.form.project_name, conflicts)
        return dialog.theirs() if dialog.exec() else None

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)


def _with_theirs(form: Form, conflicts: Iterable[Conflict]) -> Form:
    """Return the merged form with the other's text where it was chosen; a removed row is the other's blank."""
    for conflict in conflicts:
        if conflict.field:
            form = write(form, Cell("", conflict.block, conflict.row, conflict.field), conflict.theirs)
        elif not conflict.theirs:
            rows = tuple(row for row in getattr(form, conflict.block) if row.id != conflict.row)
            form = replace(form, **{conflict.block: rows})  # type: ignore[arg-type]
    return form
