"""The benchmarks still run; what they say is read by hand, for figures of a busy machine prove nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(150)
def test_one_command_measures_every_item_beside_its_limit() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=140, check=True)
    said = done.stdout.decode("utf-8")
    for item in (
        "write one .docx | limit",
        "read one .xlsx | product, read",
        "spawn to first paint | product",
        "key to painted sums, 20 rows | product",
        "findings after a key, 20 rows | longest turn of the window",
        "full check, 200 rows | new texts",
        "14 forms to 14 .docx | limit_durable",
        "14 .docx to forms | read_worker",
        "300 drafts shown | product",
        "search 300 drafts for 培训 | product",
        "a form of 20 rows | check anew",
        "memory of a list of 300 drafts | product",
        "7 forms in one PDF | product",
    ):
        assert item in said
