"""The preferences while the window is open: read once, kept at every change, announced to those who follow them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from perfeval_gui import settings
from perfeval_gui.errors import StoreError
from perfeval_gui.settings import Settings


class Preferences(QObject):
    """Holds the settings of a data directory."""

    changed = Signal()

    def __init__(
        self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now().astimezone()
    ) -> None:
        super().__init__()
        self._folder = folder
        self._now = now
        self.value: Settings = settings.load(folder, now()).settings

    def change(self, **changes: Any) -> None:
        """Use other values from now on and keep them; where they cannot be kept they hold for this time."""
        if all(getattr(self.value, name) == value for name, value in changes.items()):
            return
        stored = settings.load(self._folder, self._now()).settings  # others change theirs meanwhile
        self.value = replace(stored, **changes)
        with contextlib.suppress(StoreError):
            settings.save(self._folder, self.value)
        self.changed.emit()
