"""What goes with a bundle: the list of its parts (CycloneDX), their licence texts, and the hashes of what is handed out."""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from perfeval_gui import __version__
from tools.release.bundle import BundleError
from tools.release.parts import OURSELVES, Binary, Part, binaries, packages

_HANDED_OUT = {".xz", ".deb", ".zip", ".exe"}
_NOTICE = """绩效自评表编辑器 {version}

一、本程序使用 Qt {qt} 与 PySide6 {qt}，按 GNU 宽通用公共许可证第 3 版（LGPL-3.0）使用，未作修改。
    它们是独立的动态库，在下列文件夹中，可以用您自己编译的同版本库替换，程序照常启动：
{folders}
    许可证全文见 LGPL-3.txt 与 GPL-3.txt。为替换这些库而进行的修改和调试（包括反向工程）不受任何限制。
    源代码：Qt {qt} 与 PySide6 {qt} 的官方发布包（qt-everywhere-src-{qt}、pyside-setup-everywhere-src-{qt}）。
    三年内向发放单位索取的，发放单位按介质成本提供。

二、各组成部分的名称、版本、许可：

{parts}

许可文本在本文件夹中；每个二进制文件属于哪一部分、校验值是多少，见 sbom.cdx.json。
"""


def write(folder: Path, site: Path, built: Sequence[Part], others: Mapping[str, Part], texts: Path) -> None:
    """Write sbom.cdx.json and the licence texts into the bundle.

    `built` are the parts without a package, `others` those of them that have binaries, by a pattern of their
    paths; `texts` is a folder of licence texts to take over as they are.
    """
    found = binaries(folder, site, others)
    parts = sorted(
        {*packages(site), *built, *(item.part for item in found)} - {OURSELVES},
        key=lambda part: part.name.lower(),
    )
    licenses = folder / "licenses"
    licenses.mkdir()
    for text in sorted(texts.iterdir()):
        shutil.copyfile(text, licenses / text.name)
    for text in sorted(site.glob("*.dist-info/**/*")):
        if (
            text.is_file()
            and "Commercial" not in text.name
            and text.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS"))
        ):
            shutil.copyfile(text, licenses / f"{_project(text, site)}-{text.name}")
    (licenses / "NOTICE.txt").write_text(_notice(parts, found), encoding="utf-8", newline="\n")
    written = json.dumps(_bill(parts, found), ensure_ascii=False, indent=2, sort_keys=True)
    (folder / "sbom.cdx.json").write_text(written + "\n", encoding="utf-8", newline="\n")


def copy_common_texts(inputs: Path, texts: Path) -> None:
    """Add the texts of the LGPL and GPL, and what Debian says of the works inside Qt."""
    for name in ("LGPL-2.1", "LGPL-3", "GPL-3"):  # Debian has these on every machine
        shutil.copyfile(Path("/usr/share/common-licenses") / name, texts / f"{name}.txt")
    package = next(inputs.glob("qt6-base-dev_*.deb"))
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", package], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        text = archive.extractfile("./usr/share/doc/qt6-base-dev/copyright")
        if text is None:
            raise BundleError(f"{package.name} has no copyright file")
        (texts / "Qt-copyright.txt").write_bytes(text.read())


def write_hashes(dist: Path) -> None:
    """Write SHA256SUMS of the files in dist/, to be checked with `sha256sum -c`."""
    files = sorted(path for path in dist.iterdir() if path.suffix in _HANDED_OUT)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (dist / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


def _notice(parts: Iterable[Part], found: Iterable[Binary]) -> str:
    qt = [item for item in found if item.part.name == "Qt"]
    folders = sorted({item.path.rpartition("/")[0] for item in qt if "plugins" not in item.path})
    return _NOTICE.format(
        version=__version__,
        qt=qt[0].part.version,
        folders="\n".join(f"      {name}" for name in folders),
        parts="\n".join(f"    {part.name} {part.version}　{part.license}" for part in parts),
    )


def _bill(parts: Iterable[Part], found: Sequence[Binary]) -> dict[str, object]:
    components = []
    for part in parts:
        component: dict[str, object] = _component(part)
        files = [
            {"type": "file", "name": item.path, "hashes": [{"alg": "SHA-256", "content": item.sha256}]}
            for item in found
            if item.part == part
        ]
        if files:
            component["components"] = files
        components.append(component)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": OURSELVES.name, "version": __version__}},
        "components": components,
    }


def _component(part: Part) -> dict[str, object]:
    component: dict[str, object] = {
        "type": "library",
        "name": part.name,
        "version": part.version,
        "licenses": [{"license": {"name": part.license}}],
    }
    if part.purl:
        component["purl"] = part.purl
    return component


def _project(text: Path, site: Path) -> str:
    return text.relative_to(site).parts[0].split("-")[0]
