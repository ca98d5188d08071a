"""The desk: the session, the project in hand, live findings and sums; views listen to its signals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal

from perfeval_gui.core.checks.rule import Finding
from perfeval_gui.core.edits import Batch
from perfeval_gui.core.form import Cell, Form, Project
from perfeval_gui.core.origins import COMPUTED, REPAIRED, origin_of, with_origin
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.quantities import format_number, format_rate, is_blank, parse_points
from perfeval_gui.core.scoring import Totals, computed_rate, computed_score, total_funding_row, totals_of
from perfeval_gui.gui.live_checks import LiveChecks
from perfeval_gui.session import Change, Session


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
        self._current = ""
        self._summed: tuple[Form, Profile, Totals] | None = None
        self.live = LiveChecks(session, profile_of, default_profile, today)
        self.live.changed.connect(self.findings_changed)
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
            self.live.take_in_hand(project_id)
            self.project_shown.emit(project_id)

    def _session_changed(self, change: Change) -> None:
        self.live.note(change)
        if self._current and self._current not in change.after:
            self._current = ""
            self.project_shown.emit("")
        self.forms_changed.emit(change)

    # Findings

    def findings_of(self, project_id: str) -> tuple[Finding, ...]:
        """Return the open findings of a project as last checked, in reading order; waived ones are left out."""
        return self.live.findings_of(project_id)

    def marks_of(self, project_id: str) -> tuple[int, int, int] | None:
        """Return the numbers of open errors, warnings and hints, or None when not yet checked."""
        return self.live.marks_of(project_id)

    def check_now(self) -> None:
        """Bring the findings of every open project up to date at once, across projects too."""
        self.live.check_now(self.session.filing.projects)

    def repair(self, findings: Sequence[Finding]) -> int:
        """Apply the repairs of the findings as one step and return how many there were."""
        fixes = [finding.fix for finding in findings if finding.fix is not None]
        if fixes:
            label = "修复“" + findings[0].check + "”" if len(fixes) == 1 else f"修复 {len(fixes)} 处"
            self.session.do(with_origin(Batch(tuple(fix.edit for fix in fixes)), REPAIRED), label)
        return len(fixes)

    # What sums would say

    def sums(self) -> Totals | None:
        """Return the sums of the project in hand, added up once a change; None where no project is in hand."""
        project = self.current
        if project is None:
            return None
        profile = self.profile_of(project)
        if self._summed is None or self._summed[0] is not project.form or self._summed[1] is not profile:
            self._summed = (project.form, profile, totals_of(project.form, profile))
        return self._summed[2]

    def ghosts(self, *, anew: bool = False) -> Mapping[Cell, str]:
        """Return, for blank computed cells of the project in hand, what the sums say would stand there.

        With `anew` also for those that hold what was once computed and is no longer right; never for typed ones.
        """
        project, sums = self.current, self.sums()
        if project is None or sums is None:
            return {}
        profile, form = self.profile_of(project), project.form
        found: dict[Cell, str] = {}

        def propose(cell: Cell, before: str, after: str) -> bool:
            wanted = is_blank(before) or (anew and before != after and origin_of(project, cell) == COMPUTED)
            if wanted:
                found[cell] = after
            return wanted

        total = sums.score
        row = total_funding_row(form, profile)
        if row is not None:
            rate, score = computed_rate(row), computed_score(row, profile)
            if rate is not None:
                propose(
                    Cell(project.id, "funding", row.id, "execution_rate"),
                    row.execution_rate,
                    format_rate(rate),
                )
            here = Cell(project.id, "funding", row.id, "score")
            if score is not None and propose(here, row.score, format_number(score)):
                total += score - (parse_points(row.score) or 0)  # it is written in the same step as the total
        if sums.score:
            propose(Cell(project.id, "total", "", "score"), form.total.score, format_number(total))
        return found
