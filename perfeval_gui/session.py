"""The one writer: every change of the open filing goes through here, and listeners are told."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from types import MappingProxyType

from perfeval_gui.core.edits import Edit, apply
from perfeval_gui.core.form import Filing, Project
from perfeval_gui.core.history import History
from perfeval_gui.core.state import locked_projects
from perfeval_gui.core.values import dataclass
from perfeval_gui.errors import ProjectLockedError


@dataclass(frozen=True, slots=True)
class Change:
    """What listeners are told: the filings before and after, and the ids of the projects that differ."""

    before: Filing
    after: Filing
    touched: tuple[str, ...]


Listener = Callable[[Change], None]


class Session:
    """The open filing with its history. Views read `filing` and send edits; drafts listen."""

    def __init__(self) -> None:
        self._filing = Filing()
        self._history = History()
        self._listeners: list[Listener] = []
        self._committers: list[Callable[[], None]] = []

    @property
    def filing(self) -> Filing:
        """The filing as it is now."""
        return self._filing

    def on_change(self, listener: Listener) -> None:
        """Call the listener after every change, in the order of registration."""
        self._listeners.append(listener)

    def before_command(self, commit: Callable[[], None]) -> None:
        """Register a function that hands in the text of an open editor; see `settle`."""
        self._committers.append(commit)

    def settle(self) -> None:
        """Take in the text of open editors, so that a command acts on what the clerk sees."""
        for commit in self._committers:
            commit()

    def load(self, projects: Iterable[Project]) -> None:
        """Open stored projects; this is no edit and cannot be undone. Projects already open stay as they are."""
        fresh = {item.id: item for item in projects if item.id not in self._filing.projects}
        if fresh:
            self._become(Filing(MappingProxyType({**self._filing.projects, **fresh})))

    def do(self, edit: Edit, label: str, merge_key: Hashable = None) -> bool:
        """Apply the edit as one undoable step and return whether anything changed.

        Steps with the same merge key that follow each other become one. Raises KeyError when the edit
        names something that is not there, ProjectLockedError when it would change a signed form; nothing
        has changed then.
        """
        before = self._filing
        for project_id in locked_projects(before, edit):
            raise ProjectLockedError(before[project_id].form.project_name)
        after = apply(before, edit)
        if after is before:
            return False
        self._history.record(before, after, label, merge_key)
        self._become(after)
        return True

    def close_step(self) -> None:
        """End the present step: what follows is undone on its own."""
        self._history.close_step()

    def undo(self) -> str | None:
        """Take the last step back and return its label, or None when there is none."""
        label = self._history.undo_label
        if label is not None:
            self._become(self._history.undo(self._filing))
        return label

    def redo(self) -> str | None:
        """Take the last undone step again and return its label, or None when there is none."""
        label = self._history.redo_label
        if label is not None:
            self._become(self._history.redo(self._filing))
        return label

    @property
    def undo_label(self) -> str | None:
        """The label of the step that `undo` takes back, or None."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str | None:
        """The label of the step that `redo` takes again, or None."""
        return self._history.redo_label

    def _become(self, filing: Filing) -> None:
        before, self._filing = self._filing, filing
        keys = dict.fromkeys((*before.projects, *filing.projects))
        touched = tuple(key for key in keys if before.projects.get(key) is not filing.projects.get(key))
        change = Change(before, filing, touched)
        for listener in self._listeners:
            listener(change)
