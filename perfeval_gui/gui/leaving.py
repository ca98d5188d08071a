"""Taking leave in order: the windows go while Python is there to let them go, and so does what Qt keeps for longer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

_KEEP_THE_CLIPBOARD = frozenset({"cocoa", "wayland", "wayland-egl", "windows", "xcb"})
"""The platforms with a clipboard of their own, in which what was copied outlives the program."""


def take_down(window: QWidget) -> None:
    """Delete the main window, and before it every other that still stands open."""
    for other in QApplication.topLevelWidgets():
        if other is not window:
            other.close()
            other.deleteLater()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    let_go_of_the_clipboard()


def let_go_of_the_clipboard() -> None:
    """Empty the clipboard where Qt itself keeps it, as it does without a desktop.

    It would keep what Python made for it until Python has ended, and then crash at deleting it.
    """
    if QGuiApplication.platformName() not in _KEEP_THE_CLIPBOARD:
        QGuiApplication.clipboard().clear()
