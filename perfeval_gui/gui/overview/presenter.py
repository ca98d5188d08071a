"""Fills the overview: rows of the projects under a node of the tree, kept up to date as they change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QObject, QTimer

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import Project
from perfeval_gui.core.summary import SummaryRow, summary_row
from perfeval_gui.core.summary_charts import (
    Chart,
    Kind,
    execution_chart,
    findings_chart,
    kinds_of,
    section_chart,
)
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.overview.page import OverviewPage
from perfeval_gui.gui.workspace import Workspace

_CHUNK = 25
_REFRESH_MS = 250
_MANY = 300
"""Of more projects than these the charts are made in a turn after the rows: each half would be felt."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row, and what it was made of: as long as that stays, so does the row."""

    project: Project
    found: tuple[Finding, ...] | None
    row: SummaryRow
    kinds: Mapping[Kind, int]


class OverviewPresenter(QObject):
    """Knows which projects are on show; loads those that are not open yet while the clerk looks."""

    def __init__(self, desk: Workspace, library: Library, page: OverviewPage) -> None:
        super().__init__(page)
        self._desk = desk
        self._library = library
        self._page = page
        self._title = ""
        self._ids: tuple[str, ...] = ()
        self._rows: dict[str, _Row] = {}
        self._waiting: list[str] = []
        self._loading = QTimer(self)
        self._loading.setInterval(0)
        self._loading.timeout.connect(self._load_some)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_REFRESH_MS)
        self._late.timeout.connect(self.refresh)
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self._show_charts)
        page.filter_changed.connect(lambda: self._draw(len(self._ids)))
        desk.forms_changed.connect(lambda _change: self._changed())
        desk.findings_changed.connect(self._changed)

    @property
    def ids(self) -> tuple[str, ...]:
        """The projects on show, in tree order."""
        return self._ids

    def show(self, title: str, ids: Sequence[str]) -> None:
        """Show the projects with these ids under a title, all of them again."""
        self._title = title
        self._page.reset_filter()
        self.take(ids)

    def take(self, ids: Sequence[str]) -> None:
        """Show these projects from now on, filtered as the others were."""
        self._ids = tuple(ids)
        wanted = frozenset(ids)
        self._rows = {key: kept for key, kept in self._rows.items() if key in wanted}
        opened = self._desk.session.filing.projects
        self._waiting = [key for key in ids if key not in opened]
        self._load_some()
        if self._waiting:
            self._loading.start()

    def _load_some(self) -> None:
        part, self._waiting = self._waiting[:_CHUNK], self._waiting[_CHUNK:]
        self._library.load(part)
        if not self._waiting:
            self._loading.stop()
        self.refresh()

    def _changed(self) -> None:
        if self._page.isVisible():
            self._late.start()

    def refresh(self) -> None:
        """Show the projects as they are now."""
        self._late.stop()
        rows = self.rows()
        left = f"（还有 {len(self._waiting)} 个正在读取）" if self._waiting else ""
        self._page.show_rows(self._title, rows, left)
        self._draw(len(rows))

    def _draw(self, count: int) -> None:
        """Draw the charts, those of so many projects in a later turn."""
        if self._waiting:
            return
        if count > _MANY:
            self._drawing.start()
        else:
            self._show_charts()

    def _show_charts(self) -> None:
        """Show the charts of the rows that the filter lets through."""
        self._page.show_charts(self.charts(self._page.filter.shown()))

    def rows(self) -> list[SummaryRow]:
        """Return the rows of the open projects on show."""
        opened = self._desk.session.filing.projects
        return [self._row(opened[key]) for key in self._ids if key in opened]

    def _row(self, project: Project) -> SummaryRow:
        found = self._desk.findings_of(project.id) if self._desk.live.is_checked(project.id) else None
        kept = self._rows.get(project.id)
        if kept is None or kept.project is not project or kept.found != found:
            row = summary_row(project, self._desk.profile_of(project), found)
            kept = self._rows[project.id] = _Row(project, found, row, kinds_of(found or ()))
        return kept.row

    def charts(self, rows: Sequence[SummaryRow]) -> tuple[Chart, Chart, Chart]:
        """Return the charts of the rows."""
        opened = self._desk.session.filing.projects
        profiles = [self._desk.profile_of(opened[row.project]) for row in rows if row.project in opened]
        low = max((profile.scoring.low_execution_rate for profile in profiles), default=Decimal(0))
        kinds = (self._rows[row.project].kinds for row in rows if row.project in self._rows)
        return execution_chart(rows, low), section_chart(rows), findings_chart(kinds)
