"""Checks while the clerk types: in slices too short to hold a frame, the project in hand first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from perfeval_gui.core.checks.rule import Finding, is_waived
from perfeval_gui.core.checks.together import department_of, group_of, large_departments
from perfeval_gui.core.form import Filing, Project, Waiver
from perfeval_gui.core.profile import Profile
from perfeval_gui.core.values import dataclass
from perfeval_gui.session import Change, Session

if TYPE_CHECKING:
    from perfeval_gui.core.checks.reading import Context, DepartmentFigures

PAUSE_MS = 15
"""Checking begins so long after a text has reached the form, so that the form is painted first."""
SLICE_MS = 3
"""No check begins when a slice has taken this long; the longest single check comes on top."""
_AHEAD = 4
"""So many of the earlier findings may be gone before a finding that stayed."""
_ELSEWHERE_MS = 100
"""Findings of projects that are not in hand are announced together, at most so often."""


@dataclass(slots=True)
class _Job:
    """One project's own checks, or those across a unit, half done; dropped when its projects change."""

    projects: tuple[Project, ...]
    unit: str | None
    steps: Iterator[tuple[Finding, ...]]
    before: list[Finding] = field(default_factory=list)
    """What the last check of the same project found, in the order found."""
    at: int = 0
    found: list[Finding] = field(default_factory=list)

    def take(self, findings: Iterable[Finding]) -> None:
        """Keep what a step found: the very same object where the last check found the same.

        So whoever lists and marks findings sees at once, without comparing thousands of sentences, which are new.
        """
        for finding in findings:
            self.found.append(finding)
            for place in range(self.at, min(self.at + _AHEAD, len(self.before))):
                old = self.before[place]
                if old == finding and old.facts == finding.facts:
                    self.found[-1], self.at = old, place + 1
                    break

    def is_outdated(self, filing: Filing) -> bool:
        return any(filing.projects.get(project.id) is not project for project in self.projects)


@dataclass(frozen=True, slots=True)
class _Joined:
    """A project's own findings and those across its unit, and both together in reading order."""

    parts: tuple[tuple[Finding, ...], tuple[Finding, ...]]
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """Findings of a project parted into open and waived, kept as long as neither side changes."""

    found: tuple[Finding, ...]
    waivers: tuple[Waiver, ...]
    open: tuple[Finding, ...]
    waived: tuple[Finding, ...]
    marks: tuple[int, int, int]
    """How many errors, warnings and hints are open."""


def _place(project: Project | None) -> tuple[str, str, str] | None:
    """Return what decides which projects a project is checked against."""
    form = project.form if project else None
    return (form.fiscal_year, form.supervising_department, form.implementing_unit) if form else None


class LiveChecks(QObject):
    """Holds the findings of every open project and brings them up to date in the event loop's idle turns."""

    changed = Signal()
    """Findings of some project are others than before."""
    finished = Signal()
    """Every open project is checked as it is now."""

    def __init__(
        self,
        session: Session,
        profile_of: Callable[[Project], Profile],
        default_profile: Callable[[], Profile],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self.departments: Callable[[], tuple[DepartmentFigures, ...]] = tuple
        """Gives the figures of 附件1 that are at hand; none until somebody says where they are."""
        self._session = session
        self._profile_of = profile_of
        self._default_profile = default_profile
        self._today = today
        self._in_hand = ""
        self._own: dict[str, tuple[Finding, ...]] = {}
        self._as_found: dict[str, list[Finding]] = {}
        self._across: dict[str, tuple[Finding, ...]] = {}
        self._joined: dict[str, _Joined] = {}
        self._judged: dict[str, _Judged] = {}
        self._stale: dict[str, None] = {}
        self._stale_units: dict[str, None] = {}
        self._large: frozenset[str] = frozenset()
        self._job: _Job | None = None
        self._turn = _single_shot(self, self._slice)
        self._announcement = _single_shot(self, self.changed.emit)
        self._begun = False

    # What was found

    def findings_of(self, project_id: str) -> tuple[Finding, ...]:
        """Return the open findings of a project as last checked, in reading order; waived ones are left out."""
        judged = self._judge(project_id)
        return judged.open if judged else ()

    def all_of(self, project_id: str) -> tuple[Finding, ...]:
        """Return all findings of a project, open and waived, in reading order."""
        judged = self._judge(project_id)
        return judged.found if judged else ()

    def waived_of(self, project_id: str) -> tuple[Finding, ...]:
        """Return the findings of a project that a person has accepted (已阅), in reading order."""
        judged = self._judge(project_id)
        return judged.waived if judged else ()

    def marks_of(self, project_id: str) -> tuple[int, int, int] | None:
        """Return the numbers of open errors, warnings and hints, or None when not yet checked."""
        judged = self._judge(project_id)
        return judged.marks if judged else None

    def is_checked(self, project_id: str) -> bool:
        """Return whether the project has been checked at least once since it was opened."""
        return project_id in self._own

    @property
    def is_busy(self) -> bool:
        """Whether something has changed that is not checked yet, or not announced."""
        return bool(self._stale or self._stale_units or self._job) or self._announcement.isActive()

    def _judge(self, project_id: str) -> _Judged | None:
        project = self._session.filing.projects.get(project_id)
        joined = self._joined.get(project_id)
        if project is None or joined is None:
            return None
        found = joined.found
        kept = self._judged.get(project_id)
        if kept is None or kept.found is not found or kept.waivers is not project.waivers:
            waived = tuple(item for item in found if is_waived(item, project)) if project.waivers else ()
            left = tuple(item for item in found if item not in waived) if waived else found
            marks = _marks(left)
            kept = self._judged[project_id] = _Judged(found, project.waivers, left, waived, marks)
        return kept

    # What is to be checked

    def begin(self) -> None:
        """Check from now on. The first check loads the catalogue, so the window is painted before."""
        self._begun = True
        self._start(0)

    def rest(self) -> None:
        """Check nothing any more: the window closes."""
        self._begun = False
        self._turn.stop()
        self._announcement.stop()

    def note(self, change: Change) -> None:
        """Take in what a change of the session touched; its projects and their units are checked soon."""
        pairs = [(change.before.projects.get(key), change.after.projects.get(key)) for key in change.touched]
        if any(_place(before) != _place(after) for before, after in pairs):
            self._regroup(change.after)
        for project_id, (before, after) in zip(change.touched, pairs, strict=True):
            for project in (before, after):
                if project is not None:
                    self._stale_units[self._unit_of(project)] = None
            if after is not None:
                self._stale[project_id] = None
            else:
                self._forget(project_id)
        # While drafts are being opened one after another, checking goes on; only a key makes it wait.
        if self._in_hand in change.touched or not self._turn.isActive():
            self._start(PAUSE_MS)

    def _unit_of(self, project: Project) -> str:
        return group_of(project.form, self._large)

    def _regroup(self, filing: Filing) -> None:
        """A department that became large is checked unit by unit from now on, and the other way round."""
        before, projects = self._large, filing.projects.values()
        self._large = large_departments(project.form for project in projects)
        moved = before ^ self._large
        for project in projects if moved else ():
            if department_of(project.form) in moved:
                self._stale_units[self._unit_of(project)] = None

    def take_in_hand(self, project_id: str) -> None:
        """Let this project come first from now on."""
        self._in_hand = project_id
        if project_id in self._stale:
            self._start(0)

    def recheck_all(self) -> None:
        """Check every open project again, in slices; `finished` tells when that is done."""
        projects = self._session.filing.projects
        self._job = None
        self._begun = True
        self._stale = dict.fromkeys(projects)
        self._stale_units = {self._unit_of(project): None for project in projects.values()}
        self._start(0)

    def recheck_across(self) -> None:
        """Check again what is compared across projects, because something beside the forms has changed."""
        projects = self._session.filing.projects.values()
        if self._job is not None and self._job.unit is not None:
            self._job = None  # begun with what stood there before
        self._stale_units |= {self._unit_of(project): None for project in projects}
        self._start(0)

    def check_now(self, ids: Iterable[str]) -> None:
        """Check those of the projects that have changed since they were checked, and their units, at once."""
        filing = self._session.filing
        self._job = None
        wanted = {project_id for project_id in ids if project_id in filing}
        for project_id in [key for key in self._stale if key in wanted]:
            self._finish(self._form_job(filing[project_id]))
        units = {self._unit_of(filing[project_id]) for project_id in wanted}
        for unit in [key for key in self._stale_units if key in units]:
            self._finish(self._unit_job(unit))
        self._announcement.stop()
        self.changed.emit()

    def _forget(self, project_id: str) -> None:
        for kept in (self._own, self._as_found, self._across, self._joined, self._judged, self._stale):
            kept.pop(project_id, None)

    def context_of(self, project: Project) -> Context:
        """Return what the checks of a project may know."""
        return self._context([project])

    # Working through it

    def _start(self, milliseconds: int) -> None:
        if self._begun:
            self._turn.start(milliseconds)

    def _slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < SLICE_MS:
            if not self._step():
                self.finished.emit()
                return
        self._turn.start(0)

    def _step(self) -> bool:
        """Do one check and return whether there was one to do."""
        if self._job is None or self._job.is_outdated(self._session.filing):
            self._job = self._next_job()
            return self._job is not None
        job, found = self._job, next(self._job.steps, None)
        if found is None:
            self._job = None
            self._keep(job)
            self._announce(project.id for project in job.projects)
        else:
            job.take(found)
        return True

    def _finish(self, job: _Job) -> None:
        for found in job.steps:
            job.take(found)
        self._keep(job)

    def _next_job(self) -> _Job | None:
        filing = self._session.filing
        if self._in_hand in self._stale:
            return self._form_job(filing[self._in_hand])
        here = filing.projects.get(self._in_hand)
        if here is not None and self._unit_of(here) in self._stale_units:
            return self._unit_job(self._unit_of(here))
        if self._stale:
            return self._form_job(filing[next(iter(self._stale))])
        if self._stale_units:
            return self._unit_job(next(iter(self._stale_units)))
        return None

    def _form_job(self, project: Project) -> _Job:
        from perfeval_gui.core.checks.catalogue import check_steps

        before = self._as_found.get(project.id, [])
        return _Job((project,), None, check_steps(project, self.context_of(project)), before)

    def _unit_job(self, unit: str) -> _Job:
        from perfeval_gui.core.checks.catalogue import across_steps

        filing = self._session.filing
        projects = tuple(item for item in filing.projects.values() if self._unit_of(item) == unit)
        context = replace(self._context(projects), departments=self.departments())
        together = Filing(MappingProxyType({item.id: item for item in projects}))
        return _Job(projects, unit, across_steps(together, context))

    def _context(self, projects: Iterable[Project]) -> Context:
        from perfeval_gui.core.checks.reading import Context

        rules = {project.profile: self._profile_of(project) for project in projects}
        return Context(self._default_profile(), self._today(), self._session.filing, rules)

    def _keep(self, job: _Job) -> None:
        if job.unit is None:
            (project,) = job.projects
            self._stale.pop(project.id, None)
            self._as_found[project.id] = job.found
            self._own[project.id] = _same_or_new(self._own.get(project.id), tuple(job.found))
        else:
            self._stale_units.pop(job.unit, None)
            grouped: dict[str, list[Finding]] = {project.id: [] for project in job.projects}
            for finding in job.found:
                grouped[finding.cell.project].append(finding)
            for key, found in grouped.items():
                self._across[key] = _same_or_new(self._across.get(key), tuple(found))
        self._join(job.projects)

    def _join(self, projects: Iterable[Project]) -> None:
        from perfeval_gui.core.checks.catalogue import in_reading_order

        for project in projects:
            own, across = self._own.get(project.id), self._across.get(project.id, ())
            if own is None:
                continue
            joined = self._joined.get(project.id)
            if joined is None or joined.parts[0] is not own or joined.parts[1] is not across:
                found = in_reading_order((*own, *across), {project.id: project.form})
                self._joined[project.id] = _Joined((own, across), found)

    def _announce(self, ids: Iterable[str]) -> None:
        """Say in a turn of its own that findings have changed; those of the project in hand at once."""
        if self._in_hand in set(ids):
            self._announcement.start(0)
        elif not self._announcement.isActive():
            self._announcement.start(_ELSEWHERE_MS)


def _marks(found: Iterable[Finding]) -> tuple[int, int, int]:
    ranks = Counter(finding.severity.rank for finding in found)
    return ranks[0], ranks[1], ranks[2]


def _same_or_new(old: tuple[Finding, ...] | None, new: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the old findings where the new ones say the very same, so that nobody lists them again."""
    pairs = zip(old or (), new, strict=False)
    same = old == new and all(one is other or one.facts == other.facts for one, other in pairs)
    return old if same and old is not None else new


def _single_shot(parent: QObject, run: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.timeout.connect(run)
    return timer
