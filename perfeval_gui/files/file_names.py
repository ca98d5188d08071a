"""Names of exported files: what Windows, Word and a memory stick can all hold."""

from __future__ import annotations

import re
from pathlib import Path

from perfeval_gui.core.form import Form

_ILLEGAL = re.compile(r'[\\/:*?"<>|]')
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\..*)?", re.IGNORECASE)
_JOINTS = "-_ "
_LONGEST = 80
_MOST_BYTES = 235  # most file systems take 255


def file_name(text: str, extension: str, mark: str = "") -> str:
    """Return a legal file name of at most 80 characters: text, a mark such as ` (2)`, extension."""
    ending = f"{mark}.{extension}"
    stem = _INVISIBLE.sub("", _ILLEGAL.sub("_", text)).strip()
    stem = stem[: _LONGEST - len(ending)]
    while len((stem + ending).encode()) > _MOST_BYTES:
        stem = stem[:-1]
    stem = stem.strip().rstrip(". ")
    return ("_" if not stem or _RESERVED.fullmatch(stem) else "") + stem + ending


def numbered_name(number: int, project_name: str, extension: str) -> str:
    """Return `NN_<project name>.<ext>`."""
    return file_name(f"{number:02}_{project_name.strip() or '未命名项目'}", extension)


FIELDS = ("序号", "年度", "项目名称", "单位")
"""What a file-name pattern may name in braces."""


def pattern_name(pattern: str, number: int, form: Form, extension: str) -> str:
    """Return the name of a form's file by a pattern such as `附件3-{年度}-{项目名称}`; blank fields leave no gap."""
    year = form.fiscal_year.strip()
    texts = {
        "序号": f"{number:02}",
        "年度": f"{year}年度" if year else "",
        "项目名称": form.project_name.strip() or "未命名项目",
        "单位": form.implementing_unit.strip(),
    }
    filled, is_blank = "", False
    for place, part in enumerate(re.split(rf"\{{({'|'.join(FIELDS)})\}}", pattern)):
        if place % 2:
            filled, is_blank = filled + texts[part], not texts[part]
        else:
            filled += part.lstrip(_JOINTS) if is_blank else part
    return file_name(filled.rstrip(_JOINTS) if is_blank else filled, extension)


def single_name(fiscal_year: str, extension: str) -> str:
    """Return the name of a file with all forms: `附件3-<year>年度.<ext>`."""
    return file_name(f"附件3-{fiscal_year.strip()}年度", extension)


def marked_name(mark: str, name: str) -> str:
    """Return the name with a mark before it, where no length cuts it off."""
    stem, _, extension = name.rpartition(".")
    return file_name(mark + stem, extension)


def free_path(path: Path) -> Path:
    """Return the path, or with ` (2)`, ` (3)` … the first one where nothing stands yet."""
    number, candidate = 1, path
    while candidate.exists() or candidate.is_symlink():
        number += 1
        candidate = path.with_name(file_name(path.stem, path.suffix.removeprefix("."), f" ({number})"))
    return candidate
