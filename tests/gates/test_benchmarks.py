"""The benchmarks still run; what they say is read by hand, for figures of a busy machine prove nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(150)
def test_one_command_measures_documents_start_up_and_typing() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=140, check=True)
    said = done.stdout.decode("utf-8")
    for item in (
        "write one .docx",
        "read one .xlsx",
        "spawn to first paint",
        "full check, 200 rows",
        "edit to painted form, 20 rows",
    ):
        assert item in said
