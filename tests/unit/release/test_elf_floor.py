"""The check of what a bundle asks of an old system."""

import sys
from pathlib import Path

from tools.release.elf_floor import Need, needs, symbol_versions


def test_python_itself_asks_for_the_c_library():
    program = Path(sys.executable).resolve().read_bytes()
    if program[:4] != b"\x7fELF":  # Windows
        return
    assert any(name.startswith("GLIBC_2.") for name in symbol_versions(program))
    assert {need.library for need in needs(program, "python")} >= {"GLIBC"}


def test_versions_compare_as_numbers_and_not_as_text():
    assert not Need("GLIBC", (2, 4), "a.so").is_too_new
    assert not Need("GLIBC", (2, 28), "a.so").is_too_new
    assert Need("GLIBC", (2, 29), "a.so").is_too_new
    assert Need("GLIBCXX", (3, 4, 26), "a.so").is_too_new
