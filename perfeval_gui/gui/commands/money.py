"""Amounts that came in another unit than 万元: pointed out, and converted when the clerk says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from perfeval_gui.core.edits import Batch
from perfeval_gui.core.form import Form, Project, is_in_wan
from perfeval_gui.core.state import is_locked
from perfeval_gui.errors import ProjectLockedError
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.workspace import Workspace

Offer = tuple[str, Callable[[], None]]


class MoneyCommands:
    """Converts the chosen projects' amounts in one step of undo."""

    def __init__(self, desk: Workspace, window: MainWindow, chosen: Callable[[], Sequence[Project]]) -> None:
        self._desk = desk
        self._window = window
        self._chosen = chosen

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {"convert_to_wan": self.convert_to_wan}

    def point_out(self, project_id: str) -> None:
        """Say it when the project that came into hand has its amounts in another unit."""
        project = self._desk.session.filing.projects.get(project_id)
        if project is None or is_in_wan(project.form.funding_unit):
            return
        name = " ".join(project.form.project_name.split()) or "这张表"
        self._window.notices.say(
            f"“{name}”的金额单位是{project.form.funding_unit.strip()}，附件3 用万元：导出以前要换算。",
            self.offers([project.form]),
            problem=True,
        )

    def offers(self, forms: Sequence[Form]) -> list[Offer]:
        """Return a button that converts those of the forms that need it, or none where none does."""
        wanted = [form for form in forms if not is_in_wan(form.funding_unit)]
        return [("换算成万元", lambda: self._convert(self._projects_of(wanted)))] if wanted else []

    def _projects_of(self, forms: Sequence[Form]) -> list[Project]:
        """Return the open projects that still have one of the forms."""
        return [project for project in self._desk.session.filing.projects.values() if project.form in forms]

    def convert_to_wan(self) -> None:
        """Bring the amounts of the chosen projects to 万元; one that cannot be converted stays as it is."""
        self._convert(self._chosen())

    def _convert(self, projects: Sequence[Project]) -> None:
        from perfeval_gui.core.conversion import ConversionError, to_wan

        others = [project for project in projects if not is_in_wan(project.form.funding_unit)]
        if not others:
            self._window.tell("这些表的金额单位已经是万元，不用换算。")
            return
        edits, problems = [], []
        for project in others:
            if is_locked(project.state):
                problems.append(ProjectLockedError(project.form.project_name).message)
                continue
            try:
                edits.append(to_wan(project))
            except ConversionError as error:
                problems.append(error.message)
        if edits:
            self._desk.session.do(Batch(tuple(edits)), f"换算成万元 {len(edits)} 张表")
        said = f"已把 {len(edits)} 张表的金额换算成万元，请核对；按 Ctrl+Z 可以撤销。" if edits else ""
        self._window.notices.say(said + "".join(problems), problem=bool(problems))
