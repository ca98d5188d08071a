"""Commands on whole projects: new, duplicate, delete, take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from perfeval_gui.core.edits import AddProject, Batch, RemoveProject
from perfeval_gui.core.form import HEAD, Cell, Form, Project
from perfeval_gui.core.profile import Profile, blank_form
from perfeval_gui.gui.library import Library, new_id
from perfeval_gui.gui.workspace import Workspace

_NO_FORMS_BEFORE = 2023
"""The program is younger than that; a clock that says so is wrong."""


class ProjectCommands:
    """Adds and removes projects through the session; `show` takes one in hand, `tell` speaks."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        profile: Callable[[], Profile],
        today: Callable[[], date],
        show: Callable[[str, Cell | None], None],
        chosen: Callable[[], list[str]],
        beside: Callable[[list[str]], str],
        tell: Callable[[str], None],
    ) -> None:
        self._desk = desk
        self._library = library
        self._profile = profile
        self._today = today
        self._show = show
        self._chosen = chosen
        self._beside = beside
        self._tell = tell

    def new_project(self, profile: Profile | None = None) -> None:
        """Open a blank form for the year and unit in hand, else for last year, the one now due.

        It goes by the profile, or by that of new projects. A clock that must be wrong gives no year.
        """
        beside, today = self._desk.current, self._today().year
        profile = profile or self._profile()
        year = str(today - 1) if today > _NO_FORMS_BEFORE else ""
        form = blank_form(profile, year)
        if beside is not None:
            near = beside.form
            form = replace(
                form,
                fiscal_year=near.fiscal_year or form.fiscal_year,
                supervising_department=near.supervising_department,
                implementing_unit=near.implementing_unit,
            )
        project = Project(new_id(), form, self._library.next_position(), profile.id)
        self._desk.session.do(AddProject(project), "新建项目")
        self._show(project.id, Cell(project.id, HEAD, "", "project_name"))
        doubt = "" if form.fiscal_year else f"电脑的日期是 {today} 年，看来不对，年度请自己填写。"
        self._tell("已新建一张空白表，请先填写项目支出名称。" + doubt)

    def add_forms(self, forms: Iterable[tuple[Form, str]], label: str) -> list[str]:
        """Add forms (with their profile ids) as projects in one step and return the new ids."""
        position = self._library.next_position()
        made = [
            Project(new_id(), form, position + number, profile_id)
            for number, (form, profile_id) in enumerate(forms)
        ]
        if made:
            self._desk.session.do(Batch(tuple(AddProject(project) for project in made)), label)
            self._show(made[0].id, None)
        return [project.id for project in made]

    def take_in(self, projects: Iterable[Project]) -> None:
        """Add projects that another start of the program kept, under their own ids."""
        fresh = [project for project in projects if not self._library.knows(project.id)]
        position = self._library.next_position()
        placed = [replace(project, position=position + n) for n, project in enumerate(fresh)]
        if placed:
            self._desk.session.do(Batch(tuple(AddProject(p) for p in placed)), f"导入 {len(placed)} 张表")

    def duplicate_project(self) -> None:
        """Open a copy of the project in hand under a name that says so."""
        original = self._desk.current
        if original is None:
            return
        form = replace(original.form, project_name=original.form.project_name + "（副本）")
        copy = Project(new_id(), form, self._library.next_position(), original.profile)
        self._desk.session.do(AddProject(copy), "复制项目")
        self._show(copy.id, Cell(copy.id, HEAD, "", "project_name"))

    def delete_project(self) -> None:
        """Send the chosen projects to the recycle bin; where the one in hand goes, its neighbour is taken in hand."""
        ids = self._chosen() or ([self._desk.current.id] if self._desk.current else [])
        self._library.load(ids)
        ids = [key for key in ids if key in self._desk.session.filing]
        if not ids:
            self._tell("请先在左边选中要删除的项目。")
            return
        label = "删除项目" if len(ids) == 1 else f"删除 {len(ids)} 个项目"
        neighbour = self._beside(ids)
        self._desk.session.do(Batch(tuple(RemoveProject(key) for key in ids)), label)
        if neighbour and self._desk.current is None:
            self._show(neighbour, None)
        self._tell(f"已{label}，放入回收站，按 Ctrl+Z 可以撤销。")

    def take_back(self, ids: Iterable[str]) -> None:
        """Take projects out of the recycle bin, as they were."""
        found = [self._library.deleted_project(key) for key in ids]
        projects = [item for item in found if item is not None and not self._library.knows(item.id)]
        if projects:
            self._desk.session.do(Batch(tuple(AddProject(item) for item in projects)), "恢复项目")
            self._show(projects[0].id, None)
