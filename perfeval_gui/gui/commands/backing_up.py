"""Commands for the backup on another drive and for 移交: everything in one file, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from perfeval_gui import settings
from perfeval_gui.core.edits import AddProject, Batch
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.drafts.store import DraftStore
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.library import Library, new_id
from perfeval_gui.gui.long_work import LongWork
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.rule_packs import RulePacks
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.drafts.backup import Contents, Plan
    from perfeval_gui.drafts.record import DraftInfo


class BackupCommands:
    """A backup is checked before it counts; restoring overwrites nothing."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        background: Background,
        long_work: LongWork,
        preferences: Preferences,
        packs: RulePacks,
        show: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._background = background
        self._long_work = long_work
        self._preferences = preferences
        self._packs = packs
        self._show = show

    def back_up(self) -> None:
        """Ask where to and whether on every closing, keep the answers, and make a backup in the background."""
        from perfeval_gui.gui.dialogs.backup import BackupDialog

        kept = self._preferences.value
        dialog = BackupDialog(
            self._window, kept.backup_folder, kept.last_backup, on_close=kept.backup_on_close
        )
        if ask(dialog):
            folder = dialog.folder.text().strip()
            self._preferences.change(backup_folder=folder, backup_on_close=dialog.on_close.isChecked())
            self._library.flush()
            self._long_work.run(
                "正在备份",
                lambda progress: self.write_backup(Path(folder), progress),
                self._backed_up,
                self._refused,
            )

    def write_backup(self, folder: Path, progress: Progress = unwatched) -> Path:
        """Write the backup of the day, of what is on disk, into a folder and return its path; for any thread."""
        from perfeval_gui.drafts import backup

        now = datetime.now().astimezone()
        with DraftStore.open(self._library.folder, read_only=True) as store:
            return backup.write_backup(store, folder / backup.backup_name(now), now, progress)

    def _backed_up(self, path: Path) -> None:
        self._note_success()
        later = "以后每次退出时会自动备份到这里。" if self._preferences.value.backup_on_close else ""
        self._window.notices.say(f"已备份到“{path.name}”，并核对无误。{later}")

    def _note_success(self) -> None:
        now = datetime.now().astimezone()
        self._preferences.change(last_backup=now.isoformat(timespec="minutes"))

    def back_up_on_close(self) -> None:
        """Back up quietly when the clerk chose so; a failure is kept for the next start to say."""
        kept = self._preferences.value
        if not kept.backup_on_close or not kept.backup_folder or not self._library.may_write:
            return
        try:
            self.write_backup(Path(kept.backup_folder))
            self._note_success()
        except PerfevalError as error:
            self._preferences.change(backup_failed=error.message)

    def say_failure(self) -> None:
        """Say what became of the backup of the last closing, if it failed, and when the last one succeeded."""
        kept = self._preferences.value
        if kept.backup_failed:
            last = kept.last_backup[:16].replace("T", " ") or "还没有过"
            self._window.notices.say(
                f"上次退出时{kept.backup_failed}（上次成功：{last}）",
                [("重新备份…", self.back_up)],
                problem=True,
            )
            self._preferences.change(backup_failed="")

    def restore_backup(self) -> None:
        """Take everything of a backup in; what is here already stays as it is."""
        name, _ = QFileDialog.getOpenFileName(self._window, "选择备份文件", "", "自评表备份 (*.zip)")
        if name:
            self.restore(Path(name))

    def restore(self, path: Path) -> None:
        """Check a backup and take in what is not here, with its time line, all in the background.

        What is here in another state comes as a copy beside it.
        """
        from perfeval_gui.drafts import backup

        self._library.flush()
        opened, listed = self._desk.session.filing.projects, self._library.ids()

        def look(progress: Progress) -> tuple[Contents, Plan]:
            contents = backup.read_backup(path, self._library.folder, progress)
            unopened = [item.id for item in contents.projects if item.id in listed and item.id not in opened]
            with self._library.reader() as store:
                stored = {item.id: item for item in store.load(unopened).projects}
            return contents, backup.plan(contents, {**stored, **opened}, new_id)

        self._long_work.run("正在核对备份", look, lambda found: self._adopt(*found), self._refused)

    def _adopt(self, contents: Contents, planned: Plan) -> None:
        self._background.follow(
            self._library.adopt(contents),
            lambda adopted: self._take_in(contents, planned, adopted),
            self._refused,
        )

    def _take_in(self, contents: Contents, planned: Plan, adopted: Mapping[str, DraftInfo]) -> None:
        self._library.note_adopted(adopted)
        self._library.companions.add(contents.papers)
        if planned.copies:
            added = tuple(AddProject(project) for project in planned.copies)
            self._desk.session.do(Batch(added), "从备份恢复")
        packs = self._take_others(contents.others)
        first = next((item.id for item in planned.new if item.id in adopted), "")
        if self._desk.current is None and first:
            self._show(first)
        self._window.notices.say("".join(_what_came(planned, adopted, packs)))

    def _take_others(self, others: Mapping[str, bytes]) -> int:
        """Take in rule packs and preferences that are not here and return the number of packs."""
        if settings.NAME in others:
            known = settings.adopted(self._preferences.value, others[settings.NAME])
            self._preferences.change(**settings.handed_over(known))
        return self._packs.adopt(others)

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)


def _what_came(planned: Plan, adopted: Mapping[str, DraftInfo], packs: int) -> Iterator[str]:
    new = sum(project.id in adopted for project in planned.new)
    yield f"从备份恢复了 {new} 个项目（连同历史版本）"
    yield f"和回收站里的 {len(adopted) - new} 个" if len(adopted) > new else ""
    yield f"，{planned.same} 个本来就一样。"
    if new < len(planned.new):
        yield f"有 {len(planned.new) - new} 个在这里删除过，还在回收站里，没有恢复。"
    if planned.copies:
        yield f"有 {len(planned.copies)} 个与现有的不同，作为另一份并排放着，现有的没有改动。"
    yield f"规则包 {packs} 个。" if packs else ""
