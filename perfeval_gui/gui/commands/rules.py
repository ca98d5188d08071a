"""Commands on rule packs: see the rules in force, choose, copy, change, bring in, hand on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from perfeval_gui.core.edits import ChangeProject
from perfeval_gui.core.profile import Profile
from perfeval_gui.durable import replace_shared_file
from perfeval_gui.errors import PerfevalError, ProfileError, UnwritableFileError
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.rule_packs import RulePacks
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.dialogs.rules_overview import RulesOverview


class RuleCommands:
    """Keeps the overview in step with the packs; `rules_changed` shows the form in hand by its new rules."""

    def __init__(
        self,
        desk: Workspace,
        window: MainWindow,
        theme: Theme,
        packs: RulePacks,
        rules_changed: Callable[[], None],
        new_project: Callable[[Profile], None],
    ) -> None:
        self._desk = desk
        self._window = window
        self._theme = theme
        self._packs = packs
        self._rules_changed = rules_changed
        self._new_project = new_project
        self._view: RulesOverview | None = None
        packs.changed.connect(self._changed)
        desk.project_shown.connect(lambda _id: self._refresh())
        desk.forms_changed.connect(lambda change: self._refresh_for(change.touched))

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what the commands of the table call, by their names."""
        return {"rules_overview": self.show_overview, "new_by_pack": self.choose_pack_of_new}

    def choose_pack_of_new(self) -> None:
        """List the rule packs, each with a key that picks it, for a blank form that goes by it."""
        menu = QMenu(self._window)
        new = self._guarded(self._new)
        menu.setObjectName("packsMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, pack_id in enumerate(self._packs.ids(), 1):
            key = f"&{number}　" if number < 10 else ""
            usual = "（平时用的）" if pack_id == self._packs.default_id else ""
            action = menu.addAction(key + self._words(pack_id).replace("&", "&&") + usual)
            action.triggered.connect(lambda _checked=False, pack_id=pack_id: new(pack_id))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(self._window.centralWidget().mapToGlobal(QPoint(24, 24)))

    def _new(self, pack_id: str) -> None:
        self._new_project(self._packs.profile(pack_id))

    def show_overview(self) -> None:
        """Show the rules in force for the project in hand; a window that is open keeps its pack."""
        project = self._desk.current
        wanted = self._desk.profile_of(project).id if project else self._packs.default_id
        view = self._overview()
        self._list(view.pack_id if view.isVisible() else wanted)
        view.show()
        view.raise_()

    def _overview(self) -> RulesOverview:
        from perfeval_gui.gui.dialogs.rules_overview import RulesOverview

        if self._view is None:
            view = self._view = RulesOverview(self._window, self._theme)
            view.pack_chosen.connect(self._show)
            view.use_asked.connect(self._guarded(self.use_for_project))
            view.default_asked.connect(self._guarded(self.make_default))
            view.copy_asked.connect(self._guarded(self.copy))
            view.edit_asked.connect(self._guarded(self.edit))
            view.export_asked.connect(self._guarded(self.ask_export))
            view.remove_asked.connect(self._guarded(self.remove))
            view.take_in_asked.connect(self.ask_take_in)
        return self._view

    def _guarded(self, run: Callable[[str], None]) -> Callable[[str], None]:
        """Return the function with its broken situations said above the form instead of raised."""

        def guarded(pack_id: str) -> None:
            try:
                run(pack_id)
            except PerfevalError as error:
                self._window.notices.say(error.message, problem=True)

        return guarded

    # What is shown

    def _list(self, shown: str) -> None:
        view = self._overview()
        view.list_packs([(pack_id, self._words(pack_id)) for pack_id in self._packs.ids()], shown)
        self._show(view.pack_id)

    def _words(self, pack_id: str) -> str:
        try:
            name = self._packs.profile(pack_id).name
        except ProfileError:
            return f"{pack_id}（文件有误，不能使用）"
        return f"{name}（自己的）" if self._packs.is_own(pack_id) else name

    def _show(self, pack_id: str) -> None:
        view = self._overview()
        try:
            profile = self._packs.profile(pack_id)
        except ProfileError as error:
            self._window.notices.say(error.message, problem=True)
            return
        project = self._desk.current
        in_use = project is not None and project.profile == pack_id
        default = self._packs.default_id == pack_id
        view.show_pack(
            profile,
            self._note(profile, in_use=in_use, default=default),
            own=self._packs.is_own(pack_id),
            in_use=in_use or project is None,
            default=default,
        )

    def _note(self, profile: Profile, *, in_use: bool, default: bool) -> str:
        words = ["当前项目正按这个规则包检查和排版。" if in_use else "当前项目没有用这个规则包。"]
        words += ["新建的项目默认用它。"] if default else []
        project = self._desk.current
        if project is not None and project.profile not in self._packs.ids():
            words.append(f"当前项目指定的规则包“{project.profile}”本机没有，暂按默认规则检查；可以导入它。")
        return f"依据：{profile.basis}。{''.join(words)}"

    def _refresh(self) -> None:
        if self._view is not None and self._view.isVisible():
            self._show(self._view.pack_id)

    def _refresh_for(self, touched: tuple[str, ...]) -> None:
        project = self._desk.current
        if project is not None and project.id in touched and self._view is not None:
            self._refresh_once(project.profile)

    def _refresh_once(self, profile_id: str) -> None:
        """Typing changes no rules: show again only when the project goes by another pack than before."""
        view = self._overview()
        if view.property("project_profile") != profile_id:
            view.setProperty("project_profile", profile_id)
            self._refresh()

    def _changed(self) -> None:
        self._rules_changed()
        if self._view is not None:
            self._list(self._view.pack_id)

    # What is done

    def use_for_project(self, pack_id: str) -> None:
        """Let the project in hand go by the pack."""
        project = self._desk.current
        if project is not None:
            name = self._packs.profile(pack_id).name
            self._desk.session.do(ChangeProject(project.id, {"profile": pack_id}), "换规则包")
            self._refresh()
            self._window.tell(f"当前项目改按“{name}”检查，按 Ctrl+Z 可以撤销。")

    def make_default(self, pack_id: str) -> None:
        """Let new projects go by the pack."""
        self._packs.make_default(pack_id)
        self._refresh()
        self._window.tell("以后新建的项目用这个规则包。")

    def copy(self, pack_id: str) -> None:
        """Open a copy of the pack for changing; it becomes a pack of one's own when it is saved."""
        from perfeval_gui.core.checks.rule import LOCAL
        from perfeval_gui.core.pack_editing import free_pack_id

        profile = self._packs.profile(pack_id)
        fresh_id = free_pack_id(self._base_id(profile) or pack_id, self._packs.ids())
        whole = {**profile.source, "name": f"{profile.name}（本单位）", "basis": LOCAL}
        self._open_editor(fresh_id, profile, whole)

    def edit(self, pack_id: str) -> None:
        """Open a pack of one's own for changing."""
        profile = self._packs.profile(pack_id)
        self._open_editor(pack_id, profile, profile.source)

    def _open_editor(self, pack_id: str, profile: Profile, whole: Any) -> None:
        from perfeval_gui.core.pack_editing import own_pack
        from perfeval_gui.gui.dialogs.pack_editor import PackEditor

        base_id = self._base_id(profile)
        base = self._packs.profile(base_id) if base_id else None

        def keep(changed: dict[str, Any]) -> None:
            self._packs.keep(own_pack(pack_id, base, changed))
            self._list(pack_id)
            self._window.tell("规则包已保存，用它的表已经重新检查。")

        editor = PackEditor(self._overview(), self._theme, whole, profile, keep)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.open()

    def _base_id(self, profile: Profile) -> str:
        """Return the bundled pack that this one is, or stands on; a blank for one that stands alone."""
        return str(profile.source.get("extends", "")) if self._packs.is_own(profile.id) else profile.id

    def remove(self, pack_id: str) -> None:
        """Delete a pack of one's own; it can be brought in again from an exported file only."""
        name = self._packs.profile(pack_id).name
        self._packs.remove(pack_id)
        self._window.tell(f"已删除规则包“{name}”；用它的表改按默认规则检查。")

    def ask_take_in(self) -> None:
        """Ask for a pack file and bring it in."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(
            self._overview(), "选择规则包文件", "", "规则包 (*.toml);;所有文件 (*)"
        )
        if name:
            self._guarded(lambda path: self.take_in(Path(path)))(name)

    def take_in(self, path: Path) -> None:
        """Bring in a pack file. Raises ProfileError with the line or key that is wrong."""
        made = self._packs.take_in(path)
        self._list(made.id)
        self._window.tell(f"已导入规则包“{made.name}”。")

    def ask_export(self, pack_id: str) -> None:
        """Ask where to, and write the pack's file there."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(
            self._overview(), "导出规则包", f"规则包-{pack_id}.toml", "规则包 (*.toml)"
        )
        if name:
            self.export(pack_id, Path(name))

    def export(self, pack_id: str, path: Path) -> None:
        """Write the pack's file to a path. Raises UnwritableFileError."""
        try:
            replace_shared_file(path, self._packs.text_of(pack_id))
        except OSError as error:
            raise UnwritableFileError(
                f"“{path.name}”没有写成：文件夹写不进去，或文件正被打开。请换个位置再试。"
            ) from error
        self._window.tell(f"已导出“{path.name}”，可以拷给兄弟单位，在“规则一览”里导入。")
