"""What the findings panel shows: the project in hand, its unit, or all that is open."""

from __future__ import annotations

import operator
from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.form import Project
from perfeval_gui.core.text import squeeze
from perfeval_gui.core.values import dataclass
from perfeval_gui.core.waivers import waiver_of
from perfeval_gui.gui.findings.filters import Scope
from perfeval_gui.gui.findings.model import Line
from perfeval_gui.gui.findings.panel import FindingsPanel
from perfeval_gui.gui.library import Library
from perfeval_gui.gui.workspace import Workspace

_MANY = 1000
"""More findings than these are listed in a turn after the cells are marked: both at once hold a frame."""
_COUNTS_PAUSE_MS = 3000
"""Counts of findings for the list of drafts are kept when nothing has changed for so long."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """What a project's lines were made of, and the lines."""

    found: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    name: str
    lines: tuple[Line, ...]


class FindingsPresenter(QObject):
    """Keeps the panel in step with the desk, and the stored counts with what was found."""

    def __init__(self, desk: Workspace, library: Library, panel: FindingsPanel) -> None:
        super().__init__(panel)
        self._desk = desk
        self._library = library
        self._panel = panel
        self._kept: dict[str, tuple[int, int]] = {}
        self._lines: dict[str, _Listed] = {}
        self._shown: tuple[list[tuple[Line, ...]], tuple[str, str]] = ([], ("", ""))
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNTS_PAUSE_MS)
        self._counting.timeout.connect(self.keep_counts)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        desk.findings_changed.connect(self._findings_changed)
        desk.project_shown.connect(lambda _id: self.refresh())
        desk.forms_changed.connect(lambda _change: self.refresh())
        panel.filters.scope_changed.connect(self.refresh)

    def _findings_changed(self) -> None:
        current = self._desk.current
        if current is not None and len(self._desk.live.all_of(current.id)) > _MANY:
            self._soon.start()
        else:
            self.refresh()
        self._counting.start()

    def refresh(self) -> None:
        """Show the findings of the chosen scope as they are now."""
        projects = self.projects()
        several = self._panel.filters.scope is not Scope.PROJECT
        parts = [self._lines_of(project, named=several) for project in projects]
        words = (self._when_none(projects, several=several), self._remark())
        filing, (before, said) = self._desk.session.filing, self._shown
        if words == said and len(parts) == len(before) and all(map(operator.is_, parts, before)):
            self._panel.note_filing(filing)
            return
        self._shown = (parts, words)
        self._panel.show_lines([line for part in parts for line in part], filing, *words)

    def projects(self) -> list[Project]:
        """Return the open projects of the chosen scope, in the order of the tree."""
        current, scope = self._desk.current, self._panel.filters.scope
        if current is None:
            return []
        if scope is Scope.PROJECT:
            return [current]
        opened = list(self._desk.session.filing.projects.values())
        if scope is Scope.UNIT:
            here = _unit_and_year(current)
            opened = [item for item in opened if _unit_and_year(item) == here]
        return in_tree_order(opened)

    def _lines_of(self, project: Project, *, named: bool) -> tuple[Line, ...]:
        """Return the project's lines: the very same object as long as they are the same."""
        live = self._desk.live
        name = (" ".join(project.form.project_name.split()) or "（未填项目名称）") if named else ""
        found, waived = live.all_of(project.id), live.waived_of(project.id)
        listed = self._lines.get(project.id)
        if listed is None or (
            listed.found is not found or listed.waived is not waived or listed.name != name
        ):
            ids = {id(finding) for finding in waived}
            before = listed.lines if listed and listed.name == name else ()
            known = {id(line.finding): line for line in before if not line.reason}
            lines = tuple(
                Line(item, name, _reason(item, project))
                if id(item) in ids
                else known.get(id(item)) or Line(item, name)
                for item in found
            )
            listed = self._lines[project.id] = _Listed(found, waived, name, lines)
        return listed.lines

    def _when_none(self, projects: list[Project], *, several: bool) -> str:
        if not all(self._desk.live.is_checked(project.id) for project in projects):
            return "正在检查……"
        if several:
            return "这些表都没有发现问题。"
        return "没有发现问题，可以导出签字。"

    def _remark(self) -> str:
        if self._panel.filters.scope is Scope.PROJECT:
            return ""
        absent = len(self._library.ids()) - len(self._desk.session.filing.projects)
        return f"另有 {absent} 张表没有打开，按 F5 一并检查。" if absent else ""

    def keep_counts(self) -> None:
        """Hand the numbers of errors and warnings to the store, for the list before a draft is opened."""
        fresh: dict[str, tuple[int, int]] = {}
        for project_id in self._desk.session.filing.projects:
            marks = self._desk.marks_of(project_id)
            if marks is not None:
                fresh[project_id] = marks[:2]
        news = {key: counts for key, counts in fresh.items() if self._kept.get(key) != counts}
        if news:
            self._kept |= news
            self._library.note_counts(news)


def _unit_and_year(project: Project) -> tuple[str, str]:
    return squeeze(project.form.implementing_unit), squeeze(project.form.fiscal_year)


def _reason(finding: Finding, project: Project) -> str:
    waiver = waiver_of(finding, project)
    return waiver.reason if waiver else ""


def in_tree_order(projects: Iterable[Project]) -> list[Project]:
    """Return the projects as the tree lists them: newest year first, then by position."""

    def place(project: Project) -> tuple[int, str, int, str]:
        year = squeeze(project.form.fiscal_year)
        return (-int(year) if year.isdecimal() else 1, year, project.position, project.id)

    return sorted(projects, key=place)
