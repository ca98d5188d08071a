"""The desk: the session, the project in hand, live findings and sums; views listen to its signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from perfeval_gui.core.checks import check_filing, check_project, is_waived
from perfeval_gui.core.checks.reading import Context
from perfeval_gui.core.checks.rule import Finding, Severity
from perfeval_gui.core.edits import Batch
from perfeval_gui.core.form import Cell, Project
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, format_rate, is_blank
from perfeval_gui.core.scoring import computed_rate, computed_score, total_funding_row, totals_of
from perfeval_gui.session import Change, Session

CHECK_PAUSE_MS = 200
"""Findings follow the last key after this pause."""


class Workspace(QObject):
    """Owns what is shown; the only one of the window's objects that talks to the session about projects."""

    project_shown = Signal(str)
    """Another project is in hand (blank: none)."""
    forms_changed = Signal(object)
    """The session changed; holds the `Change`."""
    findings_changed = Signal()

    def __init__(
        self,
        session: Session,
        profile_of: Callable[[Project], Profile],
        default_profile: Callable[[], Profile],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self.session = session
        self.profile_of = profile_of
        self._default_profile = default_profile
        self._today = today
        self._current = ""
        self._findings: dict[str, tuple[Finding, ...]] = {}
        self._stale: dict[str, None] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(CHECK_PAUSE_MS)
        self._pause.timeout.connect(self._check_one)
        session.on_change(self._session_changed)

    # The project in hand

    @property
    def current(self) -> Project | None:
        """The project in hand, or None."""
        return self.session.filing.projects.get(self._current)

    def show_project(self, project_id: str) -> None:
        """Take a project in hand."""
        if project_id != self._current:
            self._current = project_id
            self._check_soon_first(project_id)
            self.project_shown.emit(project_id)

    def _session_changed(self, change: Change) -> None:
        self._stale.update(dict.fromkeys(change.touched))
        for project_id in change.touched:
            if project_id not in change.after:
                self._findings.pop(project_id, None)
        if self._current and self._current not in change.after:
            self._current = ""
            self.project_shown.emit("")
        self.forms_changed.emit(change)
        self._pause.start()

    # Findings

    def findings_of(self, project_id: str) -> tuple[Finding, ...]:
        """Return the open findings of a project as last checked, in reading order; waived ones are left out."""
        project = self.session.filing.projects.get(project_id)
        found = self._findings.get(project_id, ())
        return tuple(finding for finding in found if project and not is_waived(finding, project))

    def marks_of(self, project_id: str) -> tuple[int, int, int] | None:
        """Return the numbers of open errors, warnings and hints, or None when not yet checked."""
        if project_id not in self._findings:
            return None
        found = self.findings_of(project_id)
        errors, warnings, hints = (sum(f.severity is severity for f in found) for severity in Severity)
        return errors, warnings, hints

    def check_now(self) -> None:
        """Check every open project at once, across projects too."""
        self._stale.clear()
        filing = self.session.filing
        found: dict[str, list[Finding]] = {key: [] for key in filing.projects}
        for finding in check_filing(filing, self._context()):
            found[finding.cell.project].append(finding)
        self._findings = {key: tuple(value) for key, value in found.items()}
        self.findings_changed.emit()

    def _check_soon_first(self, project_id: str) -> None:
        """Let a project that was not yet checked be the next one."""
        if project_id in self._stale or project_id not in self._findings:
            self._stale = {project_id: None, **self._stale}
            self._pause.start(0)

    def _check_one(self) -> None:
        """Check one changed project a turn, the one in hand first, so that no key waits for a check."""
        filing = self.session.filing
        self._stale = {key: None for key in self._stale if key in filing}
        if not self._stale:
            return
        project_id = self._current if self._current in self._stale else next(iter(self._stale))
        del self._stale[project_id]
        self._findings[project_id] = check_project(filing[project_id], self._context())
        self.findings_changed.emit()
        if self._stale:
            self._pause.start(0)

    def _context(self) -> Context:
        filing = self.session.filing
        rules = {project.profile: self.profile_of(project) for project in filing.projects.values()}
        return Context(self._default_profile(), self._today(), filing, rules)

    def repair(self, findings: Sequence[Finding]) -> int:
        """Apply the repairs of the findings as one step and return how many there were."""
        fixes = [finding.fix for finding in findings if finding.fix is not None]
        if fixes:
            label = "修复“" + findings[0].check + "”" if len(fixes) == 1 else f"修复 {len(fixes)} 处"
            self.session.do(Batch(tuple(fix.edit for fix in fixes)), label)
        return len(fixes)

    # What sums would say

    def ghosts(self) -> Mapping[Cell, str]:
        """Return, for blank computed cells of the project in hand, what the sums say would stand there."""
        project = self.current
        if project is None:
            return {}
        profile, form = self.profile_of(project), project.form
        sums = totals_of(form, profile)
        found: dict[Cell, str] = {}
        row = total_funding_row(form, profile)
        if row is not None:
            rate, score = computed_rate(row), computed_score(row, profile)
            if rate is not None and is_blank(row.execution_rate):
                found[Cell(project.id, "funding", row.id, "execution_rate")] = format_rate(rate)
            if score is not None and is_blank(row.score):
                found[Cell(project.id, "funding", row.id, "score")] = format_number(score)
        if is_blank(form.total.score) and sums.score:
            found[Cell(project.id, "total", "", "score")] = format_number(sums.score)
        return found
