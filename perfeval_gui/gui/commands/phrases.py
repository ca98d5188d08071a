"""Commands of the phrase library: offer, switch on and off, empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QAction

from perfeval_gui.gui.main_window import MainWindow
from perfeval_gui.gui.phrases.book import PhraseLibrary
from perfeval_gui.gui.phrases.offering import PhraseOffering
from perfeval_gui.gui.preferences import Preferences

_SWITCH = "phrases_while_typing"


class PhraseCommands:
    """Nothing of the library ever leaves this computer, and it says so."""

    def __init__(
        self, window: MainWindow, preferences: Preferences, library: PhraseLibrary, offering: PhraseOffering
    ) -> None:
        self._window = window
        self._preferences = preferences
        self._library = library
        self._offering = offering
        self._switch: QAction | None = None
        preferences.changed.connect(self.follow)
        self.follow()

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {"offer_phrases": self._offering.ask, _SWITCH: self.switch, "empty_phrases": self.empty}

    def tick(self, actions: Mapping[str, QAction]) -> None:
        """Let the menu show whether phrases are offered."""
        self._switch = actions[_SWITCH]
        self._switch.setCheckable(True)
        self.follow()

    def follow(self) -> None:
        """Do as the preferences say."""
        self._offering.is_on = self._preferences.value.phrases_while_typing
        if self._switch is not None:
            self._switch.setChecked(self._offering.is_on)

    def switch(self) -> None:
        """Offer phrases while typing, or only when asked."""
        self._preferences.change(phrases_while_typing=not self._preferences.value.phrases_while_typing)

    def empty(self) -> None:
        """Forget the phrases; it can be taken back."""
        self._library.empty()
        self._window.notices.say(
            "单位词库已清空，今后只从新填和新改的表里学习。词库只存在这台电脑上，从不外传。",
            [("取消清空", self._library.restore)],
        )
