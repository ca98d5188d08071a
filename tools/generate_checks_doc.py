"""Write docs/CHECKS.md from the cards of the checks: `python tools/generate_checks_doc.py`."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "CHECKS.md"


def checks_document() -> str:
    """Return the text of docs/CHECKS.md: one chapter a group, one section a check."""
    from perfeval_gui.core.checks.chapter import checks_text

    head = ["# 检查项", "", "本文件由 `python tools/generate_checks_doc.py` 生成，请勿手改。", ""]
    return "\n".join([*head, *checks_text()]) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(checks_document(), encoding="utf-8", newline="\n")
    print(TARGET.relative_to(ROOT))
