"""How the window looks: theme and size are chosen in the menu, used at once, and remembered; dialogs keep their sizes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QDialog

from perfeval_gui.gui import appearance
from perfeval_gui.gui.actions import SCALES
from perfeval_gui.gui.preferences import Preferences
from perfeval_gui.gui.themes import LIGHT, THEMES, Theme

_EDGE = 60
"""Pixels of the screen that a dialog leaves free for its frame and the taskbar."""


class Look(QObject):
    """Holds the theme in use, which everything that paints was given, and follows the preferences."""

    scaled = Signal(float)
    """Texts have another size; 1 is 100 %."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.theme: Theme = replace(LIGHT)
        self.scale = 0.0
        self._ticks: Mapping[str, QAction] = {}
        self.follow()
        preferences.changed.connect(self.follow)

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        change = self._preferences.change
        themes = {f"theme_{name}": functools.partial(change, theme=name) for name in THEMES}
        return {
            **themes,
            **{f"scale_{percent}": functools.partial(change, zoom=percent) for percent in SCALES},
        }

    def tick(self, actions: Mapping[str, QAction]) -> None:
        """Let the menu show what is chosen."""
        self._ticks = {name: actions[name] for name in self.runs()}
        for kind in ("theme_", "scale_"):
            group = QActionGroup(self)
            for name, action in self._ticks.items():
                if name.startswith(kind):
                    action.setCheckable(True)
                    group.addAction(action)
        self._tick()

    def _tick(self) -> None:
        for name in (f"theme_{self.theme.name}", f"scale_{round(self.scale * 100)}"):
            if name in self._ticks:
                self._ticks[name].setChecked(True)

    def follow(self) -> None:
        """Look as the preferences say; a theme that is not known counts as the light one."""
        value = self._preferences.value
        theme = THEMES.get(value.theme, LIGHT)
        scale = min(max(SCALES), max(min(SCALES), value.zoom)) / 100
        application = QApplication.instance()
        other_scale = scale != self.scale
        if isinstance(application, QApplication) and (other_scale or theme.name != self.theme.name):
            self.theme.wear(theme)
            self.scale = scale
            appearance.apply_look(application, self.theme, scale)
            for widget in application.topLevelWidgets():
                widget.update()
        self._tick()
        if other_scale:
            self.scaled.emit(scale)

    # Dialogs

    def size_dialog(self, dialog: QDialog) -> None:
        """Give a dialog that is about to show the size it was left with, else its own at the present scale."""
        name = _name_of(dialog)
        if not name:
            return
        known = self._preferences.value.widths
        if f"{name}.width" not in known and not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self._watch_size(dialog, name, (0, 0))  # it takes the size that its parts need
            return
        own = dialog.size()
        width, height = known.get(f"{name}.width", own.width()), known.get(f"{name}.height", own.height())
        room = dialog.screen().availableSize()
        fitting = (
            min(round(width * self.scale), room.width() - _EDGE),
            min(round(height * self.scale), room.height() - _EDGE),
        )
        dialog.resize(*fitting)
        self._watch_size(dialog, name, fitting)

    def _watch_size(self, dialog: QDialog, name: str, given: tuple[int, int]) -> None:
        dialog.finished.connect(lambda _result: self._note_size(dialog, name, given))

    def _note_size(self, dialog: QDialog, name: str, given: tuple[int, int]) -> None:
        size = (dialog.width(), dialog.height())
        if size not in (given, dialog.sizeHint().toTuple()):
            widths = {
                **self._preferences.value.widths,
                f"{name}.width": round(size[0] / self.scale),
                f"{name}.height": round(size[1] / self.scale),
            }
            self._preferences.change(widths=widths)


def _name_of(dialog: QDialog) -> str:
    """Return the name under which a dialog's size is kept; blank for those that Qt makes and sizes itself."""
    own = type(dialog).__module__.startswith("perfeval_gui")
    return type(dialog).__name__ if own else dialog.objectName() if type(dialog) is QDialog else ""
