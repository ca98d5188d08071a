"""Commands on the 绩效自评报告: show its draft, keep what is written, write it with the unit's template."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from perfeval_gui.core.checks.together import belongs_to, units_of, usual_unit
from perfeval_gui.core.form import Project
from perfeval_gui.core.report import Report, edits_from_json, edits_to_json, report_of
from perfeval_gui.core.summary_charts import execution_chart
from perfeval_gui.core.text import clean, squeeze
from perfeval_gui.drafts.companions import REPORT, Key
from perfeval_gui.durable import private_folder
from perfeval_gui.errors import PerfevalError
from perfeval_gui.gui.background import Background
from perfeval_gui.gui.commands.exporting import open_path
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.report.page import ReportPage
from perfeval_gui.gui.themes import LIGHT
from perfeval_gui.gui.workspace import Workspace

_WORD = "Word 文档 (*.docx)"
_MOST = 120
"""A report on more projects is no unit's; each of its paragraphs is a field of its own."""
_REFRESH_MS = 300


class ReportCommands:
    """Shows one unit's report in the place of the form; what is typed is kept as drafts are."""

    def __init__(
        self,
        desk: Workspace,
        library: Library,
        window: MainWindow,
        page: ReportPage,
        background: Background,
    ) -> None:
        self._desk = desk
        self._library = library
        self._window = window
        self._page = page
        self._background = background
        self._year, self._unit = "", ""
        self._late = QTimer(page)
        self._late.setSingleShot(True)
        self._late.setInterval(_REFRESH_MS)
        self._late.timeout.connect(self._refresh)
        window.add_page(page)
        window.tree.project_chosen.connect(lambda _project: self.leave())
        desk.forms_changed.connect(lambda _change: self._late.start() if self.is_shown else None)
        page.edited.connect(self._edit)
        page.unit_chosen.connect(self._choose_unit)
        page.add_buttons(
            (
                ("file-type-docx", "写成 Word…", self.export),
                ("chevron-down", "下一处待填写", self.next_missing),
                ("file-text", "另存模板…", self.save_template),
                ("folder-open", "用自己的模板…", self.choose_template),
                ("history", "恢复默认模板", self.drop_template),
                ("x", "关闭", self.leave),
            )
        )

    @property
    def is_shown(self) -> bool:
        """Whether the report is in sight."""
        return self._window.shows_page(self._page)

    @property
    def _key(self) -> Key:
        return Key(REPORT, self._year, self._unit)

    def show(self, fiscal_year: str, unit: str) -> None:
        """Show the report of a year; `unit` is an 实施单位, blank where the whole year is meant."""
        self._desk.session.settle()
        self._library.load(self._library.ids_of_year(fiscal_year))
        self._year = fiscal_year
        forms = [item.form for item in self._projects_of_year()]
        if not forms:
            self._window.tell("还没有项目，不能写报告。")
            return
        units = units_of(forms)
        self._unit = usual_unit(forms, unit) or next(iter(units), "")
        self._page.show_units(units, self._unit)
        self._show()

    def leave(self) -> None:
        """Show the form in hand again."""
        if self.is_shown:
            self._window.show_form(visible=self._desk.current is not None)

    def _choose_unit(self, unit: str) -> None:
        self._unit = unit
        self._show()

    def _show(self) -> None:
        count = len(self._projects())
        if count > _MOST:
            self._window.tell(f"“{self._unit}”有 {count} 个项目，太多了；请在总览里选一个单位再写报告。")
            return
        self._refresh()
        self._window.show_page(self._page)

    def _projects_of_year(self) -> list[Project]:
        projects = self._desk.session.filing.projects.values()
        return [item for item in projects if squeeze(item.form.fiscal_year) == self._year]

    def _projects(self) -> list[Project]:
        found = [item for item in self._projects_of_year() if belongs_to(item.form, self._unit)]
        return sorted(found, key=lambda item: item.position)

    def _edits(self) -> dict[str, tuple[str, str]]:
        value = self._library.companions.get(self._key)
        return edits_from_json(value) if value is not None else {}

    def report(self) -> Report:
        """Return the report in sight as it stands."""
        return report_of(self._projects(), self._desk.profile_of, self._edits())

    def _refresh(self) -> None:
        self._page.show_report(self.report())

    def _edit(self, key: str, text: str) -> None:
        """Keep what was written; the draft word for word is nothing to be kept."""
        edits = self._edits()
        draft = next(item.draft for item in self.report().paragraphs if item.key == key)
        edits.pop(key, None)
        if text != draft:
            edits[key] = clean(text), draft
        self._library.companions.keep(self._key, edits_to_json(edits) if edits else None)
        self._refresh()

    def next_missing(self) -> None:
        """Go to the next place that is to be written."""
        if not self._page.go_to_missing():
            self._window.tell("没有待填写的地方了。")

    # Writing it

    def export(self) -> None:
        """Ask where, and write the report."""
        from perfeval_gui.files.file_names import file_name

        suggested = file_name(self.report().title, "docx")
        name, _ = QFileDialog.getSaveFileName(self._window, "报告存为", suggested, _WORD)
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the report with its chart in the background."""
        from perfeval_gui.files.replace import replace_file
        from perfeval_gui.files.report_template import template_of
        from perfeval_gui.files.report_writer import Filled, fill_report

        report, folder, picture = self.report(), self._library.folder, self._chart()

        def work() -> Filled:
            filled = fill_report(report, template_of(folder), picture)
            replace_file(path, filled.data)
            return filled

        self._background.run(
            work, lambda filled: self._say_written(path, report.missing, filled.unknown), self._refused
        )

    def _chart(self) -> bytes:
        from perfeval_gui.gui.overview.chart_view import ChartView
        from perfeval_gui.gui.overview.pictures import png_bytes

        projects = self._projects()
        profiles = [self._desk.profile_of(item) for item in projects]
        low = max((profile.scoring.low_execution_rate for profile in profiles), default=Decimal(0))
        view = ChartView(LIGHT)
        view.show_chart(execution_chart(self.report().rows, low))
        return png_bytes(view.picture())

    def _say_written(self, path: Path, missing: int, unknown: tuple[str, ...]) -> None:
        offers = [("打开文件", lambda: open_path(path)), ("打开所在文件夹", lambda: open_path(path.parent))]
        left = f"还有 {missing} 处待填写，已用黄色标出。" if missing else ""
        odd = "、".join(f"{{{{{name}}}}}" for name in unknown)
        kept = f"模板里的 {odd} 不认识，原样保留。" if unknown else ""
        self._window.notices.say(f"已写好“{path.name}”。{left}{kept}", offers)

    def _refused(self, error: PerfevalError) -> None:
        self._window.notices.say(error.message, problem=True)

    # The template

    def save_template(self) -> None:
        """Ask where, and write the template in use there, to be changed in Word."""
        name, _ = QFileDialog.getSaveFileName(self._window, "报告模板另存为", "自评报告模板.docx", _WORD)
        if name:
            self.write_template(Path(name))

    def write_template(self, path: Path) -> None:
        """Write the template in use to a file."""
        from perfeval_gui.files.replace import replace_file
        from perfeval_gui.files.report_template import template_of

        folder = self._library.folder

        def said(_done: object) -> None:
            words = "可以用 Word/WPS 改版式和文字，{{…}} 处会换成内容；改好后点“用自己的模板”。"
            self._window.notices.say(
                f"模板已存为“{path.name}”。{words}", [("打开文件", lambda: open_path(path))]
            )

        self._background.run(lambda: replace_file(path, template_of(folder)), said, self._refused)

    def choose_template(self) -> None:
        """Ask for a Word file and use it as the template from now on."""
        name, _ = QFileDialog.getOpenFileName(self._window, "选择报告模板", "", _WORD)
        if name:
            self.use_template(Path(name))

    def use_template(self, path: Path) -> None:
        """Keep a copy of a template in the data directory, once it has been tried."""
        from perfeval_gui.durable import replace_file
        from perfeval_gui.files.report_template import own_template, read_template
        from perfeval_gui.files.report_writer import Filled, fill_report

        report, target = self.report(), own_template(self._library.folder)

        def work() -> Filled:
            template = read_template(path)
            filled = fill_report(report, template)
            private_folder(target.parent)
            replace_file(target, template)
            return filled

        def said(filled: Filled) -> None:
            odd = "、".join(f"{{{{{name}}}}}" for name in filled.unknown)
            kept = f"其中 {odd} 不认识，会原样保留。" if filled.unknown else ""
            self._window.notices.say(f"以后的报告都用“{path.name}”的版式。{kept}")

        self._background.run(work, said, self._refused)

    def drop_template(self) -> None:
        """Use the template of the program again."""
        from perfeval_gui.files.report_template import own_template

        own_template(self._library.folder).unlink(missing_ok=True)
        self._window.tell("已恢复默认的报告模板。")
