"""Exchange by stick: projects in one small file, with hashes, and with the version that each left from."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from perfeval_gui import __version__
from perfeval_gui.core.edits import ChangeProject, Edit, ReplaceForm
from perfeval_gui.core.fields import FIELDS
from perfeval_gui.core.form import HEAD, ROW_BLOCKS, Form, Project, Waiver, rows_of
from perfeval_gui.core.merge import Merged, merge
from perfeval_gui.core.progress import Progress, unwatched
from perfeval_gui.core.review import with_review
from perfeval_gui.core.state import STATES
from perfeval_gui.core.text import clean, is_clean
from perfeval_gui.drafts import codec
from perfeval_gui.durable import replace_shared_file
from perfeval_gui.errors import UnreadableFileError, UnwritableFileError

FORMAT = 1
LARGEST = 5 * 1024 * 1024
MOST_MEMBERS = 200
LARGEST_UNPACKED = 64 * 1024 * 1024

_MANIFEST = "manifest.json"
_NAME_AT = 30  # where a zip's first member has its name
_NAME = re.compile(r"[0-9a-z_-]+\.json")
_BASE = "exchange_base"  # the key in `Project.kept`: the form as it came in
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_UNREADABLE = (  # all that zipfile, zlib and json raise on bytes that are not what they seem
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A project that came in a package, and the form that it was when it left from where it is going."""

    project: Project
    base: Form


def write_package(projects: Iterable[Project], path: Path, progress: Progress = unwatched) -> None:
    """Write the projects to a package, durably and whole. Raises UnwritableFileError."""
    members: dict[str, bytes] = {}
    chosen = list(projects)
    for number, project in enumerate(chosen, start=1):
        base = project.kept.get(_BASE, codec.form_to_value(project.form))
        plain = replace(project, kept={key: item for key, item in project.kept.items() if key != _BASE})
        name = "draft.json" if len(chosen) == 1 else f"draft-{number:03d}.json"
        members[name] = codec.canonical({"draft": codec.to_json(plain), "base": base})
        progress(number, len(chosen))
    data = _packed(members)
    if len(members) >= MOST_MEMBERS or len(data) > LARGEST:
        raise UnwritableFileError("选中的项目太多，一个交换包放不下。请分几次打包，每次不超过 199 个项目。")
    try:
        replace_shared_file(path, data)
    except OSError as error:
        raise UnwritableFileError(
            f"交换包“{path.name}”没有写成，原有文件没有改动。请检查磁盘空间和权限，或另选一个位置。",
            detail=f"OSError {error.errno}",
        ) from error


def read_package(path: Path) -> tuple[Arrival, ...]:
    """Return all projects of a package, or raise UnreadableFileError: one bad byte refuses the whole."""
    try:
        if not path.is_file():
            raise UnreadableFileError(f"“{path.name}”不是文件，不能作为交换包打开。请选择 .zip 交换包。")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFileError(
            f"交换包“{path.name}”读不出来。请检查U盘是否还在，或复制到本机后再试。",
            detail=f"OSError {error.errno}",
        ) from error
    if len(data) > LARGEST:
        raise UnreadableFileError(f"“{path.name}”超过 5 MB，不像是交换包。请确认选对了文件。")
    try:
        arrivals = tuple(_arrival(item) for item in _members(data).values())
        if len({arrival.project.id for arrival in arrivals}) < len(arrivals):
            raise ValueError("ids")
        return arrivals
    except codec.NewerFormatError as error:
        raise UnreadableFileError(
            f"交换包“{path.name}”是用更新版本的程序做的，本程序读不了，没有改动任何内容。请安装新版本后再打开。"
        ) from error
    except _UNREADABLE as error:
        raise UnreadableFileError(
            f"交换包“{path.name}”不完整或已损坏，没有导入任何内容。请让对方重新导出并复制一次。",
            detail=type(error).__name__,
        ) from error


def is_package(path: Path) -> bool:
    """Return whether the file begins as our packages do; whether it is whole, `read_package` says."""
    if not path.is_file():  # reading a pipe would wait for ever
        return False
    try:
        with path.open("rb") as file:
            head = file.read(_NAME_AT + len(_MANIFEST))
    except OSError:
        return False
    return head.startswith(b"PK\3\4") and head[_NAME_AT:] == _MANIFEST.encode()


def as_new(arrival: Arrival) -> Project:
    """Return the project to be kept where there is none of its id; it remembers what it left from."""
    base = codec.form_to_value(arrival.base)
    return replace(arrival.project, kept=MappingProxyType({**arrival.project.kept, _BASE: base}))


def merged_into(mine: Project, arrival: Arrival) -> Merged:
    """Return what comes of my project and the one that came; nothing is changed by it.

    What its owner sends once more has its own state as base; mine then left from the one I first got.
    """
    base = codec.form_of_value(mine.kept[_BASE]) if _is_sent_again(mine, arrival) else arrival.base
    return merge(base, mine.form, arrival.project.form)


def _is_sent_again(mine: Project, arrival: Arrival) -> bool:
    return _BASE in mine.kept and arrival.base == arrival.project.form


def taken_back(mine: Project, arrival: Arrival, form: Form) -> tuple[Edit, ...]:
    """Return the edits that give my project the merged form, and what the other wrote beside it: 复核 and 已阅.

    What its owner sent once more is from then on the state that mine left from.
    """
    beside: dict[str, Any] = {}
    review, waivers = with_review(mine, arrival.project), _with_waivers(mine, arrival)
    if review != mine.review:
        beside["review"] = review
    if waivers != mine.waivers:
        beside["waivers"] = waivers
    if _is_sent_again(mine, arrival) and (base := codec.form_to_value(arrival.base)) != mine.kept[_BASE]:
        beside["kept"] = MappingProxyType({**mine.kept, _BASE: base})
    return (
        *([ReplaceForm(mine.id, form)] if form != mine.form else []),
        *([ChangeProject(mine.id, beside)] if beside else []),
    )


def _with_waivers(mine: Project, arrival: Arrival) -> tuple[Waiver, ...]:
    """Return my waivers, and the other's where I have none; a new row may mean another row to me."""
    known = {(waiver.check, waiver.cell) for waiver in mine.waivers}
    before = {(block, row.id) for block in ROW_BLOCKS for row in rows_of(arrival.base, block)}
    both_new = {(block, row.id) for block in ROW_BLOCKS for row in rows_of(mine.form, block)} - before
    fresh = (
        waiver
        for waiver in arrival.project.waivers
        if (waiver.check, waiver.cell) not in known and (waiver.cell.block, waiver.cell.row) not in both_new
    )
    return (*mine.waivers, *fresh)


def _packed(members: Mapping[str, bytes]) -> bytes:
    manifest = {
        "format": FORMAT,
        "program": __version__,
        "members": {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in {_MANIFEST: codec.canonical(manifest), **members}.items():
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, data)
    return buffer.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    """Return the members but the manifest, each as the manifest says; raise ValueError and the like if not."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if len(names) > MOST_MEMBERS or len(set(names)) != len(names) or not all(map(_NAME.fullmatch, names)):
            raise ValueError("names")
        if sum(entry.compress_size for entry in entries) > len(data):
            raise ValueError("overlap")
        contents, left = {}, LARGEST_UNPACKED
        for entry in entries:
            if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError("method")
            with archive.open(entry) as member:
                contents[entry.filename] = member.read(left + 1)
            left -= len(contents[entry.filename])
            if left < 0:
                raise ValueError("size")
    manifest = json.loads(contents.pop(_MANIFEST))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("format"), int):
        raise TypeError("manifest")
    if manifest["format"] > FORMAT:
        raise codec.NewerFormatError("/format")
    if manifest["members"] != {name: hashlib.sha256(item).hexdigest() for name, item in contents.items()}:
        raise ValueError("hash")
    return contents


def _arrival(data: bytes) -> Arrival:
    value: Any = json.loads(data)
    if not isinstance(value, dict):
        raise TypeError("member")
    project, base = codec.from_json(value["draft"]), codec.form_of_value(value["base"])
    if not project.id or project.state not in STATES or not all(map(is_clean, (project.id, project.profile))):
        raise ValueError("draft")
    return Arrival(replace(project, form=_cleaned(project.form)), _cleaned(base))


def _cleaned(form: Form) -> Form:
    """Return the form with texts as the session would take them: one lone surrogate would stop every later save."""
    changes: dict[str, Any] = {}
    for block in dict.fromkeys(item.block for item in FIELDS):
        if block in ROW_BLOCKS:
            changes[block] = tuple(_cleaned_record(row, block) for row in rows_of(form, block))
        elif block:
            changes[block] = _cleaned_record(getattr(form, block), block)
    head: Form = _cleaned_record(form, HEAD)
    return replace(head, **changes)


def _cleaned_record(record: Any, block: str) -> Any:
    texts = {item.name: getattr(record, item.name) for item in FIELDS if item.block == block}
    unclean = {name: clean(text) for name, text in texts.items() if not is_clean(text)}
    return replace(record, **unclean) if unclean else record
