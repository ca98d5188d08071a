"""Run every benchmark and print the ratios as one table; `--quick` takes seconds, for CI."""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path

import PySide6

from benchmarks import checks, files, window
from perfeval_gui.core.contract import form_from_json
from perfeval_gui.core.form import Project

FORMS = Path(__file__).resolve().parents[1] / "tests" / "data" / "2024-forms.expected.json"


def main() -> None:
    """Print the machine, then a row for each contender: ratio to the limit and milliseconds."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "--quick", action="store_true", help="few rounds: shows that it runs, measures little"
    )
    parser.add_argument("--bundle", type=Path, help="only the start-up of a Linux bundle's folder")
    arguments = parser.parse_args()
    quick = arguments.quick
    rounds = 1 if quick else 9
    if arguments.bundle:
        print("\n".join(window.start_up(FORMS, rounds, arguments.bundle.resolve()).lines()))
        return
    forms = [form_from_json(form) for form in json.loads(FORMS.read_text(encoding="utf-8"))]
    projects = [Project(f"p{number}", form, number) for number, form in enumerate(forms)]
    print(f"{platform.platform()}, Python {platform.python_version()}, PySide6 {PySide6.__version__}\n")
    print("| item | contender | × | ms (median) |\n|---|---|---:|---:|")
    for result in [*files.documents(projects, rounds), window.start_up(FORMS, rounds)]:
        print("\n".join(result.lines()), flush=True)
    for rows in (20, 200):
        fresh, worst, again = checks.full_checks(FORMS, rows, 3 if quick else 40)
        print(f"| full check, {rows} rows, processor time | new texts | | {fresh:.2f}, worst {worst:.2f} |")
        print(f"| – the same | one cell changed | | {again:.2f} |", flush=True)
    for rows in (20,) if quick else (20, 200, 2000):
        median, worst = window.keystrokes(FORMS, rows, 5 if quick else 100 if rows < 2000 else 30)
        print(
            f"| edit to painted form, {rows} rows | product | | {median:.2f}, p99 {worst:.2f} |", flush=True
        )


if __name__ == "__main__":
    main()
