"""Golden documents: expected texts beside the tests, rewritten by `--update-golden` (then read the diff)."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # as ./test does; without a display Qt aborts

FOLDER = Path(__file__).parent / "expected"


@pytest.fixture
def matches_golden(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Return a function that compares a text with the expected one of that name."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        if pytestconfig.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        expected = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        assert text.splitlines() == expected, (
            f"differs from {path.name}; if it should, run with --update-golden"
        )

    return compare
