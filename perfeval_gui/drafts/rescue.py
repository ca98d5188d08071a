"""保存到其他位置: when the disk of the drafts refuses, the forms go to a file of the clerk's choice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from perfeval_gui.core.contract import form_to_json
from perfeval_gui.core.form import Project
from perfeval_gui.durable import replace_shared_file
from perfeval_gui.errors import UnwritableFileError


def save_elsewhere(projects: Iterable[Project], path: Path) -> None:
    """Write the forms to a JSON file that the program imports again. Raises UnwritableFileError."""
    forms = [form_to_json(project.form) for project in projects]
    text = json.dumps(forms, ensure_ascii=False, indent=2)
    try:
        replace_shared_file(path, text.encode("utf-8", errors="backslashreplace"))
    except OSError as error:
        raise UnwritableFileError(
            f"“{path.name}”没有写成，屏幕上的内容都还在。请检查磁盘空间和权限，或再选一个位置。",
            detail=f"OSError {error.errno}",
        ) from error
