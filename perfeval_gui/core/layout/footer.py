"""What may stand at the foot of a form's pages, by choice: that it is a draft, and the code of its text."""

from __future__ import annotations

from collections.abc import Callable

from perfeval_gui.core.form import Project
from perfeval_gui.core.paper_code import paper_code

FooterOf = Callable[[Project], str]


def no_footer(_project: Project) -> str:
    """Return the foot of a page as the form has it: nothing."""
    return ""


def footer_with(*, draft: bool = False, code: bool = False) -> FooterOf:
    """Return the footers of an export: 草稿, so that nobody signs it, and the 回对码 to match paper and data."""

    def footer(project: Project) -> str:
        marks = ["草稿（未定稿，请勿签字）"] if draft else []
        marks += [f"回对码 {paper_code(project.form)}"] if code else []
        return "\u3000".join(marks)

    return footer
