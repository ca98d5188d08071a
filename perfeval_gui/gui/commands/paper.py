"""Commands on paper: preview, printing, PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from perfeval_gui.core.form import Project
from perfeval_gui.core.layout.footer import footer_with
from perfeval_gui.core.profile import Profile
from perfeval_gui.gui.asking import ask
from perfeval_gui.gui.dialogs.export_guard import Decision
from perfeval_gui.gui.main_window import MainWindow

if TYPE_CHECKING:
    from perfeval_gui.gui.paper.printing_job import Pages

_NO_PRINTER = "这台电脑没有可用的打印机。可以先导出 Word 或 PDF，到有打印机的电脑上打印。"


class PaperCommands:
    """Prints what is chosen in the tree, else the form in hand."""

    def __init__(
        self,
        window: MainWindow,
        chosen: Callable[[], Sequence[Project]],
        profile_of: Callable[[Project], Profile],
        tell: Callable[[str], None],
        ask_before: Callable[[Sequence[Project], str], Decision],
        code_in_footer: Callable[[], bool] = bool,
    ) -> None:
        self._window = window
        self._chosen = chosen
        self._profile_of = profile_of
        self._tell = tell
        self._ask_before = ask_before
        self._code_in_footer = code_in_footer

    def pages(self, *, is_draft: bool = False) -> Pages:
        """Return the pages of the chosen projects with their paper; at the foot that they are a draft, if so."""
        from perfeval_gui.gui.printing import form_pages

        footer_of = footer_with(draft=is_draft, code=self._code_in_footer())
        return form_pages(list(self._chosen()), self._profile_of, footer_of)

    def print_preview(self) -> None:
        """Show the pages as they will print."""
        from perfeval_gui.gui.paper.printing_job import Preview

        pages = self.pages()
        if pages:
            ask(Preview(self._window, pages))

    def print_projects(self) -> None:
        """Print on a printer of the clerk's choice."""
        from PySide6.QtPrintSupport import QPrinterInfo

        from perfeval_gui.gui.paper.printing_job import choose_and_print

        projects = self._chosen()
        if not projects:
            return
        if not QPrinterInfo.availablePrinterNames():
            self._window.notices.say(_NO_PRINTER, problem=True)
            return
        decision = self._ask_before(projects, "打印")
        if decision is Decision.MEND:
            return
        sent = choose_and_print(
            self._window, self.pages(is_draft=decision is Decision.AS_DRAFT), len(projects)
        )
        if sent:
            self._tell(sent)

    def show_paper(self) -> None:
        """Show or hide the paper beside the form."""
        self._window.toggle_paper()
