"""Everything that imports PySide6: views show and send, no rule lives here."""
