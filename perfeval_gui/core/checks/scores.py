"""Group A, scores of single rows and amounts in the rows compared with the budget."""

from __future__ import annotations

CHECKS = ()
