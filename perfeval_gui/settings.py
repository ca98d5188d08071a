"""Where the data directory is, and the preferences that live in it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import field, fields, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from perfeval_gui.core.values import dataclass
from perfeval_gui.durable import private_folder, replace_file, set_aside
from perfeval_gui.errors import StoreError, StoreReadOnlyError

NAME = "settings.json"
PORTABLE_MARKER = "perfeval-portable.txt"
PORTABLE_FOLDER = "data"

_LARGEST = 1024 * 1024
_HANDED_OVER = (
    "implementing_unit", "supervising_department", "preparer", "phone", "code_in_footer", "profile",
    "symbols_shown", "symbols_while_typing", "phrases_while_typing", "phrases_since",
)  # fmt: skip
_LEVELS = 6  # from the package up to the folder of a bundle: <bundle>/python/lib/python3.11/site-packages/…


@dataclass(frozen=True, slots=True)
class Settings:
    """The preferences of the person who works here. `other` keeps what a newer program has written.

    `zoom` is in percent. `profile` is the rule pack of new projects, blank for the usual one. Widths are in
    pixels at 100 %, by the name of what is that wide. `phrases_since` is when the phrase library was emptied.
    `backup_failed` says why the backup of the last closing failed.
    """

    theme: str = "light"
    zoom: int = 100
    implementing_unit: str = ""
    supervising_department: str = ""
    preparer: str = ""
    phone: str = ""
    export_folder: str = ""
    export_kind: str = "docx"
    export_pattern: str = ""
    export_in_one: bool = False
    recent_files: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    backup_folder: str = ""
    backup_on_close: bool = False
    last_backup: str = ""
    backup_failed: str = ""
    code_in_footer: bool = False
    profile: str = ""
    symbols_shown: bool = False
    symbols_while_typing: bool = True
    phrases_while_typing: bool = True
    phrases_since: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """The preferences, and the damaged file that was set aside, if there was one."""

    settings: Settings
    damaged: Path | None = None


def data_folder(explicit: Path | None = None) -> Path:
    """Return the data directory, which may not be there yet.

    It is the one given (`--data`), else PERFEVAL_HOME, else `data` beside the portable marker, else the
    platform's folder for the user's data.
    """
    if explicit is not None:
        return explicit.expanduser().absolute()
    if home := os.environ.get("PERFEVAL_HOME"):
        return Path(home).expanduser().absolute()
    if program := portable_folder():
        return program / PORTABLE_FOLDER
    if sys.platform == "linux" and (folder := _linux_data_folder()).is_absolute():
        return folder
    from platformdirs import user_data_path

    return user_data_path("perfeval", appauthor=False)


def _linux_data_folder() -> Path:
    """Return what platformdirs says on Linux; to load it would take longer than to open the drafts."""
    chosen = os.environ.get("XDG_DATA_HOME", "")
    shared = Path(chosen) if Path(chosen).is_absolute() else Path("~/.local/share").expanduser()
    return shared / "perfeval"


def portable_folder() -> Path | None:
    """Return the folder above the program that holds the portable marker, or None where there is none."""
    above = Path(__file__).resolve().parents
    return next((folder for folder in above[:_LEVELS] if (folder / PORTABLE_MARKER).is_file()), None)


def load(folder: Path, now: datetime) -> LoadedSettings:
    """Return the preferences of the data directory; a damaged file is renamed and the defaults take over.

    A value of the wrong type counts as absent.
    """
    path = folder / NAME
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST)
    except OSError:
        return LoadedSettings(Settings())
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return LoadedSettings(_from_json(value))
    try:
        return LoadedSettings(Settings(), set_aside(path, now))
    except OSError:
        return LoadedSettings(Settings(), path)


def save(folder: Path, settings: Settings) -> None:
    """Keep the preferences durably. Raises StoreError when the data directory cannot be written to."""
    value = {**settings.other, **{name: _plain(getattr(settings, name)) for name in _names()}}
    text = json.dumps(value, ensure_ascii=True, indent=1, sort_keys=True)
    try:
        replace_file(private_folder(folder) / NAME, text.encode("ascii"))
    except PermissionError as error:
        raise StoreReadOnlyError("没有权限写草稿文件夹，设置没有存下。本次仍按新设置运行。") from error
    except OSError as error:
        raise StoreError("设置没有存下（磁盘已满或出错）。本次仍按新设置运行。") from error


def adopted(own: Settings, data: bytes) -> Settings:
    """Return the preferences with what another PC's file says of the unit and the habits, where own ones are not set.

    Places on that PC's disks are not taken over. A file that is not usable changes nothing.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return own
    if not isinstance(value, dict):
        return own
    usual, theirs = Settings(), _from_json(value)
    taken = {
        name: getattr(theirs, name) for name in _HANDED_OVER if getattr(own, name) == getattr(usual, name)
    }
    return replace(own, **taken)


def handed_over(settings: Settings) -> Mapping[str, Any]:
    """Return of the preferences what goes along to a successor's PC, by name."""
    return {name: getattr(settings, name) for name in _HANDED_OVER}


def _names() -> list[str]:
    return [item.name for item in fields(Settings) if item.name != "other"]


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value


def _from_json(value: Mapping[str, Any]) -> Settings:
    defaults = Settings()
    known: dict[str, Any] = {}
    for name in _names():
        read = _read(getattr(defaults, name), value.get(name))
        if read is not None:
            known[name] = read
    other = {key: item for key, item in value.items() if key not in _names()}
    return Settings(**known, other=MappingProxyType(other))


def _read(default: object, value: object) -> object:
    """Return the JSON value as a value of the default's type, or None when it is of another."""
    if isinstance(default, tuple):
        texts = value if isinstance(value, list) else []
        return tuple(text for text in texts if isinstance(text, str))
    if isinstance(default, Mapping):
        numbers = value if isinstance(value, dict) else {}
        return MappingProxyType({key: item for key, item in numbers.items() if type(item) is int})
    return value if type(value) is type(default) else None
