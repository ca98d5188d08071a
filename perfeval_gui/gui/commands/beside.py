"""Commands that show or hide what stands beside the texts of the form: last year's values, where texts came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace

from PySide6.QtGui import QAction

from perfeval_gui.gui.table.beside import Beside, OriginLegend
from perfeval_gui.gui.table.grid_model import GridModel

NAMES = {"show_last_year": "last_year", "show_origins": "origins"}
"""The commands, with the part of `Beside` that each switches."""


class BesideCommands:
    """Switches both in the form in hand; the legend of the origins comes and goes with them."""

    def __init__(
        self,
        grid: GridModel,
        legend: OriginLegend,
        tell: Callable[[str], None],
        remember: Callable[[dict[str, object]], None],
    ) -> None:
        self._grid = grid
        self._legend = legend
        self._tell = tell
        self._remember = remember
        self._actions: Mapping[str, QAction] = {}

    def runs(self) -> dict[str, Callable[[], None]]:
        """Return what each command calls."""
        return {"show_last_year": self.show_last_year, "show_origins": self.show_origins}

    def tick(self, actions: Mapping[str, QAction]) -> None:
        """Let the menu show what is switched on."""
        self._actions = {name: actions[name] for name in NAMES}
        for action in self._actions.values():
            action.setCheckable(True)
        self.show(self._grid.beside)

    def show_last_year(self) -> None:
        """Show or hide last year's values."""
        beside = replace(self._grid.beside, last_year=not self._grid.beside.last_year)
        self._switch(beside)
        project = self._grid.project
        if beside.last_year and project is not None and project.previous is None:
            self._tell("这张表不是从去年的表结转来的，没有去年数可显示。")

    def show_origins(self) -> None:
        """Show or hide where each text came from."""
        self._switch(replace(self._grid.beside, origins=not self._grid.beside.origins))

    def _switch(self, beside: Beside) -> None:
        self.show(beside)
        self._remember({"beside": asdict(beside)})

    def show(self, beside: Beside) -> None:
        """Show this beside the texts."""
        self._grid.show_beside(beside)
        self._legend.setVisible(beside.origins)
        for name, action in self._actions.items():
            action.setChecked(bool(getattr(beside, NAMES[name])))

    def restore(self, left: object) -> None:
        """Show what was shown when the window was left."""
        if isinstance(left, dict):
            known = {name: left[name] for name in NAMES.values() if isinstance(left.get(name), bool)}
            self.show(replace(Beside(), **known))
