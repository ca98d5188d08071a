"""What goes with a bundle: the list of parts (CycloneDX), their licences, and the hashes."""

import hashlib
import json
import shutil
from email.parser import HeaderParser
from pathlib import Path

from perfeval_gui import __version__

_NOTICE = """本程序使用 Qt 6 与 PySide6（LGPL-3.0）。它们以独立的库文件放在
python/lib/python3.11/site-packages/PySide6 中，可以用自行编译的同版本库替换。
各组成部分的名称与版本见 sbom.cdx.json，许可文本在 licenses 文件夹中。
"""
_BUILT = (("CPython", "3.11.2", "PSF-2.0"), ("SQLite", "3.40.1", "blessing"), ("zlib", "1.2.13", "Zlib"))


def write(folder: Path, work: Path) -> None:
    """Write sbom.cdx.json and the licence texts into the portable folder."""
    site = folder / "python" / "lib" / "python3.11" / "site-packages"
    licenses = folder / "licenses"
    licenses.mkdir()
    parts = [_part(name, version, license_id) for name, version, license_id in _BUILT]
    for record in sorted(site.glob("*.dist-info")):
        head = HeaderParser().parsestr((record / "METADATA").read_text(encoding="utf-8"))
        license_name = head["License-Expression"] or head["License"] or ""
        parts.append(
            _part(head["Name"], head["Version"], license_name.splitlines()[0] if license_name else "")
        )
        for text in sorted(record.rglob("*")):
            if text.is_file() and text.name.upper().startswith(("LICEN", "COPYING", "NOTICE")):
                shutil.copyfile(text, licenses / f"{head['Name']}-{text.name}")
    for package in sorted((work / "inputs").glob("libx*.deb")):
        name, version, _ = package.stem.split("_")
        parts.append(_part(name, version, "MIT"))
    for text in sorted((work / "inputs" / "unpacked" / "usr" / "share" / "doc").glob("*/copyright")):
        shutil.copyfile(text, licenses / f"{text.parent.name}-copyright")
    shutil.copyfile(work / "Python-3.11.2" / "LICENSE", licenses / "CPython-LICENSE")
    shutil.copyfile(work / "zlib-1.2.13.dfsg" / "README", licenses / "zlib-README")
    for name in ("LGPL-3", "GPL-3"):  # Debian has both texts on every machine
        shutil.copyfile(Path("/usr/share/common-licenses") / name, licenses / f"{name}.txt")
    (licenses / "NOTICE.txt").write_text(_NOTICE, encoding="utf-8")
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": parts}
    bom["metadata"] = {"component": {"type": "application", "name": "perfeval-gui", "version": __version__}}
    written = json.dumps(bom, ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "sbom.cdx.json").write_text(written + "\n", encoding="utf-8")


def write_hashes(dist: Path) -> None:
    """Write SHA256SUMS of the files in dist/, to be checked with `sha256sum -c`."""
    files = sorted(path for path in dist.iterdir() if path.suffix in {".xz", ".deb", ".zip", ".exe"})
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (dist / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _part(name: str, version: str, license_name: str) -> dict[str, object]:
    part: dict[str, object] = {"type": "library", "name": name, "version": version}
    if license_name:
        part["licenses"] = [{"license": {"name": license_name}}]
    return part
