"""A full check of one form: the processor's time, so that other work on the machine does not count."""

from __future__ import annotations

import json
import statistics
import time
from datetime import date
from pathlib import Path

from perfeval_gui.core.checks.catalogue import Context, check_project
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project
from perfeval_gui.resources import profile


def full_checks(forms: Path, rows: int, rounds: int) -> tuple[float, float, float]:
    """Return milliseconds of processor time: median and worst for texts never seen, median after one change.

    Every round numbers all names and values anew, so that nothing read before can be used again.
    """
    context = Context(profile(), date(2025, 9, 1))
    base = json.loads(forms.read_text(encoding="utf-8"))[0]
    fresh, again = [], []
    for number in range(rounds + 1):
        numbered = [
            {**row, "name": f"{row['name']}{number}号{place}类", "actual": f"{number * rows + place}个"}
            for place, row in zip(
                range(rows), base["indicators"] * (rows // len(base["indicators"]) + 1), strict=False
            )
        ]
        took = _milliseconds({**base, "indicators": numbered}, context)
        numbered[0] = {**numbered[0], "score": "7"}
        after = _milliseconds({**base, "indicators": numbered}, context)
        if number:  # the first round also pays for what is built once
            fresh.append(took)
            again.append(after)
    return statistics.median(fresh), max(fresh), statistics.median(again)


def _milliseconds(form: dict[str, object], context: Context) -> float:
    project = Project("p", form_from_json(form))
    began = time.process_time()
    check_project(project, context)
    return (time.process_time() - began) * 1000
