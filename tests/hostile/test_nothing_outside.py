"""Nothing outside the file is ever opened, and no connection is ever tried."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hostile.files import NAMED

CASES = [
    "file entity in word/document.xml",
    "file entity in xl/workbook.xml",
    "parameter entity in xl/styles.xml",
    "net dtd in word/document.xml",
    "external template, image, dde, altchunk",
    "html with outside things",
]


@pytest.mark.parametrize("name", CASES)
def test_the_worker_opens_no_other_file_and_no_socket(
    name: str, tmp_path: Path, require_tool: Callable[..., str]
) -> None:
    strace = require_tool("strace")
    source = tmp_path / "表.docx"
    source.write_bytes(NAMED[name].make())
    log = tmp_path / "calls"
    request = json.dumps({"path": str(source)}).encode() + b"\n"
    command = [strace, "-f", "-e", "trace=open,openat,socket,connect", "-o", str(log)]
    done = subprocess.run(
        [*command, sys.executable, "-m", "perfeval_gui", "--import-worker"],
        input=request,
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert done.stdout, done.stderr
    calls = log.read_text(encoding="utf-8", errors="replace")
    assert "/etc/hostname" not in calls
    assert "AF_INET" not in calls
    written = [
        line for line in calls.splitlines() if "O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line
    ]
    assert not [line for line in written if "/dev/" not in line and "__pycache__" not in line]
