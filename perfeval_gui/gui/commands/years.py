"""Commands from year to year: roll over, new from a form of past years, last year's traces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from perfeval_gui.core.edits import AddProject, Batch
from perfeval_gui.core.form import FUNDING, Cell, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.proposals import applicable, as_one_edit
from perfeval_gui.core.text import squeeze
from perfeval_gui.gui.library import Library, new_id
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.themes import Theme
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.dialogs.change_list import ChangeListDialog


class YearCommands:
    """Makes this year's projects out of last year's; each is one step of undo."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        profile_of: Callable[[Project], Profile],
        chosen: Callable[[], Sequence[Project]],
        show: Callable[[str, Cell | None], None],
        theme: Callable[[], Theme],
        today: Callable[[], date],
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._profile_of = profile_of
        self._chosen = chosen
        self._show = show
        self._theme = theme
        self._today = today

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {
            "roll_over": self.roll_over,
            "new_from_template": self.new_from_template,
            "scan_leftovers": self.scan_leftovers,
        }

    def roll_over(self) -> None:
        """Ask how, then make next year's projects out of the chosen ones."""
        sources = sorted(self._chosen(), key=lambda project: project.position)
        if not sources:
            self._window.tell("请先在左边选中要结转的项目、单位或年度。")
            return
        self._ask(sources, self._following(sources))

    def use_as_templates(self, sources: Sequence[Project], year: int) -> None:
        """Ask how, then make projects of the year out of forms that are no projects yet."""
        self._ask(sources, year, offers_archive=True)

    def new_from_template(self) -> None:
        """Let a form of past years be chosen, then roll it over."""
        from perfeval_gui.gui.dialogs.template_library import TemplateLibrary

        entries = self._library.entries(self._desk)
        library = TemplateLibrary(self._window, entries, self._open, self._profile_of, self._theme())
        library.templates_chosen.connect(self._use_drafts)
        library.show()

    def _use_drafts(self, ids: Sequence[str]) -> None:
        sources = [project for project in map(self._open, ids) if project is not None]
        if sources:
            self._ask(sources, self._following(sources))

    def _open(self, project_id: str) -> Project | None:
        self._library.load([project_id])
        return self._desk.session.filing.projects.get(project_id)

    def _following(self, sources: Sequence[Project]) -> int:
        """Return the year after the latest of the projects, or the present one where none says its year."""
        from perfeval_gui.core.leftovers import year_of

        years = [year for project in sources if (year := year_of(project.form)) is not None]
        return max(years) + 1 if years else self._today().year

    def _ask(self, sources: Sequence[Project], year: int, *, offers_archive: bool = False) -> None:
        from perfeval_gui.gui.dialogs.roll_over import RollOverDialog

        known = {
            (entry.fiscal_year, entry.unit, squeeze(entry.name))
            for entry in self._library.entries(self._desk)
        }
        dialog = RollOverDialog(
            self._window,
            sources,
            year,
            self._library.next_position(),
            known,
            offers_archive=offers_archive,
        )
        dialog.agreed_on.connect(lambda projects, keeps: self._add(projects, sources if keeps else ()))
        dialog.show()

    def _add(self, projects: Sequence[Project], archived: Sequence[Project]) -> None:
        position = self._library.next_position() + len(projects)
        kept = [
            replace(source, id=new_id(), position=position + number) for number, source in enumerate(archived)
        ]
        year = projects[0].form.fiscal_year
        edits = tuple(AddProject(project) for project in (*projects, *kept))
        self._desk.session.do(Batch(edits), f"结转 {len(projects)} 张表到 {year} 年度")
        first = projects[0]
        row = first.form.funding[0].id if first.form.funding else ""
        self._show(first.id, Cell(first.id, FUNDING, row, "outturn") if row else None)
        self._window.notices.say(
            f"已新建 {len(projects)} 张 {year} 年度的表，请逐张填写执行数、实际完成值和得分。按 Ctrl+Z 可以撤销。",
            [("去年痕迹扫描", self.scan_leftovers)],
        )

    def scan_leftovers(self) -> None:
        """List what last year left behind in the chosen projects, and change what is agreed."""
        from perfeval_gui.core.leftovers import leftovers
        from perfeval_gui.gui.dialogs.change_list import ChangeListDialog

        filing = self._desk.session.filing
        proposals, left = applicable(leftovers(self._chosen()), filing)
        if not proposals:
            self._window.tell(left or "没有发现去年留下的年份、日期、填表人或空位。")
            return
        words = f"这些地方像是去年留下的。勾选的会照“改为”修改；点一行可以看到那一格。{left}"
        dialog = ChangeListDialog(self._window, "去年痕迹扫描", words, proposals, filing)
        dialog.setObjectName("leftovers")
        dialog.jump_asked.connect(lambda cell: self._show(cell.project, cell))
        dialog.accepted.connect(lambda: self._fix(dialog))
        dialog.show()

    def _fix(self, dialog: ChangeListDialog) -> None:
        """Change what is ticked, but for cells that were edited while the list stood open."""
        fresh, _ = applicable(dialog.chosen(), self._desk.session.filing)
        self._desk.session.do(as_one_edit(fresh), f"改掉去年痕迹 {len(fresh)} 处")
        self._window.tell(f"已修改 {len(fresh)} 处，按 Ctrl+Z 可以撤销。")
