"""Commands on a form that the finance bureau sent: compare our page with it, make a rule pack from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.rule_packs import RulePacks
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.core.sample import Sample, SampleDifference
    from perfeval_gui.gui.dialogs.sample_view import SampleView

Counted = dict[str, tuple["SampleDifference", ...]]
"""What differs from the sample, by pack."""


class SampleCommands:
    """`use_pack` lets the form in hand go by a pack."""

    def __init__(
        self,
        desk: Workspace,
        window: MainWindow,
        background: Background,
        packs: RulePacks,
        use_pack: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._window = window
        self._background = background
        self._packs = packs
        self._use_pack = use_pack

    def ask_sample(self) -> None:
        """Ask for the bureau's file and compare it."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "选择财政部门发来的表样", "", "Word 文档 (*.docx);;所有文件 (*)"
        )
        if name:
            self.compare(Path(name))

    def compare(self, path: Path) -> None:
        """Read the sample in the background, then show what differs from the rules of the form in hand."""
        from perfeval_gui.files.sample_reader import read_sample

        self._window.tell(f"正在比对“{path.name}”……")
        self._background.run(
            lambda: self._counted(read_sample(path)),
            lambda found: self._show(path, *found),
            self._refused,
        )

    def _counted(self, sample: Sample) -> tuple[Sample, Counted]:
        from perfeval_gui.core.sample import differences

        profiles = []
        for pack_id in self._packs.ids():
            try:
                profiles.append(self._packs.profile(pack_id))
            except PerfevalError:
                continue  # a pack whose file is not usable is named in 规则一览
        return sample, {profile.id: differences(profile, sample) for profile in profiles}

    def _show(self, path: Path, sample: Sample, counted: Counted) -> None:
        from perfeval_gui.gui.dialogs.sample_view import SampleView

        project = self._desk.current
        chosen = self._desk.profile_of(project).id if project else self._packs.default_id
        names = [(pack_id, self._packs.profile(pack_id).name) for pack_id in counted]
        view = SampleView(self._window, path.name, names, chosen if chosen in counted else names[0][0])
        view.pack_chosen.connect(lambda pack_id: self._fill(view, counted, pack_id))
        view.make_asked.connect(lambda pack_id: self.make_pack(path.stem, sample, pack_id, view))
        self._fill(view, counted, view.pack_id)
        self._window.tell("")
        view.show()

    def _fill(self, view: SampleView, counted: Counted, pack_id: str) -> None:
        nearest = min(counted, key=lambda other: len(counted[other]))
        is_nearer = len(counted[nearest]) < len(counted[pack_id])
        view.show_differences(counted[pack_id], self._packs.profile(nearest).name if is_nearer else "")

    def make_pack(self, name: str, sample: Sample, pack_id: str, view: SampleView) -> None:
        """Keep a pack that prints as the sample does and stands on the compared one, and offer to use it."""
        from perfeval_gui.core.pack_editing import free_pack_id, own_pack
        from perfeval_gui.core.profile import merged
        from perfeval_gui.core.sample_pack import pack_of

        base = self._packs.profile(pack_id)
        fresh = free_pack_id(pack_id, self._packs.ids())
        try:
            whole = merged(base.source, pack_of(base, sample, fresh, f"{name}（由表样生成）"))
            made = self._packs.keep(own_pack(fresh, base, whole))
        except PerfevalError as error:
            self._refused(error)
            return
        view.close()
        offers = [("当前项目改用它", lambda: self._use_pack(made.id))] if self._desk.current else []
        self._window.notices.say(
            f"已做好规则包“{made.name}”。请先打印一张与表样对照，再正式使用；在“规则一览”里可以修改或删除。",
            offers,
        )

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)
