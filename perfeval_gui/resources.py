"""Where the data files are, from source, installed and bundled; and the rule packs among them."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval_gui.core.profile import Profile, line_of_key, merged, profile_from_mapping, unknown_key
from perfeval_gui.errors import ProfileError

if TYPE_CHECKING:  # the checks are not needed to find a file, and the import worker never runs one
    from perfeval_gui.core.checks.rule import Help
    from perfeval_gui.core.form import Cell

DEFAULT_PROFILE = "annex3-2024"
OWN_PROFILES = "profiles"
"""The folder of the data directory that holds the rule packs of those who work here."""


@functools.cache
def resource_folder() -> Path:
    """Return the folder with profiles, icons, help and samples."""
    package = Path(__file__).resolve().parent
    packed = package / "_resources"
    return packed if packed.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one data file, such as `resource("samples", "2024-forms.json")`."""
    return resource_folder().joinpath(*parts)


def licence_texts() -> list[Path]:
    """Return the notice and the licences that a bundle brings, the notice first; none when run from source."""
    texts = sorted((resource_folder().parents[2] / "licenses").glob("*"))
    return sorted(texts, key=lambda path: path.name != "NOTICE.txt")


def field_help(cell: Cell) -> Help | None:
    """Return what F1 says of the field that a cell belongs to, or None for a whole block or form."""
    return _field_helps().get(f"{cell.block or 'form'}.{cell.field}")


@functools.cache
def _field_helps() -> Mapping[str, Help]:
    from perfeval_gui.core.checks.rule import Help

    data = _load(resource("help", "fields.toml"))
    return {key: Help(text["rule"], text["example"], text["mistake"]) for key, text in data.items()}


def profile_ids() -> list[str]:
    """Return the ids of the bundled rule packs, the default first."""
    found = sorted(path.stem for path in resource("profiles").glob("*.toml"))
    return sorted(found, key=lambda name: name != DEFAULT_PROFILE)


def own_profile_ids(own: Path) -> list[str]:
    """Return the ids of the rule packs in a folder of one's own; a bundled pack's id cannot be taken over."""
    bundled = profile_ids()
    return sorted(path.stem for path in own.glob("*.toml") if path.stem not in bundled)


def profile(profile_id: str = DEFAULT_PROFILE, own: Path | None = None) -> Profile:
    """Return the profile with that id, bundled or from a folder of one's own; raise ProfileError without one."""
    if own is not None and profile_id in own_profile_ids(own):
        return profile_from_file(own / f"{profile_id}.toml")
    return _bundled(profile_id)


@functools.cache
def _bundled(profile_id: str) -> Profile:
    path = resource("profiles", f"{profile_id}.toml")
    if profile_id not in profile_ids():
        known = "、".join(profile_ids())
        raise ProfileError(f"没有编号为“{profile_id}”的规则包。可用的有：{known}；也可以给出规则包文件。")
    return profile_from_mapping(_whole(_load(path)))


def profile_from_file(path: Path) -> Profile:
    """Return the profile of a rule pack file; raise ProfileError with the line or key that is wrong."""
    data = _load(path)
    try:
        made = profile_from_mapping(_whole(data))
        _refuse_unknown(data)
    except ProfileError as error:
        line = _line_of(path.read_text(encoding="utf-8"), error.detail)
        if line is None:
            raise
        raise ProfileError(f"第 {line} 行：{error.message}", detail=error.detail) from error
    return made


def _line_of(text: str, key: str) -> int | None:
    """Return the line that is to be put right: points that do not add up are mostly wrong in a section's."""
    line = line_of_key(text, key) if key else None
    return line_of_key(text, "dimensions[1].points") if line is None and key == "points.total" else line


def _refuse_unknown(data: Mapping[str, Any]) -> None:
    """Raise ProfileError for a key that no pack has: left alone, a misspelt rule would be lost without a word."""
    known = {**_load(resource("profiles", "annex3-2024.toml")), "filing": {"from": "", "to": ""}}
    key = unknown_key(data, known)
    if key:
        from difflib import get_close_matches

        table, _, name = key.rpartition(".")
        like = get_close_matches(name, known[table] if table else known, n=1)
        hint = f"是不是“{like[0]}”？" if like else ""
        raise ProfileError(f"规则包不能使用：没有“{key}”这一项，{hint}请改正后重新载入。", detail=key)


def _load(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError as error:
        raise ProfileError(f"找不到规则包“{path.name}”。请检查文件是否还在。") from error
    except OSError as error:
        raise ProfileError(f"规则包“{path.name}”打不开。请检查文件是否被占用或无权读取。") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(_faulty(path.name, str(error)), detail=str(error)) from error


def _faulty(name: str, error: str) -> str:
    """Return the sentence for a file that is no TOML: the line, and what is mostly wrong in such a line."""
    line = re.search(r"at line ([0-9]+)", error)
    where = f"第 {line[1]} 行：" if line else ""
    why = next((words for sign, words in _FAULTS.items() if sign in error), "请检查等号、引号和括号")
    return f"{where}规则包“{name}”写法有误，{why}。请改正后重新载入。"


_FAULTS = {
    "Expected ']'": "方括号没有配对",
    "Unclosed array": "方括号没有配对",
    "Unclosed inline table": "花括号没有配对",
    "Expected '='": "缺少等号",
    "Unterminated string": "引号没有配对",
    "Illegal character": "引号没有配对，或混进了特殊字符",
    "Cannot overwrite": "同一项写了两遍",
    "Cannot declare": "同一节写了两遍",
    "Duplicate inline table key": "同一项写了两遍",
    "Invalid value": "等号后面的文字要用英文引号括起来",
    "Invalid statement": "不认识的写法",
    "utf-8": "文件不是 UTF-8 编码，请另存为 UTF-8",
}


def _whole(data: Mapping[str, Any], depth: int = 0) -> Mapping[str, Any]:
    base = data.get("extends", "")
    if not base:
        return data
    if depth > 3 or base not in profile_ids():
        raise ProfileError(f"规则包不能使用：“extends”指向的“{base}”不存在或互相引用。请改正后重新载入。")
    return merged(_whole(_load(resource("profiles", f"{base}.toml")), depth + 1), data)
