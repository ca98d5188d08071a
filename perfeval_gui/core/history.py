"""Undo and redo over everything: each step remembers the projects that it replaced."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType

from perfeval_gui.core.form import Filing, Project
from perfeval_gui.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One undoable step: its label and, by id, each touched project before and after (None: not there).

    Projects that are opened later are not mentioned, so drafts can be loaded at any time between steps.
    """

    label: str
    before: Mapping[str, Project | None]
    after: Mapping[str, Project | None]
    merge_key: Hashable = None


class History:
    """The steps taken and the steps taken back. Unlimited: rows are shared, a step costs about a kilobyte."""

    def __init__(self) -> None:
        self._past: list[Step] = []
        self._future: list[Step] = []

    def record(self, before: Filing, after: Filing, label: str, merge_key: Hashable = None) -> None:
        """Remember the step from `before` to `after` and forget what had been taken back.

        A step with the same merge key (not None) as the last one joins it: what is typed into one cell in
        one sitting is one step.
        """
        touched = _touched(before, after)
        if not touched:
            return
        self._future.clear()
        old = {key: before.projects.get(key) for key in touched}
        new = {key: after.projects.get(key) for key in touched}
        last = self._past[-1] if self._past else None
        if last is not None and merge_key is not None and last.merge_key == merge_key:
            self._past.pop()
            joined = Step(last.label, {**old, **last.before}, {**last.after, **new}, merge_key)
            if joined.before != joined.after:  # typed and taken back by hand: nothing to undo
                self._past.append(joined)
        else:
            self._past.append(Step(label, old, new, merge_key))

    def undo(self, filing: Filing) -> Filing:
        """Return the filing before the last step; the same object when there is nothing to undo."""
        if not self._past:
            return filing
        step = self._past.pop()
        self._future.append(step)
        return _with(filing, step.before)

    def redo(self, filing: Filing) -> Filing:
        """Return the filing after the step last taken back; the same object when there is none."""
        if not self._future:
            return filing
        step = self._future.pop()
        self._past.append(step)
        return _with(filing, step.after)

    def close_step(self) -> None:
        """Keep the next step from joining the last one."""
        if self._past and self._past[-1].merge_key is not None:
            last = self._past[-1]
            self._past[-1] = Step(last.label, last.before, last.after)

    @property
    def undo_label(self) -> str | None:
        """The label of the step that `undo` would take back, or None."""
        return self._past[-1].label if self._past else None

    @property
    def redo_label(self) -> str | None:
        """The label of the step that `redo` would take again, or None."""
        return self._future[-1].label if self._future else None


def _touched(before: Filing, after: Filing) -> list[str]:
    if before.projects is after.projects:
        return []
    keys = dict.fromkeys((*before.projects, *after.projects))
    return [key for key in keys if before.projects.get(key) is not after.projects.get(key)]


def _with(filing: Filing, projects: Mapping[str, Project | None]) -> Filing:
    changed = dict(filing.projects)
    for key, project in projects.items():
        if project is None:
            changed.pop(key, None)
        else:
            changed[key] = project
    return Filing(MappingProxyType(changed))
