"""The Linux launcher says in one Chinese sentence where the program cannot run."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.release.bundle import PACKAGING

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a shell script for Linux")


def refusal(folder: Path, machine: str, glibc: str) -> subprocess.CompletedProcess[str]:
    """Start the launcher on a machine of that kind: the two programs that it asks are replaced."""
    bin_folder = folder / "bin"
    bin_folder.mkdir()
    for name, answer in (("uname", machine), ("getconf", f"glibc {glibc}")):
        (bin_folder / name).write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
        (bin_folder / name).chmod(0o755)
    for name in ("sh", "readlink", "dirname"):
        (bin_folder / name).symlink_to(str(shutil.which(name)))
    return subprocess.run(
        ["sh", str(PACKAGING / "linux" / "perfeval"), "--version"],
        env={"PATH": str(bin_folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("machine", ["aarch64", "loongarch64", "mips64"])
def test_another_processor_is_named(tmp_path: Path, machine: str) -> None:
    done = refusal(tmp_path, machine, "2.31")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert f"处理器是 {machine}" in done.stderr
    assert "64 位 x86" in done.stderr


@pytest.mark.parametrize("glibc", ["2.17", "2.27", "2.9"])
def test_a_system_that_is_too_old_is_named(tmp_path: Path, glibc: str) -> None:
    done = refusal(tmp_path, "x86_64", glibc)
    assert done.returncode == 2
    assert f"系统太旧（glibc {glibc}）" in done.stderr


def test_a_system_of_2_28_is_not_refused(tmp_path: Path) -> None:
    done = refusal(tmp_path, "x86_64", "2.28")
    assert "太旧" not in done.stderr
    assert "处理器" not in done.stderr
