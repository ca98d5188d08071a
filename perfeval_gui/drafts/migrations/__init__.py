"""The steps from each released database format to the next; a step is never edited after its release."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from perfeval_gui.drafts.migrations import m001_initial, m002_companions, m003_packed

Step = Callable[[sqlite3.Connection], None]

STEPS: tuple[Step, ...] = (m001_initial.migrate, m002_companions.migrate, m003_packed.migrate)
NEWEST = len(STEPS)
