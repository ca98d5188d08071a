"""符号栏: one click puts a sign or unit where the caret is, without taking the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolBar, QToolButton, QWidget

from perfeval_gui.core.symbols import SIGNS, UNITS
from perfeval_gui.gui.actions import name_arrow
from perfeval_gui.gui.table.form_view import FormView

_KEYS = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class SymbolsBar(QToolBar):
    """A slim row of signs and units."""

    def __init__(self, insert: Callable[[str], None], parent: QWidget) -> None:
        super().__init__("符号栏", parent)
        self.setObjectName("symbolsBar")
        self.setAccessibleName("符号栏")
        self.setMovable(False)
        self.toggleViewAction().setEnabled(False)  # shown and hidden by its own command
        self._insert: Callable[[str], None] | None = insert
        name_arrow(self)

    def fill(self) -> None:
        """Put the signs in, before the bar shows for the first time."""
        insert, self._insert = self._insert, None
        if insert is None:
            return
        for part in (SIGNS, UNITS):
            if part is UNITS:
                self.addSeparator()
            for sign in part:
                self.addWidget(self._button(sign, insert))

    def _button(self, sign: str, insert: Callable[[str], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the editor keeps caret and composition
        button.setAccessibleName(f"插入 {sign}")
        button.setToolTip(f"插入 {sign}")
        button.clicked.connect(lambda: insert(sign))
        return button


def put_into(form: FormView, sign: str) -> None:
    """Put a sign where the caret is; where no editor is open, behind the text of the current cell."""
    if form.open_editor is None:
        form.edit_current()
    if form.open_editor is not None:
        form.open_editor.insertPlainText(sign)
        form.open_editor.setFocus()


def symbols_menu(insert: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return the same signs as a menu in which one key picks one."""
    menu = QMenu("插入符号", parent)
    menu.setObjectName("symbolsMenu")
    for key, sign in zip(_KEYS, (*SIGNS, *UNITS), strict=False):
        menu.addAction(f"&{key}　{sign}").triggered.connect(lambda _checked=False, sign=sign: insert(sign))
    return menu
