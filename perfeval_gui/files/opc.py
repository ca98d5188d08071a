"""Office packages: how their parts are related, for Word and Excel alike."""

from __future__ import annotations

from perfeval_gui.core.recognise.raw import RawRemark
from perfeval_gui.files.archive import Archive
from perfeval_gui.files.xml_source import attribute, root

MACROS_IGNORED = RawRemark("已忽略文件中的宏和外部链接。")


def main_part(archive: Archive) -> str:
    """Return the name of the package's main part, as its relations say."""
    found = [target for kind, target, _ in relations(archive, "") if kind == "officeDocument"]
    return found[0] if found and found[0] in archive else "word/document.xml"


def relations(archive: Archive, part: str) -> list[tuple[str, str, bool]]:
    """Return (kind, target part, external) for each relation of a part; the package's own for a blank."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    if path not in archive:
        return []
    found = []
    for item in root(archive.read(path)):
        kind = (attribute(item, "Type") or "").rpartition("/")[2]
        target = attribute(item, "Target") or ""
        external = attribute(item, "TargetMode") == "External"
        found.append((kind, target if external else _resolved(folder, target), external))
    return found


def _resolved(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in (".", ""):
            parts.append(step)
    return "/".join(parts)
