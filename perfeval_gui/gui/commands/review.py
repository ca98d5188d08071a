"""复核: the department's clerk gives second scores and remarks, prints them and sends them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from perfeval_gui.core.form import Project
from perfeval_gui.core.review import ReviewLine, in_words, review_lines, review_sheet, review_sums, set_mark
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.review.page import ReviewPage
from perfeval_gui.gui.workspace import Workspace

if TYPE_CHECKING:
    from perfeval_gui.gui.paper.printing_job import Pages


class ReviewPageCommands:
    """Shows the review of the form in hand in its place; every mark is an edit, so it is kept and can be undone."""

    def __init__(
        self, desk: Workspace, window: MainWindow, page: ReviewPage, send_package: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._window = window
        self._page = page
        window.add_page(page)
        desk.project_shown.connect(lambda _id: self._refresh())
        desk.session.on_change(lambda _change: self._refresh())
        page.model.edited.connect(self._mark)
        page.add_buttons(
            (
                ("printer", "打印复核表", self.preview),
                ("file-export", "写交换包退回", send_package),
                ("x", "关闭", self.leave),
            )
        )

    @property
    def is_shown(self) -> bool:
        """Whether the review is in sight."""
        return self._window.shows_page(self._page)

    def show(self) -> None:
        """Show the review of the form in hand, or the form again."""
        if self.is_shown:
            self.leave()
            return
        self._desk.session.settle()
        if self._desk.current is None:
            self._window.tell("请先在左边选一个项目。")
            return
        self._window.show_page(self._page)
        self._refresh()
        self._page.table.setFocus()

    def leave(self) -> None:
        """Show the form in hand again."""
        if self.is_shown:
            self._window.show_form(visible=self._desk.current is not None)

    def _refresh(self) -> None:
        project = self._desk.current
        if project is None or not self.is_shown:
            return
        profile = self._desk.profile_of(project)
        lines = review_lines(project, profile)
        name = project.form.project_name.strip() or "未命名项目"
        self._page.show_lines(f"复核　{name}", in_words(review_sums(lines, profile)), lines)

    def _mark(self, line: ReviewLine, field: str, text: str) -> None:
        project = self._desk.current
        if project is not None:
            self._desk.session.do(set_mark(project, line.mark.block, line.mark.row, field, text), "复核")

    def pages(self, project: Project) -> Pages:
        """Return the 复核表 of a project as pages of paper."""
        from perfeval_gui.gui.printing import list_pages

        profile = self._desk.profile_of(project)
        return list_pages(review_sheet(project, profile), profile.page)

    def preview(self) -> None:
        """Show the 复核表 as it will print."""
        from perfeval_gui.gui.paper.printing_job import Preview

        if self._desk.current is not None:
            ask(Preview(self._window, self.pages(self._desk.current)))
