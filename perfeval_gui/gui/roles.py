"""Item data roles that views share and the contract names."""

from PySide6.QtCore import Qt

POINTER = Qt.ItemDataRole.UserRole + 1
"""The JSON pointer of the cell that an item shows or speaks of."""
DRAFT = Qt.ItemDataRole.UserRole + 2
"""The id of the project that an item belongs to."""
BOX = Qt.ItemDataRole.UserRole + 3
"""The `Box` of the grid that a table item shows."""
FINDINGS = Qt.ItemDataRole.UserRole + 4
"""The findings at the item, gravest first."""
GHOST = Qt.ItemDataRole.UserRole + 5
"""What the sums say would stand in a blank cell."""
NODE = Qt.ItemDataRole.UserRole + 6
"""What a tree item is: `year`, `unit` or `project`."""
LAST_YEAR = Qt.ItemDataRole.UserRole + 7
"""What stood in the cell last year, where it is shown and differs."""
ORIGIN = Qt.ItemDataRole.UserRole + 8
"""Where the cell's text came from, where that is shown (`core/origins`)."""
