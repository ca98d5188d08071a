"""docs/CHECKS.md is what the cards say today."""

import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_document_of_the_checks_is_fresh() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "generate_checks_doc.py"))["checks_document"]()
    written = (ROOT / "docs" / "CHECKS.md").read_text(encoding="utf-8")
    assert written == made, "run: python tools/generate_checks_doc.py"
